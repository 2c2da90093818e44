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

const entriesOf = (email: string) => {
  const store = new CalendarStore()
  for (const text of calendarsTo(smtp, email)) store.take(text)
  return store.entries()
}

/** What somebody has before them on the vendor's own page. */
async function there(configurationId: string, meetingId: string) {
  const { rows } = await hub.testDatabase.pool.query<{ webinarid: string }>(
    'select webinarid from gr_meetingroom where meetingid = $1 and deletedon is null',
    [meetingId],
  )
  const { provider } = await hub.providers.openAccount(configurationId)
  return { provider, webinarId: rows[0]?.webinarid ?? '' }
}

async function deleteThere(configurationId: string, meetingId: string): Promise<void> {
  const { provider, webinarId } = await there(configurationId, meetingId)
  await provider.deleteWebinar(webinarId)
}

const roomsOf = async (meetingId: string) => {
  const { rows } = await hub.testDatabase.pool.query<{ gonereason: string | null }>(
    'select gonereason from gr_meetingroom where meetingid = $1 order by createdon',
    [meetingId],
  )
  return rows.map(({ gonereason }) => gonereason)
}

/** Rooms of BigBlueButton are opened by whoever comes; nothing tells whether one of Vatra is there. */
const neverGone = new Set(['bigbluebutton', 'vatra'])

/** Who tells what a meeting is like, and not only whether it is there. */
const tellMore = new Set(['zoom', 'webex', 'microsoft-teams'])

/** Who lists the dates of a series one by one. */
const tellDates = new Set(['zoom', 'webex'])

for (const [at, { adapter, name }] of twins.all.entries()) {
  const { capabilities } = hub.providers.definitions.find(({ id }) => id === adapter) as {
    capabilities: { delete: boolean }
  }
  const skip =
    (neverGone.has(adapter) && `${name} does not tell whether a meeting is there`) ||
    (!capabilities.delete && `${name} cannot delete meetings`)
  test(`what somebody deleted at ${name} is told, not made again by itself, and made again or cancelled by a person`, {
    skip,
  }, async () => {
    const configurationId = await world.accountAt(adapter)
    const email = `ada@${adapter}.example`
    const day = `2026-10-${10 + at}`
    const form = {
      title: `A meeting at ${name}`,
      ...{ start: `${day}T10:00`, end: `${day}T11:00`, timeZone: 'America/New_York' },
      attendees: [{ email, name: 'Ada Attendee' }],
      cohosts: [],
    }
    const made = await paula.ask('POST', '', { configurationId, ...form })
    const path = `/${made.answer.id}`
    const read = async () => (await paula.ask('GET', path)).answer
    await settle()
    assert.equal((await read()).status, 'scheduled')

    await deleteThere(configurationId, made.answer.id)
    await passTime(hub, 7 * 60)
    await settle()
    const gone = await read()
    assert.equal(gone.status, 'deleted', gone.statusReason)
    assert.match(gone.statusReason, /^Somebody deleted meeting .+ at the provider\.$/)
    assert.ok(gone.goneOn !== null)
    assert.deepEqual((await roomsOf(made.answer.id)).length, 1, 'nothing is made by itself')
    assert.equal(smtp.mailsTo(email).length, 1, 'nobody is written to')

    const renamed = { ...form, title: `Another at ${name}` }
    assert.equal((await paula.ask('PUT', path, renamed)).answer.status, 'deleted')
    await settle()
    assert.equal((await roomsOf(made.answer.id)).length, 1, 'a change makes nothing anew')
    assert.equal(smtp.mailsTo(email).length, 1)

    assert.equal((await paula.ask('POST', `${path}/make-again`, {})).answer.changed, true)
    assert.equal((await paula.ask('POST', `${path}/make-again`, {})).answer.changed, false)
    await settle()
    const again = await read()
    assert.deepEqual([again.status, again.goneOn], ['scheduled', null], again.statusReason)
    assert.deepEqual(
      (await roomsOf(made.answer.id)).map((reason) => reason === null),
      [false, true],
    )
    assert.deepEqual(
      entriesOf(email).map(({ title }) => title),
      [`Another at ${name}`],
    )
    assert.equal(smtp.mailsTo(email).length, 2, 'of the change alone')

    await deleteThere(configurationId, made.answer.id)
    await passTime(hub, 7 * 60)
    await settle()
    assert.equal((await read()).status, 'deleted')
    assert.equal((await paula.ask('POST', `${path}/cancel`, {})).answer.changed, true)
    await settle()
    assert.deepEqual(entriesOf(email), [])
    assert.equal(smtp.mailsTo(email).length, 3)
    assert.equal((await roomsOf(made.answer.id)).length, 2)
  })
}

