import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { systemCaller } from '#identity'
import type { Execution, Step } from '#pipeline'
import { attendee, attendees, eventWorld, publicUrl } from '../../test/event-world.ts'
import type { RegisterInput } from './create-registrations.ts'
import {
  countRegistrations,
  readRegistration,
  sessionRegistrationsOf,
} from './registration-rows.ts'

/** Stands for the modules above: sees every new registration, and stops those of one person. */
const seen: Execution[] = []
const above: Step = {
  name: 'Above: see registrations',
  message: 'Create',
  table: 'msevtmgt_eventregistration',
  stage: 40,
  async run(execution) {
    seen.push(execution)
    const contact = await execution.db
      .withTables<{ contact: { contactid: string; lastname: string } }>()
      .selectFrom('contact')
      .select('lastname')
      .where('contactid', '=', String(execution.target.msevtmgt_contactid))
      .executeTakeFirstOrThrow()
    if (contact.lastname === 'Unwanted') throw new Error('The module above failed.')
    execution.enqueue({ kind: 'test', name: 'Confirm', payload: { id: execution.id } })
  },
}

/** Numbers to be drawn once more, the last one first; an empty one leaves what was drawn. */
const collisions: string[] = []
const colliding: Step = {
  name: 'Below: draw a taken number',
  message: 'Create',
  table: 'msevtmgt_eventregistration',
  stage: 20,
  async run({ target }) {
    const number = collisions.pop()
    if (number) target.msevtmgt_name = number
  },
}

const world = await eventWorld([above, colliding])
const { createEvent, createSession, update, read, pool, db, registrations, clock } = world

const register = (request: RegisterInput) => registrations.register(systemCaller, request)

async function refusalOf(request: RegisterInput): Promise<Refusal> {
  try {
    await register(request)
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
  return assert.fail('The request should have been refused.')
}

async function countOf(eventId: string): Promise<unknown> {
  const counted = await countRegistrations(db, eventId)
  assert.equal((await read('msevtmgt_event', eventId)).msevtmgt_registrationcount, counted)
  return counted
}

test('an attendee becomes a contact with a registration, a number and a join link', async () => {
  const eventId = await createEvent()
  const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' }
  const answer = await register({
    eventId,
    attendees: [
      {
        ...ada,
        company: ' Analytical  Engines ',
        language: 'en-GB',
        responses: [{ id: 'diet', value: 'Vegan', values: ['Vegan'] }],
      },
    ],
  })
  const [registered] = answer.registrations
  assert.ok(registered)
  assert.equal(answer.repeated, false)
  assert.match(registered.number, /^ER-[0-9A-HJKMNP-TV-Z]{8}$/)
  assert.ok(registered.joinLink.startsWith(`${publicUrl}/j/`))
  assert.equal(
    registrations.readJoinToken(registered.joinLink.slice(`${publicUrl}/j/`.length)),
    registered.registrationId,
  )
  const found = await readRegistration(db, registered.registrationId)
  assert.ok(found)
  assert.equal(found.event.msevtmgt_eventid, eventId)
  assert.equal(found.contact.emailaddress1, 'ada@example.com')
  assert.equal(found.contact.fullname, 'Ada Lovelace')
  const row = found.registration
  assert.equal(row.msevtmgt_name, registered.number)
  assert.equal(row.msevtmgt_createdfromapi, true)
  assert.equal(row.msevtmgt_internalregistrationstatus, 100000001)
  assert.equal(row.msevtmgt_publishingstate, 100000000)
  assert.equal(row.gr_company, 'Analytical Engines')
  assert.equal(row.gr_language, 'en-GB')
  assert.deepEqual(JSON.parse(String(row.gr_responses)), [
    { id: 'diet', value: 'Vegan', values: ['Vegan'] },
  ])
  assert.equal((await read('contact', registered.contactId)).msevtmgt_originatingeventid, eventId)
  assert.equal(await countOf(eventId), 1)
})

test('modules above see each registration once, and their jobs come with it', async () => {
  const eventId = await createEvent()
  const [before, jobsBefore] = [seen.length, world.jobs.length]
  const { registrations: made } = await register({ eventId, attendees: attendees(3) })
  const mine = seen.slice(before)
  assert.deepEqual(mine.map(({ id }) => id).sort(), made.map((each) => each.registrationId).sort())
  assert.equal(mine[0]?.parent?.message, 'gr_Register')
  assert.equal(world.jobs.length - jobsBefore, 3)
})

test('a known person registers as the contact they are', async () => {
  const eventId = await createEvent()
  const who = attendee('known')
  const first = await register({ eventId, attendees: [who] })
  const second = await register({
    eventId,
    attendees: [{ ...who, email: who.email.toUpperCase() }],
  })
  assert.equal(first.registrations[0]?.contactId, second.registrations[0]?.contactId)
  assert.notEqual(first.registrations[0]?.registrationId, second.registrations[0]?.registrationId)
  assert.equal(await countOf(eventId), 2)
})

test('the active administration record decides how people are matched', async () => {
  const eventId = await createEvent()
  const table = 'msevtmgt_eventadministration'
  const id = await world.create(table, {
    msevtmgt_name: 'By e-mail',
    msevtmgt_contactmatchingstrategy: 100000000,
  })
  const email = 'family@people.example'
  const [ada, bob] = (
    await register({
      eventId,
      attendees: [
        { firstName: 'Ada', lastName: 'Kin', email },
        { lastName: 'Kin', email },
      ],
    })
  ).registrations
  assert.equal(ada?.contactId, bob?.contactId)

  await update(table, id, { msevtmgt_contactmatchingstrategy: 100000003 })
  const event = await read('msevtmgt_event', eventId)
  const { registrations: owned } = await register({ eventId, attendees: [attendee('owned')] })
  assert.equal((await read('contact', String(owned[0]?.contactId))).ownerid, event.ownerid)
  await update(table, id, { statecode: 1 })
})

test('who registers others is noted, takes no seat, and may be one of them', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 2 })
  const boss = attendee('boss')
  const { registrations: made } = await register({
    eventId,
    attendees: [boss, attendee('employee')],
    purchaser: boss,
  })
  for (const { registrationId } of made) {
    const row = await read('msevtmgt_eventregistration', registrationId)
    assert.equal(row.msevtmgt_registeredby, made[0]?.contactId)
  }
  assert.equal(await countOf(eventId), 2)
})

