import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createdWebinar } from '../conformance/webinars.ts'
import type { Directory } from '../contract.ts'
import { applicationSettings, withTeams } from './teams-peer.ts'

async function allMeetings(directory: Directory | undefined, since?: Date) {
  const titles: string[] = []
  let cursor: string | undefined
  do {
    const page = await directory?.meetings?.({ since, cursor })
    assert.deepEqual(page?.problems, [])
    titles.push(...(page?.items ?? []).map(({ title }) => title))
    cursor = page?.next
  } while (cursor !== undefined)
  return titles.sort()
}

test('calendar and webinars of the super user are one list', () =>
  withTeams(async (bench, { control }) => {
    const titles = ['A meeting', 'B webinar', 'C meeting', 'D webinar', 'E webinar']
    for (const title of titles) {
      await createdWebinar(bench, bench.plan({ title, webinarType: title.slice(2) }))
    }
    control.change({ largestPage: 2 })
    assert.deepEqual(await allMeetings(bench.provider.directory), titles)
    const people = await bench.provider.directory?.people?.({ since: undefined, cursor: undefined })
    assert.deepEqual(
      people?.items.map(({ name, email }) => [name, email]),
      [
        ['Sue Super', 'sue@contoso.example'],
        ['Carl Curator', 'carl@contoso.example'],
      ],
    )
  }))

test('an application lists the calendar of the organizer; only what has changed, if asked', () =>
  withTeams(async (bench, { control }) => {
    control.change({ largestPage: 1 })
    await createdWebinar(bench, bench.plan({ title: 'Early' }))
    bench.clock.advance(3_600_000)
    const since = bench.clock.now()
    bench.clock.advance(3_600_000)
    await createdWebinar(bench, bench.plan({ title: 'Late' }))
    await createdWebinar(bench, bench.plan({ title: 'Later' }))
    const { directory } = bench.provider
    assert.deepEqual(await allMeetings(directory), ['Early', 'Late', 'Later'])
    assert.deepEqual(await allMeetings(directory, since), ['Late', 'Later'])
  }, applicationSettings))

test('a webinar is listed with its instant, whatever the name of its zone', () =>
  withTeams(
    async (bench) => {
      const plan = bench.plan({ timeZone: 'America/New_York' })
      await createdWebinar(bench, plan)
      const page = await bench.provider.directory?.meetings?.({
        since: undefined,
        cursor: 'webinars ',
      })
      const [row] = page?.items ?? []
      assert.equal(row?.timeZone, 'Eastern Standard Time')
      assert.equal(row?.start?.getTime(), Math.floor(plan.start.getTime() / 1000) * 1000)
    },
    { kind: 'Webinars' },
  ))
