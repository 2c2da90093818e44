import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { attendee, eventWorld, publicUrl } from '../../test/event-world.ts'
import { openEventsApi } from '../../test/open-events-api.ts'

const world = await eventWorld()
const origin = 'https://www.company.example'
const { base } = await openEventsApi(world)
const token = await webApplication(origin)

async function webApplication(address: string): Promise<string> {
  const id = await world.create('msevtmgt_webapplication', {
    msevtmgt_name: `Site at ${address}`,
    msevtmgt_origin: address,
  })
  return String((await world.read('msevtmgt_webapplication', id)).msevtmgt_token)
}

type Described = Record<string, unknown>

interface Options extends RequestInit {
  token?: string | null
  origin?: string | null
}

async function call(path: string, options: Options = {}): Promise<Response> {
  const headers = new Headers(options.headers)
  const from = options.origin === undefined ? origin : options.origin
  if (from !== null) headers.set('origin', from)
  const shown = options.token === undefined ? token : options.token
  const query = shown === null ? '' : `?emApplicationtoken=${shown}`
  return await fetch(`${base}/${path}${query}`, { ...options, headers })
}

async function get(path: string): Promise<Record<string, unknown>> {
  const response = await call(path)
  assert.equal(response.status, 200, await response.clone().text())
  return (await response.json()) as Record<string, unknown>
}