test('all attendees of a request get a seat, or none', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 5 })
  await register({ eventId, attendees: attendees(3) })
  const refusal = await refusalOf({ eventId, attendees: attendees(3) })
  assert.equal(refusal.code, 'event-full')
  assert.deepEqual([refusal.values.left, refusal.values.wanted], [2, 3])
  assert.equal(await countOf(eventId), 3)
  await register({ eventId, attendees: attendees(2) })
  assert.equal((await refusalOf({ eventId, attendees: attendees(1) })).values.left, 0)
})

test('an event without capacity is never full', async () => {
  const eventId = await createEvent()
  await register({ eventId, attendees: attendees(100) })
  assert.equal(await countOf(eventId), 100)
})

test('each reason to refuse has its own code', async () => {
  const eventId = await createEvent()
  const draft = await createEvent({ msevtmgt_publishstatus: 100000000 })
  const inactive = await createEvent()
  await update('msevtmgt_event', inactive, { statecode: 1 })
  const cancelled = await createEvent()
  await update('msevtmgt_event', cancelled, { msevtmgt_publishstatus: 100000004 })
  const over = await createEvent({
    msevtmgt_eventstartdate: '2026-08-31T09:00:00',
    msevtmgt_eventenddate: '2026-09-01T14:00:00',
  })
  const session = await createSession(draft)
  const somebody = attendees(1)
  const cases: readonly (readonly [RegisterInput, string, string?])[] = [
    [{ eventId: randomUUID(), attendees: somebody }, 'unknown-event', 'eventId'],
    [{ eventId: 'Spring_Conference', attendees: somebody }, 'request-invalid', 'eventId'],
    [{ eventId: draft, attendees: somebody }, 'event-not-live'],
    [{ eventId: inactive, attendees: somebody }, 'event-not-live'],
    [{ eventId: cancelled, attendees: somebody }, 'event-cancelled'],
    // 14:00 in Berlin is the very minute of the test's clock.
    [{ eventId: over, attendees: somebody }, 'event-over'],
    [{ eventId, attendees: [] }, 'request-invalid', 'attendees'],
    [{ eventId, attendees: attendees(101) }, 'request-invalid', 'attendees'],
    [{ eventId, attendees: 'Ada' as never }, 'request-invalid', 'attendees'],
    [{ eventId, attendees: [null as never] }, 'request-invalid', 'attendees[0]'],
    [
      { eventId, attendees: [attendee(1), { ...attendee(2), email: 'nobody' }] },
      'email-invalid',
      'attendees[1].email',
    ],
    [{ eventId, attendees: [{ email: 'x@y.example' }] }, 'name-missing', 'attendees[0].lastName'],
    [
      { eventId, attendees: [{ ...attendee(1), language: 'not a tag' }] },
      'request-invalid',
      'attendees[0].language',
    ],
    [
      { eventId, attendees: [{ ...attendee(1), company: 'x'.repeat(161) }] },
      'text-invalid',
      'attendees[0].company',
    ],
    [
      { eventId, attendees: [{ ...attendee(1), responses: [{ id: '' }] }] },
      'request-invalid',
      'attendees[0].responses[0].id',
    ],
    [
      { eventId, attendees: [{ ...attendee(1), sessions: ['first'] }] },
      'request-invalid',
      'attendees[0].sessions[0]',
    ],
    [{ eventId, attendees: [{ ...attendee(1), sessions: [randomUUID()] }] }, 'unknown-session'],
    // A session of another event is none of this one.
    [{ eventId, attendees: [{ ...attendee(1), sessions: [session] }] }, 'unknown-session'],
    [
      { eventId, attendees: somebody, purchaser: { email: 'x' } },
      'email-invalid',
      'purchaser.email',
    ],
  ]
  for (const [request, code, input] of cases) {
    const refusal = await refusalOf(request)
    assert.equal(refusal.code, code, refusal.sentence)
    if (input !== undefined) assert.equal(refusal.input, input)
  }
  assert.equal(await countOf(eventId), 0)
})

