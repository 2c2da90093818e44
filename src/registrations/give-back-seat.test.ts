import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { attendee } from '../../test/event-world.ts'
import { testHub } from '../../test/hub.ts'
import { create, makeEvent, register, row } from '../../test/story.ts'

const apiKey = 'an-api-key-of-some-length-9'
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function dataApi(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${hub.url}/api/data/v9.2/${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  assert.equal(answer.status, 204, await answer.text())
}

async function wait(eventId: string, name: string, sessionId?: string): Promise<string> {
  const sessions = sessionId === undefined ? [] : [{ sessionId, waitlisted: true }]
  const { waiting } = await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [{ ...attendee(name), waitlisted: sessionId === undefined, sessions }],
  })
  hub.clock.advance(1000)
  return waiting[0]?.waitlistItemId ?? assert.fail(`${name} waits`)
}

const work = () => hub.worker.runUntilIdle()

const isInvited = async (id: string) =>
  (await row(hub, 'msevtmgt_waitlistitem', id)).msevtmgt_invited

/** One seat, freed by its registrant; the first in line is invited, the second waits. */
async function invitedToEvent(more: object = {}) {
  const { id: eventId } = await makeEvent(hub, undefined, {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
    ...more,
  })
  const registrationId = await register(hub, eventId, `${eventId}@people.example`)
  const first = await wait(eventId, `${eventId}.first`)
  const second = await wait(eventId, `${eventId}.second`)
  await hub.registrations.cancel(systemCaller, registrationId, { by: 'staff' })
  await work()
  assert.equal(await isInvited(first), true)
  return { eventId, first, second }
}

const seatsHeld = async (table: string, id: string) => (await row(hub, table, id)).gr_seatsreserved

const ways: readonly [string, (id: string) => Promise<void>][] = [
  ['deletes', (id) => dataApi('DELETE', `msevtmgt_waitlistitems(${id})`)],
  [
    'deactivates',
    (id) => dataApi('PATCH', `msevtmgt_waitlistitems(${id})`, { statecode: 1, statuscode: 2 }),
  ],
  [
    'sets the state of',
    async (id) => {
      await hub.pipeline.execute(systemCaller, {
        message: 'SetState',
        table: 'msevtmgt_waitlistitem',
        id,
        input: { State: 1, Status: 2 },
      })
    },
  ],
]

for (const [how, act] of ways) {
  test(`whoever ${how} an invited place gives its seat to the next in line`, async () => {
    const { eventId, first, second } = await invitedToEvent()
    await act(first)
    await work()
    assert.equal(await isInvited(second), true)
    assert.equal(await seatsHeld('msevtmgt_event', eventId), 1)
  })
}

test('a seat stays held while others are invited to it, until the last of them has gone', async () => {
  const { eventId, first, second } = await invitedToEvent({ msevtmgt_numberofinvitations: 2 })
  assert.equal(await isInvited(second), true)
  await dataApi('DELETE', `msevtmgt_waitlistitems(${first})`)
  assert.equal(await seatsHeld('msevtmgt_event', eventId), 1)
  await dataApi('DELETE', `msevtmgt_waitlistitems(${second})`)
  assert.equal(await seatsHeld('msevtmgt_event', eventId), 0)
})

test('two who share an invitation and leave at the same moment free its seat once', async () => {
  const { eventId, first, second } = await invitedToEvent({ msevtmgt_numberofinvitations: 2 })
  await Promise.all([first, second].map((id) => dataApi('DELETE', `msevtmgt_waitlistitems(${id})`)))
  assert.equal(await seatsHeld('msevtmgt_event', eventId), 0)
  await register(hub, eventId, `${eventId}.late@people.example`)
})

test('who loses an invitation, or is taken off and put back, waits without it', async () => {
  for (const change of [{ msevtmgt_invited: false }, { statecode: 1, statuscode: 2 }]) {
    const { eventId, first } = await invitedToEvent()
    await dataApi('PATCH', `msevtmgt_waitlistitems(${first})`, change)
    assert.equal(await seatsHeld('msevtmgt_event', eventId), 0)
    await dataApi('PATCH', `msevtmgt_waitlistitems(${first})`, { statecode: 0, statuscode: 1 })
    const place = await row(hub, 'msevtmgt_waitlistitem', first)
    assert.deepEqual([place.msevtmgt_invited, place.gr_invitationslot], [false, null])
    assert.equal(await seatsHeld('msevtmgt_event', eventId), 0)
  }
})

test('a place that is only renamed keeps its invitation and its seat', async () => {
  const { eventId, first } = await invitedToEvent()
  await dataApi('PATCH', `msevtmgt_waitlistitems(${first})`, { msevtmgt_name: 'Ada L.' })
  assert.equal(await isInvited(first), true)
  assert.equal(await seatsHeld('msevtmgt_event', eventId), 1)
})

async function invitedToSession() {
  const { id: eventId } = await makeEvent(hub, undefined, {
    msevtmgt_autoregisterwaitlistitems: false,
  })
  const event = await row(hub, 'msevtmgt_event', eventId)
  const sessionId = await create(hub, 'msevtmgt_session', {
    msevtmgt_name: 'Workshop',
    msevtmgt_event: eventId,
    msevtmgt_starttime: event.msevtmgt_eventstartdate,
    msevtmgt_endtime: event.msevtmgt_eventenddate,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const { registrations } = await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [{ ...attendee(`${eventId}.early`), sessions: [sessionId] }],
  })
  const first = await wait(eventId, `${eventId}.first`, sessionId)
  const second = await wait(eventId, `${eventId}.second`, sessionId)
  const taken = String(registrations[0]?.sessions[0]?.sessionRegistrationId)
  await hub.registrations.cancelSession(systemCaller, taken, { by: 'staff' })
  await work()
  assert.equal(await isInvited(first), true)
  return { eventId, sessionId, first, second }
}

test('the seat of a session goes to the next in its line, too', async () => {
  const { eventId, sessionId, first, second } = await invitedToSession()
  await dataApi('DELETE', `msevtmgt_waitlistitems(${first})`)
  await work()
  assert.equal(await isInvited(second), true)
  assert.equal(await seatsHeld('msevtmgt_session', sessionId), 1)
  await hub.registrations.leaveWaitlist(systemCaller, second)
  assert.equal(await seatsHeld('msevtmgt_session', sessionId), 0)
  assert.equal((await seatsHeld('msevtmgt_event', eventId)) ?? 0, 0)
})

test('an event is deleted together with its line and its invitations', async () => {
  const { eventId, first } = await invitedToEvent()
  await dataApi('DELETE', `msevtmgt_events(${eventId})`)
  await assert.rejects(row(hub, 'msevtmgt_waitlistitem', first), /There is no/)
})
