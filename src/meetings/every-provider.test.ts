import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CalendarStore } from '../../test/calendar-store.ts'
import { calendarsTo, meetingWorld } from '../../test/meeting-world.ts'
import { passTime } from '../../test/story.ts'

const world = await meetingWorld({ start: new Date('2026-09-01T08:00:00Z') })
const { hub, smtp, twins } = world
const paula = await world.planner('Paula Planner', 'paula@planners.example')

async function settle() {
  await hub.worker.runUntilIdle()
  await passTime(hub, 1)
  await passTime(hub, 1)
}

for (const [at, { adapter, name }] of twins.all.entries()) {
  test(`a meeting at ${name} is planned, changed and cancelled with one calendar entry throughout, and its link leads inside`, async () => {
    const configurationId = await world.accountAt(adapter)
    const email = `ada@${adapter}.example`
    const cohost = `carl@${adapter}.example`
    const day = `2026-09-${10 + at}`
    const form = {
      title: `A meeting at ${name}`,
      start: `${day}T10:00`,
      end: `${day}T11:00`,
      timeZone: 'America/New_York',
      attendees: [{ email, name: 'Ada Attendee' }],
      cohosts: [{ email: cohost, name: 'Carl Cohost' }],
    }
    const made = await paula.ask('POST', '', { configurationId, ...form })
    assert.equal(made.status, 201, JSON.stringify(made.answer))
    await settle()
    const path = `/${made.answer.id}`
    const planned = (await paula.ask('GET', path)).answer
    assert.equal(planned.status, 'scheduled', planned.statusReason)
    const entries = () => {
      const store = new CalendarStore()
      for (const text of calendarsTo(smtp, email)) store.take(text)
      return store.entries()
    }
    assert.deepEqual(
      entries().map(({ start }) => start),
      [`${day}T10:00:00`],
    )
    const change = { ...form, start: `${day}T14:00`, end: `${day}T15:00` }
    assert.equal((await paula.ask('PUT', path, change)).status, 200)
    await settle()
    const changed = (await paula.ask('GET', path)).answer
    assert.equal(changed.status, 'scheduled', changed.statusReason)
    assert.deepEqual(
      entries().map(({ start }) => start),
      [`${day}T14:00:00`],
    )
    assert.equal(smtp.mailsTo(email).length, 2)
    hub.clock.moveTo(new Date(`${day}T17:55:00Z`))
    for (const reader of [email, cohost, 'paula@planners.example']) {
      const text = smtp.mailsTo(reader).at(-1)?.text ?? ''
      const link = /https?:\/\/\S+\/m\/[\w-]+/.exec(text)?.[0] ?? ''
      const answer = await fetch(link, { redirect: 'manual' })
      const page = answer.status === 302 ? '' : await answer.text()
      assert.equal(answer.status, 302, `${reader}: ${page}`)
    }
    assert.equal((await paula.ask('POST', `${path}/cancel`, {})).status, 200)
    await settle()
    assert.deepEqual(entries(), [])
    assert.equal(smtp.mailsTo(email).length, 3)
    const cancelled = (await paula.ask('GET', path)).answer
    assert.equal(cancelled.status, 'cancelled')
  })

  test(`what ${name} cannot do is said before anything is saved`, async () => {
    const { answer: options } = await paula.ask('GET', '/options')
    const account = options.accounts.find((each: { name: string }) => each.name === `Our ${name}`)
    assert.equal(account.obstacle, null)
    const wish = {
      configurationId: account.configurationId,
      title: 'A series',
      start: '2026-11-02T10:00',
      end: '2026-11-02T11:00',
      timeZone: 'Europe/Berlin',
      recurrence: { frequency: 'weekly', count: 3 },
      password: 'secret12',
      attendees: [],
      cohosts: [],
    }
    const { answer } = await paula.ask('POST', '/preview', wish)
    const fields = answer.problems.map(({ field }: { field: string }) => field)
    const { recurrence, password } = account.capabilities
    assert.equal(fields.includes('recurrence'), !recurrence)
    assert.equal(fields.includes('password'), !password)
    const refused = await paula.ask('POST', '', wish)
    assert.equal(refused.status === 201, recurrence && password)
    if (refused.status !== 201) assert.equal(refused.answer.input, fields[0])
  })
}