test('registration closes at its time in the zone of the event, with the organiser’s words', async () => {
  const eventId = await createEvent({
    gr_timezone: 'America/New_York',
    msevtmgt_setregistrationsenddate: true,
    // Half an hour after the test's clock; as UTC it would be over for hours.
    msevtmgt_stopwebsiteregistrationson: '2026-09-01T08:30:00',
    msevtmgt_websitemessage: '<p>Sorry,<br>we are <b>fully</b>&nbsp;booked &amp; closed.</p>',
  })
  await register({ eventId, attendees: attendees(1) })
  const day = await createEvent({
    gr_timezone: 'Asia/Tokyo',
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2026-09-01T21:00:00',
  })
  const refusal = await refusalOf({ eventId: day, attendees: attendees(1) })
  assert.equal(refusal.code, 'registration-closed')
  assert.match(refusal.sentence, /Registration for "Spring Conference" is closed/)
  await update('msevtmgt_event', eventId, {
    msevtmgt_stopwebsiteregistrationson: '2026-09-01T07:59:59',
  })
  assert.equal(
    (await refusalOf({ eventId, attendees: attendees(1) })).sentence,
    'Sorry, we are fully booked & closed.',
  )
  await update('msevtmgt_event', eventId, { msevtmgt_setregistrationsenddate: false })
  await register({ eventId, attendees: attendees(1) })
})

test('sessions are registered with the event, and have capacities of their own', async () => {
  const eventId = await createEvent()
  const small = await createSession(eventId, { msevtmgt_sessionmaxcapacity: 2 })
  const large = await createSession(eventId, { msevtmgt_name: 'Panel' })
  const hidden = await createSession(eventId, { msevtmgt_publishstatus: 100000000 })
  const [ada, bob, eve] = [attendee('one'), attendee('two'), attendee('three')]
  const { registrations: made } = await register({
    eventId,
    attendees: [
      { ...ada, sessions: [small, large, small] },
      { ...bob, sessions: [small] },
    ],
  })
  assert.deepEqual(
    made.map(({ sessions }) => sessions.length),
    [2, 1],
  )
  const rows = await sessionRegistrationsOf(db, String(made[0]?.registrationId))
  assert.equal(rows.length, 2)
  assert.equal(rows[0]?.msevtmgt_event, eventId)
  assert.equal(rows[0]?.msevtmgt_contactid, made[0]?.contactId)

  const full = await refusalOf({ eventId, attendees: [{ ...eve, sessions: [small] }] })
  assert.equal(full.code, 'session-full')
  assert.deepEqual([full.values.session, full.values.left], ['Opening', 0])
  const notLive = await refusalOf({
    eventId,
    attendees: [{ ...eve, sessions: [hidden] }],
  })
  assert.equal(notLive.code, 'session-not-live')
  assert.equal((await read('msevtmgt_session', small)).msevtmgt_registrationcount, 2)
  assert.equal((await read('msevtmgt_session', large)).msevtmgt_registrationcount, 1)
  assert.equal(await countOf(eventId), 2)
})

