import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendee, eventWorld } from '../../test/event-world.ts'
import type { AttendeeInput } from './create-registrations.ts'

const world = await eventWorld()
const { registrations, create, createEvent, createSession, update, read } = world
const administration = await create('msevtmgt_eventadministration', { msevtmgt_name: 'Rules' })
const merge = { gr_duplicateregistrations: 100000001 }
const table = 'msevtmgt_eventadministration'
await update(table, administration, merge)

const register = (eventId: string, people: readonly AttendeeInput[]) =>
  registrations.register(systemCaller, { eventId, attendees: people })

async function rowsOf(eventId: string): Promise<number> {
  const { rows } = await world.pool.query(
    'select count(*)::int as n from msevtmgt_eventregistration where msevtmgt_eventid = $1',
    [eventId],
  )
  return rows[0].n
}

test('somebody who registers again gets the first registration back and takes no second seat', async () => {
  const event = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const ada = attendee('again')
  const first = await register(event, [ada])
  const second = await register(event, [{ ...ada, email: ada.email.toUpperCase() }])
  assert.equal(second.registrations[0]?.registrationId, first.registrations[0]?.registrationId)
  assert.equal(second.registrations[0]?.merged, true)
  assert.equal(first.registrations[0]?.merged, undefined)
  assert.equal(await rowsOf(event), 1)
  assert.equal((await read('msevtmgt_event', event)).msevtmgt_registrationcount, 1)
  await assert.rejects(register(event, [attendee('other')]), (error) =>
    isRefusal(error, 'event-full'),
  )
})

test('a later registration adds its sessions and what was not answered yet, and nothing else', async () => {
  const event = await createEvent()
  const [one, two] = [await createSession(event), await createSession(event)]
  const fieldIds: string[] = []
  for (const text of ['Food?', 'Size?']) {
    const field = await create('msevtmgt_customregistrationfield', {
      msevtmgt_text: text,
      msevtmgt_type: 100000000,
    })
    fieldIds.push(field)
    await create('msevtmgt_eventcustomregistrationfield', {
      msevtmgt_event: event,
      msevtmgt_customregistrationfield: field,
    })
  }
  const [food, size] = fieldIds as [string, string]
  const ada = attendee('adds')
  await register(event, [{ ...ada, sessions: [one], responses: [{ id: food, value: 'Rice' }] }])
  const answer = await register(event, [
    {
      ...ada,
      sessions: [one, two],
      responses: [
        { id: food, value: 'Poison' },
        { id: size, value: 'M' },
      ],
    },
  ])
  const { registrationId, sessions } = answer.registrations[0] ?? assert.fail()
  assert.deepEqual(sessions.map(({ sessionId }) => sessionId).sort(), [one, two].sort())
  const { rows } = await world.pool.query(
    `select msevtmgt_response as text from msevtmgt_registrationresponse
     where msevtmgt_eventregistration = $1 order by 1`,
    [registrationId],
  )
  assert.deepEqual(rows, [{ text: 'M' }, { text: 'Rice' }])
  for (const session of [one, two]) {
    assert.equal((await read('msevtmgt_session', session)).msevtmgt_registrationcount, 1)
  }
})

test('thirty times the same person at once, and twice in one request, is one registration', async () => {
  const event = await createEvent({ msevtmgt_maximumeventcapacity: 3 })
  const sessions = await Promise.all([1, 2, 3].map(() => createSession(event)))
  const [ada, bob] = [attendee('ada'), attendee('bob')]
  const second = await world.another()
  const answers = await Promise.all([
    ...Array.from({ length: 30 }, (_, at) => {
      const hub = at % 2 === 0 ? world : second
      const wanted = [sessions[at % 3] as string]
      return hub.registrations.register(systemCaller, {
        eventId: event,
        attendees: [{ ...ada, sessions: wanted }],
      })
    }),
    register(event, [bob, ada, bob]),
  ])
  await second.close()
  const ids = answers.flatMap(({ registrations: all }) => all.map((each) => each.registrationId))
  assert.equal(ids.length, 33)
  assert.equal(new Set(ids).size, 2)
  assert.equal(await rowsOf(event), 2)
  assert.equal((await read('msevtmgt_event', event)).msevtmgt_registrationcount, 2)
  for (const session of sessions) {
    assert.equal((await read('msevtmgt_session', session)).msevtmgt_registrationcount, 1)
  }
})

