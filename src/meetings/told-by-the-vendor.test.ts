/** What vendors tell by callback about meetings that somebody deleted or changed with their own pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { startWebexTwin, startZoomTwin } from '#providers'
import { cleanUpAfterwards } from '../../test/database.ts'
import { meetingWorld, pressAccept } from '../../test/meeting-world.ts'
import { passTime } from '../../test/story.ts'

const world = await meetingWorld({ start: new Date('2026-09-01T08:00:00Z'), withoutTwins: true })
const { hub, smtp } = world
const paula = await world.planner('Paula Planner', 'paula@planners.example')
const zoom = await startZoomTwin({ clock: hub.clock })
const webex = await startWebexTwin({ clock: hub.clock })
cleanUpAfterwards(async () => {
  await zoom.close()
  await webex.close()
})
const common = { end: () => undefined, close: async () => undefined }

const atZoom = await world.accountOf({
  ...common,
  adapter: 'zoom',
  name: 'Zoom',
  url: `${zoom.url}/v2`,
  values: {
    msevtmgt_clientid: zoom.clientId,
    gr_clientsecret: zoom.clientSecret,
    gr_callbacksecret: zoom.callbackSecret,
    accountId: zoom.accountId,
    host: zoom.hostEmail,
    oauthUrl: zoom.url,
  },
  accept: undefined,
})
zoom.control.setCallbackUrl(`${hub.url}/hooks/zoom/${atZoom}`)

const atWebex = await world.accountOf({
  ...common,
  adapter: 'webex',
  name: 'Webex',
  url: `${webex.url}/v1`,
  values: {
    msevtmgt_clientid: webex.clientId,
    msevtmgt_clientsecret: webex.clientSecret,
    gr_callbacksecret: 'any-secret-of-callbacks',
  },
  accept: (url) => pressAccept(url),
})
await (await hub.providers.openAccount(atWebex)).provider.callbacks?.subscribe?.()

async function plan(configurationId: string, title: string, recurrence?: object) {
  const form = {
    title,
    ...{ start: '2026-10-05T10:00', end: '2026-10-05T11:00', timeZone: 'Europe/Berlin' },
    ...(recurrence === undefined ? {} : { recurrence }),
    attendees: [{ email: 'ada@guests.example', name: 'Ada Attendee' }],
    cohosts: [],
  }
  const { answer } = await paula.ask('POST', '', { configurationId, ...form })
  await hub.worker.runUntilIdle()
  await passTime(hub, 1)
  return { path: `/${answer.id}`, form, id: answer.id as string }
}

/** The vendor tells over real HTTP, after its answer; a few seconds are plenty. */
async function until(
  path: string,
  isSo: (answer: { status: string }) => boolean | Promise<boolean>,
) {
  for (let tries = 0; tries < 100; tries += 1) {
    await hub.worker.runUntilIdle()
    const { answer } = await paula.ask('GET', path)
    if (await isSo(answer)) return answer
    await wait(50)
  }
  assert.fail('the hub has not noticed it')
}

const vendors = [
  { name: 'Zoom', configurationId: atZoom },
  { name: 'Webex', configurationId: atWebex },
]

async function roomAt(configurationId: string, meetingId: string) {
  const { rows } = await hub.testDatabase.pool.query<{ webinarid: string }>(
    'select webinarid from gr_meetingroom where meetingid = $1 and deletedon is null',
    [meetingId],
  )
  const { provider } = await hub.providers.openAccount(configurationId)
  return { provider, webinarId: rows[0]?.webinarid ?? '' }
}

async function lookedOn(meetingId: string): Promise<Date> {
  const { rows } = await hub.testDatabase.pool.query<{ lookedon: Date | null }>(
    'select lookedon from gr_meetingroom where meetingid = $1 and deletedon is null',
    [meetingId],
  )
  return rows[0]?.lookedon ?? new Date(0)
}