test('the same request with the same key is answered again and written once', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const request = { eventId, attendees: attendees(1), idempotencyKey: randomUUID() }
  const first = await register(request)
  const second = await register(request)
  assert.equal(second.repeated, true)
  assert.deepEqual(second.registrations, first.registrations)
  assert.equal(await countOf(eventId), 1)

  const other = await refusalOf({ ...request, attendees: attendees(1) })
  assert.equal(other.code, 'idempotency-key-reused')
  // The answer stays, also when the event takes nobody any more.
  await update('msevtmgt_event', eventId, { msevtmgt_publishstatus: 100000004 })
  assert.deepEqual((await register(request)).registrations, first.registrations)
})

test('the same key sent many times at once makes one registration', async () => {
  const eventId = await createEvent()
  const request = { eventId, attendees: attendees(2), idempotencyKey: 'press-press-press' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => register(request)))
  assert.equal(await countOf(eventId), 2)
  assert.equal(answers.filter(({ repeated }) => !repeated).length, 1)
  assert.equal(new Set(answers.map((answer) => answer.registrations[0]?.registrationId)).size, 1)
})

test('a key belongs to its event, and a refused request does not use it up', async () => {
  const full = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const eventId = await createEvent()
  const request = { attendees: attendees(2), idempotencyKey: 'one-key' }
  assert.equal((await refusalOf({ ...request, eventId: full })).code, 'event-full')
  await register({ ...request, eventId })
  await update('msevtmgt_event', full, { msevtmgt_maximumeventcapacity: 2 })
  assert.equal((await register({ ...request, eventId: full })).repeated, false)
})

test('a registration that a module above cannot handle is undone, and the others stay', async () => {
  const eventId = await createEvent()
  const email = 'unwanted@people.example'
  const unwanted = { firstName: 'Un', lastName: 'Unwanted', email }
  const results = await Promise.allSettled([
    register({ eventId, attendees: [attendee('a')] }),
    register({ eventId, attendees: [attendee('b'), unwanted] }),
    register({ eventId, attendees: [attendee('c')] }),
    register({ eventId, attendees: [attendee('d')] }),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  )
  assert.equal(await countOf(eventId), 3)
  const { rows } = await pool.query('select 1 from contact where emailaddress1 = $1', [email])
  assert.equal(rows.length, 0)
})

test('a number that is drawn a second time costs nobody the registration', async () => {
  const eventId = await createEvent()
  const { registrations: first } = await register({ eventId, attendees: attendees(1) })
  const results = [register({ eventId, attendees: attendees(1) })]
  for (let n = 0; n < 5; n += 1) results.push(register({ eventId, attendees: attendees(1) }))
  // The first request goes alone; the second one is in a batch.
  collisions.push(String(first[0]?.number), '')
  const made = await Promise.all(results)
  assert.equal(collisions.length, 0)
  const numbers = made.map((answer) => answer.registrations[0]?.number)
  assert.equal(new Set([...numbers, first[0]?.number]).size, 7)
  assert.equal(await countOf(eventId), 7)
})

test('whoever may not create registrations may not register anybody', async () => {
  const eventId = await createEvent()
  const reader = { ...systemCaller, roles: ['Reader'] }
  await assert.rejects(
    registrations.register(reader, { eventId, attendees: attendees(1) }),
    (error) => isRefusal(error, 'not-allowed'),
  )
})

test('answers are kept for a day, then the key is free and old ones are cleared away', async () => {
  const eventId = await createEvent()
  const request = { eventId, attendees: attendees(1), idempotencyKey: 'yesterday' }
  await register(request)
  clock.advance(23 * 3_600_000)
  assert.equal((await register(request)).repeated, true)
  clock.advance(2 * 3_600_000)
  assert.equal((await register(request)).repeated, false)
  await register({ eventId, attendees: attendees(1), idempotencyKey: 'today' })
  await register({ eventId, attendees: attendees(1), idempotencyKey: 'today too' })
  await register({ eventId, attendees: attendees(1), idempotencyKey: 'today three' })
  const { rows } = await pool.query(
    'select count(*)::integer as count from gr_registrationanswer where gr_createdon < $1',
    [new Date(clock.now().getTime() - 86_400_000)],
  )
  assert.equal(rows[0].count, 0)
})