test('a merge that finds a session full adds nothing; who has cancelled registers anew', async () => {
  const event = await createEvent()
  const full = await createSession(event, { msevtmgt_sessionmaxcapacity: 1 })
  await register(event, [{ ...attendee('quick'), sessions: [full] }])
  const ada = attendee('slow')
  const first = await register(event, [ada])
  await assert.rejects(register(event, [{ ...ada, sessions: [full] }]), (error) =>
    isRefusal(error, 'session-full'),
  )
  const id = first.registrations[0]?.registrationId as string
  await registrations.cancel(systemCaller, id, { by: 'attendee' })
  const anew = await register(event, [ada])
  assert.notEqual(anew.registrations[0]?.registrationId, id)
  assert.equal(anew.registrations[0]?.merged, undefined)
})

test('who registered while they waited gets no second registration when seats are handed out', async () => {
  for (const autoRegister of [true, false]) {
    const event = await createEvent({
      msevtmgt_maximumeventcapacity: 1,
      msevtmgt_showwaitlist: true,
    })
    const [ada, next] = [attendee('patient'), attendee('next')]
    await register(event, [attendee('in')])
    await register(event, [{ ...ada, waitlisted: true, autoRegister }])
    world.clock.advance(1000)
    await register(event, [{ ...next, waitlisted: true, autoRegister: true }])
    await update('msevtmgt_event', event, { msevtmgt_maximumeventcapacity: 3 })
    await register(event, [ada])
    const promote = { message: 'gr_PromoteWaitlist', table: 'msevtmgt_event', id: event }
    const { output } = await world.pipeline.execute(systemCaller, promote)
    assert.deepEqual(output, { registered: 1, invited: 0, expired: 0 })
    assert.equal(await rowsOf(event), 3, 'the seat is for the next in line')
    const { rows } = await world.pool.query(
      'select 1 from msevtmgt_waitlistitem where msevtmgt_event = $1',
      [event],
    )
    assert.equal(rows.length, 0, 'who has a seat waits no longer')
  }
})

test('without the setting every request is another registration, as in Dynamics 365', async () => {
  await update(table, administration, { gr_duplicateregistrations: 100000000 })
  const event = await createEvent()
  const ada = attendee('kept')
  await register(event, [ada])
  await register(event, [ada])
  assert.equal(await rowsOf(event), 2)
  await update(table, administration, merge)
})

test('each matching strategy decides who is the same person', async () => {
  const ada = { firstName: 'Ada', lastName: 'King', email: 'ada.king@people.example' }
  const cases: [number, AttendeeInput, boolean][] = [
    [100000000, { ...ada, firstName: 'Augusta' }, true],
    [100000000, { ...ada, email: 'other@people.example' }, false],
    [100000001, { ...ada, email: 'other@people.example' }, true],
    [100000001, { ...ada, lastName: 'Byron' }, false],
    [100000002, { ...ada, email: 'ADA.KING@people.example' }, true],
    [100000002, { ...ada, firstName: 'Augusta' }, false],
    [100000003, { ...ada, firstName: 'Augusta' }, true],
    [100000003, { ...ada, email: 'other@people.example' }, false],
  ]
  for (const [strategy, other, same] of cases) {
    await world.pool.query('update contact set statecode = 1, statuscode = 2')
    await update(table, administration, { msevtmgt_contactmatchingstrategy: strategy })
    const event = await createEvent()
    const first = await register(event, [ada])
    const second = await register(event, [other])
    const [one, two] = [first, second].map(({ registrations: [each] }) => each)
    const note = `${strategy} ${JSON.stringify(other)}`
    assert.equal(one?.contactId === two?.contactId, same, note)
    assert.equal(one?.registrationId === two?.registrationId, same, note)
  }
})