for (const { name, configurationId } of vendors) {
  test(`${name} tells at once that somebody deleted a meeting`, async () => {
    const { path, id } = await plan(configurationId, `Deleted at ${name}`)
    const letters = smtp.mailsTo('ada@guests.example').length
    const { provider, webinarId } = await roomAt(configurationId, id)
    const before = hub.clock.now()
    await provider.deleteWebinar(webinarId)
    const gone = await until(path, ({ status }) => status === 'deleted')
    assert.ok(Math.abs(Date.parse(gone.goneOn) - before.getTime()) < 30_000, gone.goneOn)
    assert.equal(smtp.mailsTo('ada@guests.example').length, letters, 'nobody is written to')
  })

  test(`what somebody changed at ${name} is told, and set right by a person`, async () => {
    const { path, id, form } = await plan(configurationId, `Changed at ${name}`)
    const letters = smtp.mailsTo('ada@guests.example').length
    const { provider, webinarId } = await roomAt(configurationId, id)
    const there = {
      ...({
        kind: 'event',
        idempotencyKey: id,
        language: 'en',
        timeZone: 'Europe/Berlin',
      } as const),
      title: 'By somebody else',
      start: new Date('2026-10-05T09:30:00Z'),
      end: new Date('2026-10-05T10:00:00Z'),
      presenters: [],
      ...{ description: undefined, webinarType: undefined, pastedUrl: undefined },
      ...{ maxAttendees: undefined, recurrence: undefined, password: undefined },
      producer: undefined,
    }
    await provider.updateWebinar(webinarId, there)
    const noticed = await until(
      path,
      (answer) => (answer as { difference?: object | null }).difference != null,
    )
    const { title, start, end } = noticed.difference
    assert.deepEqual(
      [title, start, end],
      ['By somebody else', '2026-10-05T11:30:00', '2026-10-05T12:00:00'],
    )
    assert.deepEqual([noticed.status, noticed.title], ['scheduled', form.title])
    assert.equal((await paula.ask('POST', `${path}/set-right`, {})).answer.changed, true)
    const right = await until(path, ({ status }) => status === 'scheduled')
    assert.equal(right.difference, null)
    const { standsAs } = await provider.readWebinar(webinarId)
    assert.deepEqual(
      [standsAs?.title, standsAs?.start?.toISOString()],
      [form.title, '2026-10-05T08:00:00.000Z'],
    )
    assert.equal(smtp.mailsTo('ada@guests.example').length, letters, 'nobody is written to')
    assert.equal((await paula.ask('POST', `${path}/set-right`, {})).answer.changed, false)
  })

  test(`what the hub itself changes and deletes at ${name} is no news to it`, async () => {
    const { path, form, id } = await plan(configurationId, `Own at ${name}`)
    const changedAt = hub.clock.now()
    await paula.ask('PUT', path, { ...form, title: 'Renamed here' })
    // The vendor has told it, and the hub has looked.
    await until(path, async () => (await lookedOn(id)) >= changedAt)
    await passTime(hub, 5)
    const { answer } = await paula.ask('GET', path)
    assert.deepEqual([answer.status, answer.difference], ['scheduled', null])
    await paula.ask('POST', `${path}/cancel`, {})
    await hub.worker.runUntilIdle()
    await passTime(hub, 5)
    const cancelled = (await paula.ask('GET', path)).answer
    assert.deepEqual([cancelled.status, cancelled.goneOn], ['cancelled', null])
  })

  test(`single dates that somebody moved or deleted at ${name} are told, and set right or taken over by a person`, async () => {
    const recurrence = { frequency: 'weekly', count: 4 }
    const { path, id } = await plan(configurationId, `Series at ${name}`, recurrence)
    const own = { start: '2026-10-27T15:00', end: '2026-10-27T16:30' }
    await paula.ask('POST', `${path}/dates/2026-10-26T10:00:00/move`, own)
    await hub.worker.runUntilIdle()
    await passTime(hub, 5)
    assert.equal((await paula.ask('GET', path)).answer.difference, null, 'its own move is no news')
    const letters = smtp.mailsTo('ada@guests.example').length
    const { provider, webinarId } = await roomAt(configurationId, id)
    const at = (text: string) => new Date(text)
    const original = (text: string) => ({ original: at(text), movedTo: undefined })
    const there = {
      start: at('2026-10-13T12:00:00Z'),
      end: at('2026-10-13T12:30:00Z'),
    }
    await provider.dates?.move(webinarId, original('2026-10-12T08:00:00Z'), there)
    await provider.dates?.cancel(webinarId, original('2026-10-19T08:00:00Z'))
    type Told = { readonly difference?: { readonly dates: readonly object[] } | null }
    const differing = (count: number) => (answer: object) =>
      ((answer as Told).difference?.dates.length ?? 0) === count
    const moved = {
      originalStart: '2026-10-12T10:00:00',
      ...{ start: '2026-10-13T14:00:00', end: '2026-10-13T14:30:00' },
    }
    const deleted = { originalStart: '2026-10-19T10:00:00', start: null, end: null }
    const noticed = await until(path, differing(2))
    assert.deepEqual(noticed.difference.dates, [moved, deleted])
    assert.deepEqual([noticed.status, noticed.difference.title], ['scheduled', null])
    const state = (answer: { dates: { state: string }[] }) => answer.dates.map((date) => date.state)
    assert.deepEqual(
      state(noticed),
      ['planned', 'planned', 'planned', 'moved'],
      'nothing is taken over',
    )

    assert.equal((await paula.ask('POST', `${path}/set-right`, {})).answer.changed, true)
    const left = await until(
      path,
      (answer) => answer.status === 'scheduled' && differing(1)(answer),
    )
    assert.deepEqual(left.difference.dates, [deleted], 'no vendor brings a deleted date back')
    assert.equal((await paula.ask('POST', `${path}/set-right`, {})).answer.changed, false)
    const window = { from: at('2026-10-06T00:00:00Z'), until: at('2026-12-01T00:00:00Z') }
    const listed = await provider.dates?.list?.(webinarId, window)
    assert.deepEqual(
      listed?.map(({ start, end }) => [start.toISOString(), end?.toISOString()]),
      [
        ['2026-10-12T08:00:00.000Z', '2026-10-12T09:00:00.000Z'],
        ['2026-10-27T14:00:00.000Z', '2026-10-27T15:30:00.000Z'],
      ],
    )
    assert.equal(smtp.mailsTo('ada@guests.example').length, letters, 'nobody is written to')

    const taken = await paula.ask('POST', `${path}/dates/2026-10-19T10:00:00/cancel`, {})
    assert.equal(taken.status, 200, JSON.stringify(taken.answer))
    const settled = await until(path, differing(0))
    assert.deepEqual(state(settled), ['planned', 'planned', 'cancelled', 'moved'])
    assert.equal(smtp.mailsTo('ada@guests.example').length, letters + 1, 'of the cancelled date')
  })

  test(`a change of a series that is gone at ${name} finds that out and makes no second one`, async () => {
    zoom.control.setCallbackUrl(undefined)
    webex.control.sleepWebhooks()
    const recurrence = { frequency: 'weekly', count: 3 }
    const { path, id, form } = await plan(configurationId, `Missed at ${name}`, recurrence)
    const { provider, webinarId } = await roomAt(configurationId, id)
    await provider.deleteWebinar(webinarId)
    const move = { start: '2026-10-13T15:00', end: '2026-10-13T16:00' }
    await paula.ask('POST', `${path}/dates/2026-10-12T10:00:00/move`, move)
    await hub.worker.runUntilIdle()
    const gone = (await paula.ask('GET', path)).answer
    assert.equal(gone.status, 'deleted', gone.statusReason)
    await paula.ask('PUT', path, { ...form, recurrence, title: 'Renamed' })
    await hub.worker.runUntilIdle()
    assert.equal((await paula.ask('GET', path)).answer.status, 'deleted')
    zoom.control.setCallbackUrl(`${hub.url}/hooks/zoom/${atZoom}`)
    await (await hub.providers.openAccount(atWebex)).provider.callbacks?.subscribe?.()
  })
}

test('the link into a meeting that is gone says that there is no room; a guest who finds nothing makes the hub look', async () => {
  const { path, id } = await plan(atWebex, 'Found missing')
  webex.control.sleepWebhooks()
  const { provider, webinarId } = await roomAt(atWebex, id)
  hub.clock.moveTo(new Date('2026-10-05T07:55:00Z'))
  await hub.worker.runUntilIdle()
  await provider.deleteWebinar(webinarId)
  const text = smtp.mailsTo('ada@guests.example').at(-1)?.text ?? ''
  const link = /https?:\/\/\S+\/m\/[\w-]+/.exec(text)?.[0] ?? ''
  const enter = async () => await fetch(link, { redirect: 'manual' })
  assert.equal((await enter()).status, 503)
  await until(path, ({ status }) => status === 'deleted')
  assert.match(await (await enter()).text(), /has no room at the moment/)
})