async function register(
  event: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await call(`events/${event}/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** A live event with a readable id of its own. */
async function published(name: string, target = {}): Promise<{ id: string; readableId: string }> {
  const plain = { msevtmgt_name: name, msevtmgt_enablecaptcha: false }
  const id = await world.createEvent({ ...plain, ...target })
  const row = await world.read('msevtmgt_event', id)
  return { id, readableId: String(row.msevtmgt_readableeventid) }
}

test('A request without token or without Origin is told what is missing (400).', async () => {
  const noToken = await call('events/published', { token: null })
  assert.equal(noToken.status, 400)
  assert.match(((await noToken.json()) as { Message: string }).Message, /emApplicationtoken/)
  const noOrigin = await call('events/published', { origin: null })
  assert.equal(noOrigin.status, 400)
  const body = (await noOrigin.json()) as Record<string, unknown>
  assert.deepEqual(Object.keys(body).toSorted(), ['Code', 'Message'])
  assert.equal(body.Code, 'application-origin-missing')
})

test('An unknown token, and a known one from another origin, are refused (401).', async () => {
  assert.equal((await call('events/published', { token: 'x'.repeat(32) })).status, 401)
  assert.equal((await call('events/published', { origin: 'https://evil.example' })).status, 401)
  const other = await webApplication('https://other.example:8443')
  assert.equal((await call('events/published', { token: other })).status, 401)
  assert.equal(
    (await call('events/published', { token: other, origin: 'https://other.example:8443' })).status,
    200,
  )
})

test('A deactivated web application is refused at once.', async () => {
  const closing = 'https://closing.example'
  const own = await webApplication(closing)
  assert.equal((await call('events/published', { token: own, origin: closing })).status, 200)
  await world.pool.query(
    'update msevtmgt_webapplication set statecode = 1, statuscode = 2 where msevtmgt_origin = $1',
    [closing],
  )
  assert.equal((await call('events/published', { token: own, origin: closing })).status, 401)
})

test('Pages of a registered origin may read answers and refusals; others may not.', async () => {
  const answer = await call('events/published')
  assert.equal(answer.headers.get('access-control-allow-origin'), origin)
  assert.match(answer.headers.get('vary') ?? '', /Origin/)
  const refusal = await call('events/published', { token: 'wrong' })
  assert.equal(refusal.headers.get('access-control-allow-origin'), origin)
  const foreign = await call('events/published', { origin: 'https://evil.example' })
  assert.equal(foreign.headers.get('access-control-allow-origin'), null)
})

test('A preflight without token is answered for a registered origin and names the headers asked for.', async () => {
  const preflight = (from: string) =>
    call('events/any/registrations', {
      method: 'OPTIONS',
      token: null,
      origin: from,
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-correlation-id, cookie',
      },
    })
  const allowed = await preflight(origin)
  assert.equal(allowed.status, 204)
  assert.equal(allowed.headers.get('access-control-allow-origin'), origin)
  assert.equal(allowed.headers.get('access-control-allow-methods'), 'GET, POST, OPTIONS')
  const headers = allowed.headers.get('access-control-allow-headers') ?? ''
  assert.match(headers, /content-type/)
  assert.match(headers, /authorization/)
  assert.match(headers, /x-correlation-id/)
  assert.doesNotMatch(headers, /cookie/)
  const foreign = await preflight('https://evil.example')
  assert.equal(foreign.status, 401)
  assert.equal(foreign.headers.get('access-control-allow-origin'), null)
})

const eventProperties = `eventId readableEventId eventName description eventType eventFormat
  eventLanguage startDate endDate startDateUTC endDateUTC timeZone timeZoneName publicEventUrl image
  building room maxCapacity isCapacityRestricted showWaitlist autoregisterWaitlistItems
  showAutomaticRegistrationCheckbox allowAnonymousRegistrations allowCustomAgenda
  enableMultiAttendeeRegistration enableCaptcha setRegistrationEndDate stopRegistrationDate
  websiteMessage registrationForm`.split(/\s+/)

test('An event has every property of the API, null where empty, and its times both ways.', async () => {
  const { id, readableId } = await published('Winter Summit', {
    msevtmgt_eventstartdate: '2027-02-10T08:00:00',
    msevtmgt_eventenddate: '2027-02-10T10:30:00',
    gr_timezone: 'America/Los_Angeles',
    msevtmgt_maximumeventcapacity: 40,
  })
  const event = await get(`events/${readableId.toUpperCase()}`)
  assert.deepEqual(Object.keys(event).toSorted(), eventProperties.toSorted())
  assert.equal(event.eventId, id)
  assert.equal(event.startDate, '2027-02-10T08:00:00')
  assert.equal(event.startDateUTC, '2027-02-10T16:00:00Z')
  assert.equal(event.endDate, '2027-02-10T10:30:00')
  assert.equal(event.timeZone, 4)
  assert.equal(event.timeZoneName, '(GMT-08:00) Pacific Time (US & Canada)')
  assert.equal(event.publicEventUrl, `${publicUrl}/e/${readableId}`)
  assert.equal(event.maxCapacity, 40)
  assert.equal(event.isCapacityRestricted, true)
  assert.equal(event.description, null)
  assert.equal(event.building, null)
  assert.equal(event.stopRegistrationDate, null)
  assert.equal(event.enableCaptcha, false)
})

test('Published events are the live ones only.', async () => {
  const live = await published('Open Day')
  const draft = await published('Secret Launch', { msevtmgt_publishstatus: 100000000 })
  const list = (await get('events/published')) as unknown as { eventId: string }[]
  const ids = list.map((event) => event.eventId)
  assert.ok(ids.includes(live.id))
  assert.ok(!ids.includes(draft.id))
  for (const path of ['', '/sessions', '/registrations/count']) {
    const response = await call(`events/${draft.readableId}${path}`)
    assert.equal(response.status, 404)
    assert.equal(
      ((await response.json()) as Record<string, unknown>).Code,
      'published-event-unknown',
    )
  }
})

test('A building is described, but its Wi-Fi password stays at home.', async () => {
  const building = await world.create('msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_addressline1: 'Main Street 1',
    msevtmgt_city: 'Graz',
    msevtmgt_accessibletoilets: 100000001,
    msevtmgt_disabledparking: 100000002,
    msevtmgt_wifissid: 'guests',
    msevtmgt_wifipassword: 'sesame',
  })
  const room = await world.create('msevtmgt_room', {
    msevtmgt_name: 'Blue Room',
    msevtmgt_building: building,
    msevtmgt_disabledaccess: 100000002,
  })
  const { readableId } = await published('At the Hall', {
    msevtmgt_building: building,
    msevtmgt_room: room,
  })
  const event = await get(`events/${readableId}`)
  const described = event.building as Record<string, unknown>
  assert.equal(described.id, building)
  assert.equal(described.addressComposite, 'Main Street 1, Graz')
  assert.equal(described.accessibleToilets, true)
  assert.equal(described.disabledParking, false)
  assert.equal(described.disabledAccess, null)
  assert.equal(described.wifiSSID, 'guests')
  assert.equal(described.wifiPassword, null)
  assert.deepEqual(event.room, {
    id: room,
    name: 'Blue Room',
    description: null,
    disabledAccess: true,
  })
})

test('Sessions come with their times and speakers; drafts stay hidden.', async () => {
  const { id, readableId } = await published('Talks')
  const speaker = await world.create('msevtmgt_speaker', {
    msevtmgt_name: 'Grace Hopper',
    msevtmgt_title: 'Rear admiral',
  })
  const session = await world.createSession(id, {
    msevtmgt_name: 'Compilers',
    msevtmgt_eventspeakerid: speaker,
    msevtmgt_sessionmaxcapacity: 5,
  })
  await world.createSession(id, { msevtmgt_publishstatus: 100000000 })
  const sessions = (await get(`events/${readableId}/sessions`)) as unknown as Described[]
  assert.equal(sessions.length, 1)
  const described = sessions[0] as Described
  assert.equal(described.id, session)
  assert.equal(described.startTime, '2027-04-20T09:00:00')
  assert.equal(described.startTimeUTC, '2027-04-20T07:00:00Z')
  assert.equal(described.maxCapacity, 5)
  assert.equal(described.registrationCount, 0)
  assert.equal(described.sessionSummary, null)
  const [spoken] = described.speakers as Described[]
  assert.equal(spoken?.name, 'Grace Hopper')
  assert.equal(spoken?.sessions, null)
})

test('Attendees are registered for the event and its sessions, and the counters say so.', async () => {
  const { id, readableId } = await published('Workshop')
  const session = await world.createSession(id)
  const done = await register(readableId, {
    attendees: [
      {
        ...attendee('one'),
        passId: null,
        waitlisted: false,
        autoRegister: false,
        responses: [],
        attendeeSessions: [{ sessionId: session, waitlisted: false }],
      },
      { ...attendee('two'), attendeeSessions: null },
    ],
  })
  assert.equal(done.status, 200)
  assert.deepEqual(done.body, {
    status: 'Success',
    errorMessage: null,
    errorCode: null,
    redirectUrl: null,
    purchaseId: null,
  })
  const count = await call(`events/${readableId}/registrations/count`)
  assert.equal(await count.text(), '2')
  assert.match(count.headers.get('content-type') ?? '', /application\/json/)
  assert.equal(await (await call(`sessions/${session}/registrations/count`)).text(), '1')
})

test('What keeps people from being registered is an answer with status Error, as clients expect.', async () => {
  const { readableId } = await published('Small Room', { msevtmgt_maximumeventcapacity: 1 })
  const tooMany = await register(readableId, { attendees: [attendee('a'), attendee('b')] })
  assert.equal(tooMany.status, 200)
  assert.equal(tooMany.body.status, 'Error')
  assert.equal(tooMany.body.errorCode, 'EventCapacityExceeding')
  assert.match(String(tooMany.body.errorMessage), /too few free seats: . wanted, 1 left/)
  await register(readableId, { attendees: [attendee('a')] })
  const full = await register(readableId, { attendees: [attendee('b')] })
  assert.equal(full.body.errorCode, 'EventCapacityReached')
  const typo = await register(readableId, { attendees: [{ ...attendee('c'), email: 'c@' }] })
  assert.equal(typo.body.status, 'Error')
  assert.equal(typo.body.errorCode, 'email-invalid')
  const cancelled = await published('Called Off')
  await world.update('msevtmgt_event', cancelled.id, { msevtmgt_publishstatus: 100000004 })
  const late = await register(cancelled.readableId, { attendees: [attendee('d')] })
  assert.equal(late.body.errorCode, 'event-cancelled')
})

test('Where an event takes one attendee at a time, two are refused.', async () => {
  const { readableId } = await published('One by One', {
    msevtmgt_enablemultiattendeeregistration: false,
  })
  const two = await register(readableId, { attendees: [attendee('a'), attendee('b')] })
  assert.equal(two.body.errorCode, 'one-attendee-only')
  const one = await register(readableId, { attendees: [attendee('a')] })
  assert.equal(one.body.status, 'Success')
})

test('The same request sent again with its Idempotency-Key registers nobody twice.', async () => {
  const { readableId } = await published('Double Click')
  const headers = { 'idempotency-key': randomUUID() }
  const body = { attendees: [attendee('twice')] }
  const both = await Promise.all([
    register(readableId, body, headers),
    register(readableId, body, headers),
  ])
  assert.deepEqual(
    both.map(({ body: { status } }) => status),
    ['Success', 'Success'],
  )
  assert.equal(await (await call(`events/${readableId}/registrations/count`)).text(), '1')
})

test('Unusable requests and unknown addresses are HTTP errors with a Message.', async () => {
  const { readableId } = await published('Strict')
  const shapeless = await register(readableId, { people: [] })
  assert.equal(shapeless.status, 400)
  assert.match(String(shapeless.body.Message), /attendees/)
  assert.equal((await register('No_Such_Event', { attendees: [attendee('n')] })).status, 404)
  const unknown = await call('users/everybody')
  assert.equal(unknown.status, 404)
  assert.match(((await unknown.json()) as { Message: string }).Message, /users\/everybody/)
  const odd = await call('sessions/not-an-id/registrations/count')
  assert.equal(odd.status, 400)
})
