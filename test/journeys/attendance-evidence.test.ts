import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testHub } from '../hub.ts'
import {
  type MadeEvent,
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
  update,
} from '../story.ts'
import { webhookSink } from '../webhook-sink.ts'

const key = 'gr_test_attendance-evidence-0123456789'
const hub = await testHub({ environment: { GREENROOM_API_KEY: key } })
const { control } = hub.twins.webinarExtension
await hub.identity.ensureFirstAdministrator({
  email: undefined,
  password: undefined,
  apiKey: key,
})
const account = await signedInAccount(hub)
const sink = await webhookSink()

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
  readonly json: any
}

async function call(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${hub.url}/api/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}

async function ok(path: string, body?: unknown): Promise<Answer['json']> {
  const { status, json } = await call(path, body)
  assert.equal(status, 200, JSON.stringify(json))
  return json
}

const registrantOf = async (id: string) =>
  String((await row(hub, 'msevtmgt_eventregistration', id)).msevtmgt_webinarregistrationid)

/** A webinar of an hour that asks for 45 minutes, with its webinar made at the vendor. */
async function planned(more: Record<string, unknown> = {}): Promise<MadeEvent> {
  const wanted = { gr_attendanceminutes: 45, ...more }
  const event = await makeEvent(hub, account.configurationId, wanted)
  await settleWebinar(hub)
  return event
}

const vendorWebinar = async ({ id }: MadeEvent) =>
  String((await row(hub, 'msevtmgt_event', id)).msevtmgt_webinarid)

const at = ({ start }: MadeEvent, minutes: number) => new Date(start.getTime() + minutes * minute)

async function collect(event: MadeEvent): Promise<void> {
  if (hub.clock.now() < event.end) hub.clock.moveTo(event.end)
  for (let turn = 0; turn < 3; turn += 1) await passTime(hub, 5)
}

// Before anybody listens: then more than ten are written by two statements.
test('verdicts written together are the same rows as those written one by one', async () => {
  const shapes: unknown[] = []
  for (const many of [12, 3]) {
    const event = await planned()
    for (let each = 0; each < many; each += 1) {
      await register(hub, event.id, `many.${many}.${each}@example.org`)
    }
    await hub.worker.runUntilIdle()
    hub.clock.moveTo(event.start)
    const { rows } = await sql<{ id: string }>`
      select msevtmgt_webinarregistrationid as id from msevtmgt_eventregistration
      where msevtmgt_eventid = ${event.id}`.execute(hub.testDatabase.db)
    for (const { id } of rows) {
      control.attend(id, { join: at(event, 0), leave: at(event, 50) })
    }
    await collect(event)
    await passTime(hub, 60)
    const written = await sql<Record<string, unknown>>`
      select h.*, r.gr_verdict, r.gr_attendedminutes, r.modifiedby as registrationmodifiedby,
        (h.createdon = h.modifiedon) as stamped, r.modifiedon >= h.decidedon as touched
      from gr_verdictchange h
      join msevtmgt_eventregistration r on r.msevtmgt_eventregistrationid = h.registrationid
      where r.msevtmgt_eventid = ${event.id} and h.verdict = 100000001`.execute(hub.testDatabase.db)
    assert.equal(written.rows.length, many)
    const varying = /id$|on$|versionnumber/
    shapes.push(
      Object.fromEntries(
        Object.entries(written.rows[0] ?? {}).filter(
          ([name]) => !varying.test(name) || name === 'ownerid',
        ),
      ),
    )
  }
  assert.deepEqual(shapes[0], shapes[1])
})

