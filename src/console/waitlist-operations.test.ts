import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemCaller } from '#identity'
import { signInAs } from '../../test/door-world.ts'
import { testHub } from '../../test/hub.ts'
import { create, makeEvent, passTime, register, row } from '../../test/story.ts'

const hub = await testHub()
const manager = await signInAs(hub, 'Event Manager')
const administrator = await signInAs(hub, 'System Administrator')
const reader = await signInAs(hub, 'Reader')
const door = await signInAs(hub, 'Check-in Staff')

async function ask(path: string, body?: object, cookie = manager) {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: answer.status, answer: JSON.parse(await answer.text()) }
}

const guest = (name: string) => ({ email: `${name}@example.org`, firstName: 'Ada', lastName: name })

/** With one seat that is taken, and a line in which people are invited. */
async function fullEvent() {
  const { id } = await makeEvent(hub, undefined, {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
  })
  await register(hub, id, 'seated@example.org')
  return id
}

async function waiting(eventId: string, name: string): Promise<string> {
  const { answer } = await ask(`/events/${eventId}/registrations`, {
    ...guest(name),
    waitlisted: true,
  })
  return answer.waitlistItemId
}

const auditOf = async (action: string) =>
  (await ask(`/audit?action=${encodeURIComponent(action)}`, undefined, administrator)).answer.value

const lettersTo = async (email: string) => {
  const { rows } = await sql<{ kind: string }>`select kind from gr_mail
    where recipient ilike ${`%${email}%`} order by createdon`.execute(hub.testDatabase.db)
  return rows.map(({ kind }) => kind)
}

test('the desk is refused first, says which rule it overrules, and the log says who did', async () => {
  const id = await fullEvent()
  const address = `/events/${id}/registrations`
  const refused = await ask(address, guest('honour'))
  assert.deepEqual([refused.status, refused.answer.code], [409, 'event-full'])
  const wrong = await ask(address, { ...guest('honour'), overrule: ['session-full'] })
  assert.equal(wrong.answer.code, 'event-full')
  const unknown = await ask(address, { ...guest('honour'), overrule: ['event-cancelled'] })
  assert.deepEqual([unknown.status, unknown.answer.code], [400, 'invalid-input'])
  const made = await ask(address, { ...guest('honour'), overrule: ['event-full'] })
  assert.equal(made.status, 200)
  assert.equal((await row(hub, 'msevtmgt_event', id)).msevtmgt_registrationcount, 2)
  const [entry] = await auditOf('overrule')
  assert.equal(entry.recordId, made.answer.registrationId)
  assert.match(entry.user.name, /^event\.manager@/)
  assert.match(JSON.stringify(entry.changes), /1 wanted, 0 left.*event-full/)
  assert.equal(entry.request, `POST /api/v1${address}`)
  const { msevtmgt_readableeventid: name } = await row(hub, 'msevtmgt_event', id)
  const page = await (await fetch(`${hub.url}/e/${name}`)).text()
  assert.match(page, /fully booked/i)
})

test('whoever may not register people may not overbook either', async () => {
  const id = await fullEvent()
  const body = { ...guest('walkin'), overrule: ['event-full'] }
  for (const cookie of [reader, door]) {
    assert.equal((await ask(`/events/${id}/registrations`, body, cookie)).status, 403)
  }
})

test('one person of a line is invited past a full event: the letter goes out, the seat is held', async () => {
  const id = await fullEvent()
  await waiting(id, 'patient')
  const chosen = await waiting(id, 'chosen')
  const refused = await ask(`/waitlist-items/${chosen}/invite`, {})
  assert.deepEqual([refused.status, refused.answer.code], [409, 'event-full'])
  assert.equal((await ask(`/waitlist-items/${chosen}/invite`, {}, reader)).status, 403)
  const body = { overrule: ['event-full'] }
  const { answer } = await ask(`/waitlist-items/${chosen}/invite`, body)
  assert.ok(Date.parse(answer.invitedUntil) > hub.clock.now().getTime())
  assert.equal((await row(hub, 'msevtmgt_event', id)).gr_seatsreserved, 1)
  assert.equal((await ask(`/waitlist-items/${chosen}/invite`, body)).answer.code, 'already-invited')
  await hub.worker.runUntilIdle()
  assert.ok((await lettersTo('chosen@')).includes('waitlistInvitation'))
  assert.ok(!(await lettersTo('patient@')).includes('waitlistInvitation'))
  const [entry] = await auditOf('invite from waitlist')
  assert.deepEqual([entry.recordId, entry.recordName], [chosen, 'Ada chosen'])

  await hub.registrations.register(systemCaller, { eventId: id, attendees: [guest('chosen')] })
  const event = await row(hub, 'msevtmgt_event', id)
  assert.deepEqual([event.msevtmgt_registrationcount, event.gr_seatsreserved], [2, 0])
})