for (const { adapter, name } of twins.all.filter(({ adapter }) => tellMore.has(adapter))) {
  test(`what somebody changed at ${name} is noticed by looking, and the hub's own change settles it`, async () => {
    const configurationId = await world.accountAt(adapter)
    const form = {
      title: `Changed at ${name}`,
      ...{ start: '2026-10-30T10:00', end: '2026-10-30T11:00', timeZone: 'America/New_York' },
      attendees: [],
      cohosts: [],
    }
    const { answer: made } = await paula.ask('POST', '', { configurationId, ...form })
    await settle()
    await passTime(hub, 7 * 60)
    await settle()
    const read = async () => (await paula.ask('GET', `/${made.id}`)).answer
    assert.deepEqual([(await read()).status, (await read()).difference], ['scheduled', null])
    const { provider, webinarId } = await there(configurationId, made.id)
    await provider.updateWebinar(webinarId, {
      ...({ kind: 'event', idempotencyKey: made.id, language: 'en' } as const),
      ...{ title: 'By somebody else', timeZone: 'America/New_York', presenters: [] },
      start: new Date('2026-10-30T15:00:00Z'),
      end: new Date('2026-10-30T16:00:00Z'),
      ...{ description: undefined, webinarType: undefined, pastedUrl: undefined },
      ...{ maxAttendees: undefined, recurrence: undefined, password: undefined },
      producer: undefined,
    })
    await passTime(hub, 7 * 60)
    await settle()
    const { title, start, end } = (await read()).difference
    assert.deepEqual(
      [title, start, end],
      ['By somebody else', '2026-10-30T11:00:00', '2026-10-30T12:00:00'],
    )
    const taken = { ...form, title, start: start.slice(0, 16), end: end.slice(0, 16) }
    assert.equal((await paula.ask('PUT', `/${made.id}`, taken)).status, 200)
    await settle()
    const after = await read()
    assert.deepEqual([after.status, after.difference], ['scheduled', null])
    const { standsAs } = await provider.readWebinar(webinarId)
    assert.deepEqual(
      [standsAs?.title, standsAs?.start?.toISOString()],
      ['By somebody else', '2026-10-30T15:00:00.000Z'],
    )
  })
}

for (const { adapter, name } of twins.all.filter(({ adapter }) => tellDates.has(adapter))) {
  test(`a single date that somebody deleted at ${name} is noticed by looking`, async () => {
    const configurationId = await world.accountAt(adapter)
    const { answer: made } = await paula.ask('POST', '', {
      configurationId,
      title: `Dates at ${name}`,
      ...{ start: '2026-11-09T10:00', end: '2026-11-09T11:00', timeZone: 'America/New_York' },
      recurrence: { frequency: 'weekly', count: 3 },
      ...{ attendees: [], cohosts: [] },
    })
    await settle()
    await passTime(hub, 7 * 60)
    await settle()
    const read = async () => (await paula.ask('GET', `/${made.id}`)).answer
    assert.deepEqual([(await read()).status, (await read()).difference], ['scheduled', null])
    const { provider, webinarId } = await there(configurationId, made.id)
    const original = new Date('2026-11-16T15:00:00Z')
    await provider.dates?.cancel(webinarId, { original, movedTo: undefined })
    await passTime(hub, 7 * 60)
    await settle()
    const { status, difference, dates } = await read()
    assert.equal(status, 'scheduled')
    assert.deepEqual(difference.dates, [
      { originalStart: '2026-11-16T10:00:00', start: null, end: null },
    ])
    assert.equal(dates.length, 3, 'the hub keeps the date until somebody decides')
    await provider.dates?.move(
      webinarId,
      { original: new Date('2026-11-23T15:00:00Z'), movedTo: undefined },
      { start: new Date('2026-11-24T15:00:00Z'), end: new Date('2026-11-24T16:00:00Z') },
    )
    await passTime(hub, 7 * 60)
    await settle()
    assert.equal((await read()).difference.dates.length, 2)
    assert.equal((await paula.ask('POST', `/${made.id}/set-right`, {})).answer.changed, true)
    await settle()
    const mended = await read()
    assert.deepEqual(
      [mended.status, mended.difference.dates],
      ['scheduled', difference.dates],
      'what cannot be set right stays in sight',
    )
  })
}

test('a room of BigBlueButton that was ended is not gone: the next click opens it again', async () => {
  const configurationId = await world.accountAt('bigbluebutton')
  const email = 'ada@ended.example'
  const form = {
    title: 'Ended and opened',
    ...{ start: '2026-11-02T10:00', end: '2026-11-02T11:00', timeZone: 'America/New_York' },
    attendees: [{ email, name: 'Ada Attendee' }],
    cohosts: [],
  }
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form })
  await settle()
  hub.clock.moveTo(new Date('2026-11-02T15:10:00Z'))
  const text = smtp.mailsTo(email).at(-1)?.text ?? ''
  const link = /https?:\/\/\S+\/m\/[\w-]+/.exec(text)?.[0] ?? ''
  const enter = async () => (await fetch(link, { redirect: 'manual' })).status
  assert.equal(await enter(), 302)
  await deleteThere(configurationId, made.id)
  hub.clock.advance(10 * 60_000)
  await hub.worker.runUntilIdle()
  assert.equal((await paula.ask('GET', `/${made.id}`)).answer.status, 'scheduled')
  assert.equal(await enter(), 302)
})