test('the report says who, when, how long, the verdict and why, in pages that can be filtered', async () => {
  const event = await planned()
  const long = await register(hub, event.id, 'long@example.org', { firstName: 'Zoe' })
  const short = await register(hub, event.id, 'short@example.org', { firstName: 'Bea' })
  await register(hub, event.id, 'absent@example.org', { firstName: '=cmd()' })
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  control.attend(await registrantOf(long), { join: at(event, 0), leave: at(event, 60) })
  control.attend(await registrantOf(short), { join: at(event, 0), leave: at(event, 10) })
  control.attend(await registrantOf(short), { join: at(event, 15), leave: at(event, 26) })
  await collect(event)

  const first = await ok(`events/${event.id}/attendance?pageSize=2`)
  assert.deepEqual(
    [first.counts.registered, first.counts.completed, first.counts.failed, first.counts.absent],
    [3, 1, 2, 1],
  )
  assert.equal(first.lines.length, 2)
  const second = await ok(`events/${event.id}/attendance?pageSize=2&page=2`)
  assert.equal(second.lines.length, 1)
  const names = [...first.lines, ...second.lines].map((line) => line.email)
  assert.deepEqual(new Set(names).size, 3, 'every person is on one page')

  const failed = await ok(`events/${event.id}/attendance?verdict=failed&text=short`)
  assert.equal(failed.counts.matching, 1)
  const [line] = failed.lines
  assert.equal(line.reason, 'Attended 21 of 60 minutes, 45 are needed.')
  assert.deepEqual(
    line.stays.map((stay: { from: string; to: string; source: string }) => [
      ...[stay.from, stay.to, stay.source],
    ]),
    [
      [at(event, 0).toISOString(), at(event, 10).toISOString(), 'providerReport'],
      [at(event, 15).toISOString(), at(event, 26).toISOString(), 'providerReport'],
    ],
  )
  assert.deepEqual(first.event.planned, [
    { from: event.start.toISOString(), to: event.end.toISOString() },
  ])
  assert.deepEqual(first.event.real, {
    from: event.start.toISOString(),
    to: event.end.toISOString(),
  })
  const absent = await ok(`events/${event.id}/attendance?absent=true`)
  assert.deepEqual(absent.lines[0].email, 'absent@example.org')
  assert.equal((await ok(`events/${event.id}/attendance?text=100%25_`)).counts.matching, 0)

  const csv = await fetch(`${hub.url}/api/v1/events/${event.id}/attendance.csv?verdict=failed`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const text = await csv.text()
  assert.equal(text.trim().split('\r\n').length, 3)
  assert.match(text, /"Attended 21 of 60 minutes, 45 are needed\."/)
  assert.match(text, /,'=cmd\(\)/, 'a name that is a formula is text')
  assert.equal((await call(`events/${long}/attendance`)).status, 404)
})

test('who was in the room under a strange name is listed, assigned by a person, and that can be undone', async () => {
  const event = await planned()
  const id = await register(hub, event.id, 'office@example.org')
  const other = await register(hub, event.id, 'somebody@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  control.attend(await registrantOf(other), { join: at(event, 0), leave: at(event, 60) })
  const guest = control.registerAtVendor(await vendorWebinar(event), {
    ...{ role: 'attendee', firstName: 'Ada', lastName: 'Lovelace' },
    email: 'private@example.net',
  })
  control.attend(guest, { join: at(event, 0), leave: at(event, 30) })
  const stay = control.attend(guest, { join: at(event, 35), leave: at(event, 40) })
  await collect(event)

  const address = `events/${event.id}/attendance/unmatched`
  const { people } = await ok(address)
  assert.equal(people.length, 1, 'two stays of one person are one entry')
  const [person] = people
  assert.equal(person.state, 'open')
  assert.equal(person.email, 'private@example.net')
  assert.equal(person.records.length, 2)
  assert.match(person.records[0].record, /private@example\.net/)
  const verdictOf = async () =>
    (await ok(`events/${event.id}/attendance?text=office`)).lines[0] as Record<string, unknown>
  assert.equal((await verdictOf()).verdict, 'failed', 'the same name alone matches nobody')

  const { personKey } = person
  const assign = (registrationId: string, reason = 'Called from her own computer') =>
    call(`${address}/assign`, { personKey, registrationId, reason })
  assert.equal((await assign(id, ' ')).status, 400)
  assert.equal((await assign(event.id)).status, 400)
  assert.equal((await assign(id)).json.changed, true)
  assert.equal((await assign(id)).json.changed, false, 'the same again changes nothing')
  assert.equal((await verdictOf()).attendedMinutes, 35)
  assert.equal((await verdictOf()).verdict, 'failed')

  control.correctAttendance(stay, { leave: at(event, 55) })
  for (let turn = 0; turn < 2; turn += 1) await passTime(hub, 5)
  assert.equal((await verdictOf()).verdict, 'completed', 'the decision holds for later reports')
  const { evidence, history } = await ok(`registrations/${id}/evidence`)
  assert.equal(evidence.length, 3)
  const corrected = evidence.find((each: { supersededOn: string }) => each.supersededOn !== null)
  const correction = evidence.find((each: { id: string }) => each.id === corrected.supersededById)
  assert.deepEqual(correction.supersedes, [corrected.id])
  assert.match(correction.record, /private@example\.net/)
  assert.ok(history.length >= 2)

  const reopened = await ok(`${address}/reopen`, { personKey, reason: 'It was her sister' })
  assert.equal(reopened.changed, true)
  assert.equal((await verdictOf()).verdict, 'failed')
  await assign(id, 'It was her after all')
  assert.equal((await verdictOf()).verdict, 'completed')
  await ok(`${address}/set-aside`, { personKey, reason: 'A test' })
  assert.equal((await verdictOf()).attendedMinutes, 0)
  const list = await ok(address)
  assert.deepEqual(list.registrations, [{ id, name: 'Ada Lovelace', email: 'office@example.org' }])
  const [now] = list.people
  assert.equal(now.state, 'setAside')
  assert.deepEqual(
    now.history.map((each: { decision: string }) => each.decision),
    ['assigned', 'reopened', 'assigned', 'setAside'],
  )
  assert.equal((await ok(`registrations/${id}/evidence`)).evidence.length, 5, 'nothing was deleted')
})

test('a late correction changes the verdict and is told to a webhook', async () => {
  const event = await planned()
  const id = await register(hub, event.id, 'late@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  const stay = control.attend(await registrantOf(id), { join: at(event, 0), leave: at(event, 20) })
  await collect(event)
  await passTime(hub, 60)
  const registered = await call('webhooks', {
    name: 'Learning management',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'secret' },
    steps: [
      {
        message: 'Update',
        table: 'msevtmgt_eventregistration',
        filteringAttributes: ['gr_verdict'],
      },
      { message: 'Create', table: 'gr_verdictchange' },
    ],
  })
  assert.equal(registered.status, 201, JSON.stringify(registered.json))
  control.correctAttendance(stay, { leave: at(event, 58) })
  await passTime(hub, 4 * 60)
  const told = await sink.waitFor(2)
  const bodies = told.map(({ body }) => body)
  assert.ok(
    bodies.every((body) => body.includes('100000001')),
    'the verdict is completed',
  )
  assert.ok(bodies.some((body) => body.includes('Attended 58 of 60 minutes, 45 are needed.')))
  const { history } = await ok(`registrations/${id}/evidence`)
  assert.deepEqual(history.map((each: { verdict: string }) => each.verdict).slice(-2), [
    'failed',
    'completed',
  ])
})

test('a changed threshold decides again, and the history keeps what was decided before', async () => {
  const event = await planned()
  const id = await register(hub, event.id, 'threshold@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  control.attend(await registrantOf(id), { join: at(event, 0), leave: at(event, 40) })
  await collect(event)
  await passTime(hub, 60)
  const lineOf = async () => (await ok(`events/${event.id}/attendance`)).lines[0]
  assert.equal((await lineOf()).verdict, 'failed')
  await update(hub, 'msevtmgt_event', event.id, {
    gr_attendanceminutes: null,
    gr_attendanceshare: 50,
  })
  await hub.worker.runUntilIdle()
  const line = await lineOf()
  assert.equal(line.verdict, 'completed')
  assert.equal(line.reason, 'Attended 40 of 60 minutes, 30 are needed.')
})

test('a test of the room on the day before is no sign that the webinar was held', async () => {
  const event = await planned()
  const id = await register(hub, event.id, 'tester@example.org')
  await hub.worker.runUntilIdle()
  control.attend(await registrantOf(id), { join: at(event, -100), leave: at(event, -70) })
  await collect(event)
  await passTime(hub, 60)
  const [line] = (await ok(`events/${event.id}/attendance`)).lines
  assert.equal(line.verdict, 'pending')
  assert.equal((await row(hub, 'msevtmgt_event', event.id)).gr_ended, 100000002, 'not held')
})

test('marks with times count as stays, marks without prove presence, and both can be taken back', async () => {
  const event = await planned()
  const id = await register(hub, event.id, 'phone@example.org')
  const other = await register(hub, event.id, 'present@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  control.attend(await registrantOf(other), { join: at(event, 0), leave: at(event, 60) })
  await collect(event)
  await passTime(hub, 60)
  const lineOf = async () => (await ok(`events/${event.id}/attendance?text=phone`)).lines[0]
  const mark = (more: Record<string, unknown>) => call(`registrations/${id}/check-in`, more)
  assert.equal((await mark({ reason: '  ' })).status, 400)
  const timed = await mark({
    ...{ reason: 'Phoned in', from: at(event, 0).toISOString(), to: at(event, 30).toISOString() },
  })
  assert.equal(timed.status, 200)
  assert.equal((await lineOf()).reason, 'Attended 30 of 60 minutes, 45 are needed.')
  const whole = await mark({ reason: 'The host saw her' })
  assert.equal((await lineOf()).verdict, 'completed')
  await ok(`evidence/${whole.json.id}/undo`, { reason: 'Somebody else' })
  assert.equal((await lineOf()).verdict, 'failed')
  const { evidence } = await ok(`registrations/${id}/evidence`)
  assert.deepEqual(
    evidence.map((each: { source: string }) => each.source),
    ['manual', 'manual'],
  )
  assert.match(evidence[1].reason, /The host saw her · Undone: Somebody else/)
})

test('of a series every date counts, and who missed it is failed after the last one only', async () => {
  const event = await planned({ msevtmgt_recurrencepattern: 'FREQ=DAILY;INTERVAL=2;COUNT=2' })
  const id = await register(hub, event.id, 'second@example.org')
  const never = await register(hub, event.id, 'never@example.org')
  const first = await register(hub, event.id, 'first@example.org')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  control.attend(await registrantOf(first), { join: at(event, 0), leave: at(event, 60) })
  await collect(event)
  await passTime(hub, 60)
  const verdicts = async () => {
    const { lines } = await ok(`events/${event.id}/attendance`)
    const byId = new Map(
      lines.map((line: { registrationId: string; verdict: string }) => [
        line.registrationId,
        line.verdict,
      ]),
    )
    return [first, id, never].map((each) => byId.get(each))
  }
  assert.deepEqual(await verdicts(), ['completed', 'pending', 'pending'])
  const twoDays = 2 * 24 * 60
  hub.clock.moveTo(at(event, twoDays))
  control.attend(await registrantOf(id), {
    join: at(event, twoDays),
    leave: at(event, twoDays + 50),
  })
  hub.clock.moveTo(at(event, twoDays + 60))
  await hub.worker.runUntilIdle()
  for (let turn = 0; turn < 14; turn += 1) await passTime(hub, 5)
  assert.deepEqual(await verdicts(), ['completed', 'completed', 'failed'])
})