test('one person of a line is registered at once, and gets the letter of those who waited', async () => {
  const id = await fullEvent()
  const chosen = await waiting(id, 'lucky')
  const address = `/waitlist-items/${chosen}/register`
  assert.equal((await ask(address, {})).answer.code, 'event-full')
  assert.equal((await ask(address, { overrule: ['event-full'] }, reader)).status, 403)
  const { answer } = await ask(address, { overrule: ['event-full'] })
  assert.equal((await row(hub, 'msevtmgt_eventregistration', answer.registrationId)).statecode, 0)
  await hub.worker.runUntilIdle()
  assert.deepEqual(await lettersTo('lucky@'), ['waitlistRegistered'])
  assert.equal((await ask(address, {})).status, 404)
  assert.equal((await auditOf('register from waitlist'))[0].recordId, chosen)
})

test('the desk adds a full session to a registration: refused first, then overruled and noted', async () => {
  const { id } = await makeEvent(hub, undefined)
  const { msevtmgt_eventstartdate, msevtmgt_eventenddate } = await row(hub, 'msevtmgt_event', id)
  const sessionId = await create(hub, 'msevtmgt_session', {
    msevtmgt_name: 'Tasting',
    msevtmgt_event: id,
    msevtmgt_starttime: msevtmgt_eventstartdate ?? null,
    msevtmgt_endtime: msevtmgt_eventenddate ?? null,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_sessionmaxcapacity: 1,
  })
  await register(hub, id, 'sits@example.org', { sessions: [sessionId] })
  const registrationId = await register(hub, id, 'stands@example.org')
  const address = `/registrations/${registrationId}/sessions`
  const wanted = { sessions: [sessionId] }
  const refused = await ask(address, wanted)
  assert.deepEqual([refused.status, refused.answer.code], [409, 'session-full'])
  const overruled = { ...wanted, overrule: ['session-full'] }
  assert.equal((await ask(address, overruled, reader)).status, 403)
  const { status, answer } = await ask(address, overruled)
  assert.deepEqual([status, answer.sessions[0]?.sessionId], [200, sessionId])
  assert.deepEqual((await ask(address, wanted)).answer, { sessions: [] })
  assert.equal((await row(hub, 'msevtmgt_session', sessionId)).msevtmgt_registrationcount, 2)
  const log = await auditOf('overrule')
  assert.ok(log.some(({ recordId }: { recordId: string }) => recordId === registrationId))
  assert.equal((await ask(address, { sessions: [] })).status, 400)
})

test('an invitation by hand that is not taken ends after a day like every other', async () => {
  const id = await fullEvent()
  const chosen = await waiting(id, 'silent')
  await ask(`/waitlist-items/${chosen}/invite`, { overrule: ['event-full'] })
  await makeRoomFor(id, 3000)
  await passTime(hub, 25 * 60)
  assert.equal((await row(hub, 'msevtmgt_waitlistitem', chosen)).statecode, 1)
  assert.equal((await row(hub, 'msevtmgt_event', id)).gr_seatsreserved, 0)
})

/** The event begins so much later, so that a day may pass. */
async function makeRoomFor(id: string, minutes: number): Promise<void> {
  await sql`update msevtmgt_event set
    msevtmgt_eventstartdate = msevtmgt_eventstartdate + ${minutes} * interval '1 minute',
    msevtmgt_eventenddate = msevtmgt_eventenddate + ${minutes} * interval '1 minute'
    where msevtmgt_eventid = ${id}`.execute(hub.testDatabase.db)
}
