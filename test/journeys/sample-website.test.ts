/** The call sequences of the sample event website, against a whole hub (event-management.md §3). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../hub.ts'
import { startIdentityProvider } from '../identity-provider.ts'
import { openSampleWebsite } from '../sample-website.ts'
import { create, makeEvent, row, update } from '../story.ts'

const hub = await testHub()
const provider = await startIdentityProvider({
  ada: { email: 'ada@engines.example', given_name: 'Ada', family_name: 'Lovelace' },
})
const origin = 'https://localhost:4200'
const application = await create(hub, 'msevtmgt_webapplication', {
  msevtmgt_name: 'Sample website',
  msevtmgt_origin: origin,
  msevtmgt_aadclientid: provider.clientId,
  msevtmgt_aadmetadataendpoint: provider.metadata,
})
const { msevtmgt_token: token, msevtmgt_publicendpoint: endpoint } = await row(
  hub,
  'msevtmgt_webapplication',
  application,
)
assert.match(String(endpoint), /\/EvtMgmt\/api\/v2\.0\/$/)
const open = () => openSampleWebsite(`${hub.url}/EvtMgmt/api/v2.0`, origin, String(token))

const plain = { msevtmgt_enablecaptcha: false }

async function published(name: string, values: object = {}) {
  const { id } = await makeEvent(hub, undefined, { msevtmgt_name: name, ...plain, ...values })
  const stored = await row(hub, 'msevtmgt_event', id)
  return { id, readableId: String(stored.msevtmgt_readableeventid), stored }
}

const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@engines.example' }
const grace = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@navy.example' }

async function createSession(event: { id: string; stored: object }, name: string, more = {}) {
  const { msevtmgt_eventstartdate: starts, msevtmgt_eventenddate: ends } = event.stored as never
  return await create(hub, 'msevtmgt_session', {
    msevtmgt_name: name,
    msevtmgt_event: event.id,
    msevtmgt_starttime: starts,
    msevtmgt_endtime: ends,
    msevtmgt_publishstatus: 100000003,
    ...more,
  })
}

test('A free event: from the home page to a registration of two people with answers.', async () => {
  const { id, readableId } = await published('Free Event')
  const question = await create(hub, 'msevtmgt_customregistrationfield', {
    msevtmgt_text: 'First time here?',
    msevtmgt_type: 100000001,
  })
  const choices = await create(hub, 'msevtmgt_customregistrationfield', {
    msevtmgt_text: 'Topics',
    msevtmgt_type: 100000002,
    msevtmgt_choices: 'Engines\nLooms',
  })
  for (const [order, field] of [question, choices].entries()) {
    await create(hub, 'msevtmgt_eventcustomregistrationfield', {
      msevtmgt_name: `Question ${order}`,
      msevtmgt_event: id,
      msevtmgt_customregistrationfield: field,
      msevtmgt_order: order,
    })
  }
  const site = open()
  assert.ok((await site.home()).some((event) => event.readableEventId === readableId))
  const page = await site.eventPage(readableId)
  assert.deepEqual([page.hasOwnAgenda, page.count, page.event.eventName], [false, 0, 'Free Event'])
  assert.deepEqual(
    page.fields.map(({ text }) => text),
    ['First time here?', 'Topics'],
  )
  assert.equal(page.fields[1]?.choices, 'Engines\nLooms')
  const [yes, topics] = page.fields.map((field) => field.customRegistrationFieldId)
  const answer = await site.post(`events/${readableId}/registrations`, {
    attendees: [
      {
        ...ada,
        passId: null,
        waitlisted: false,
        autoRegister: false,
        attendeeSessions: [],
        responses: [
          { id: yes, value: 'Yes' },
          { id: topics, value: 'Engines, Looms', values: ['Engines', 'Looms'] },
        ],
      },
      { ...grace, responses: [] },
    ],
  })
  assert.deepEqual(answer, {
    status: 'Success',
    errorMessage: null,
    errorCode: null,
    redirectUrl: null,
    purchaseId: null,
  })
  assert.equal((await site.eventPage(readableId)).count, 2)
})

test('An event with sessions: everybody makes an agenda of their own.', async () => {
  const event = await published('Own Agenda', { msevtmgt_allowcustomagenda: true })
  const workshop = await createSession(event, 'Workshop', { msevtmgt_sessionmaxcapacity: 1 })
  await createSession(event, 'Lecture')
  const site = open()
  const page = await site.eventPage(event.readableId)
  assert.equal(page.hasOwnAgenda, true)
  const path = `events/${event.readableId}/registrations`
  const taking = (person: object) => ({
    attendees: [{ ...person, attendeeSessions: [{ sessionId: workshop, waitlisted: false }] }],
  })
  assert.equal((await site.post(path, taking(ada))).status, 'Success')
  assert.equal(await site.get(`sessions/${workshop}/registrations/count`), 1)
  const refused = await site.post(path, taking(grace))
  assert.equal(refused.status, 'Error')
  assert.match(refused.errorMessage, /Workshop/)
})

test('A paid event: a pass is bought, paid and finalized; a pass that is sold out is refused.', async () => {
  const administration = await create(hub, 'msevtmgt_eventadministration', {
    msevtmgt_name: 'Administration',
    msevtmgt_enablefinalizationendpoints: 100000002,
  })
  const event = await published('Paid Event')
  const euro = await create(hub, 'transactioncurrency', {
    currencyname: 'Euro',
    currencysymbol: '€',
    isocurrencycode: 'EUR',
    exchangerate: '1',
  })
  await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Day pass',
    msevtmgt_eventid: event.id,
    msevtmgt_passprice: '12.50',
    msevtmgt_noofpassesallocated: 1,
    transactioncurrencyid: euro,
  })
  const site = open()
  const { passes, hasOwnAgenda } = await site.eventPage(event.readableId)
  assert.deepEqual(
    [passes[0]?.price, passes[0]?.currencySymbol, passes[0]?.numberOfPassesLeft, hasOwnAgenda],
    [12.5, '€', 1, false],
  )
  const path = `events/${event.readableId}/registrations`
  const buying = { attendees: [{ ...ada, passId: passes[0]?.passId }] }
  const started = await site.post(path, buying)
  assert.equal(started.status, 'Initiated')
  assert.equal((await site.post(path, buying)).status, 'Error', 'the pass is held for the purchase')
  const paid = await site.post(`${path}/finalize`, { purchaseId: started.purchaseId })
  assert.equal(paid.status, 'Success')
  const [sold] = (await site.eventPage(event.readableId)).passes
  assert.deepEqual([sold.numberOfPassesLeft, sold.numberOfPassesSold], [0, 1])
  await update(hub, 'msevtmgt_eventadministration', administration, { statecode: 1, statuscode: 2 })
})

test('A full event: the basket says so, and whoever comes late waits.', async () => {
  const { readableId } = await published('Full Event', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
    msevtmgt_showautomaticregistrationcheckbox: true,
  })
  const site = open()
  const path = `events/${readableId}/registrations`
  assert.equal((await site.eventPage(readableId)).seats, 1)
  assert.equal((await site.post(path, { attendees: [grace] })).status, 'Success')
  const { seats, event } = await site.eventPage(readableId)
  assert.deepEqual(
    [seats, event.showWaitlist, event.showAutomaticRegistrationCheckbox],
    [0, true, true],
  )
  const late = await site.post(path, { attendees: [ada] })
  assert.deepEqual([late.status, late.errorCode], ['Error', 'EventCapacityReached'])
  const waiting = { ...ada, waitlisted: true, autoRegister: true }
  assert.equal((await site.post(path, { attendees: [waiting] })).status, 'Success')
  assert.equal((await site.eventPage(readableId)).count, 1)
})

test('A signed-in visitor: my registrations, my waitlist, a session more, and cancelling.', async () => {
  const event = await published('Signed In', { msevtmgt_allowcustomagenda: true })
  const session = await createSession(event, 'Evening')
  const site = open()
  site.idToken = await provider.signIn('ada')
  const user = await site.get('users/authenticated')
  assert.deepEqual([user.firstName, user.isAnonymous], ['Ada', false])
  await site.post(`events/${event.readableId}/registrations`, { attendees: [ada] })
  const [eligible] = (await site.eventPage(event.readableId)).sessions
  assert.deepEqual([eligible.alreadyRegistered, eligible.userEligibleToRegister], [false, true])
  const added = await site.post(`events/${event.readableId}/sessions/${session}/registrations`, {})
  assert.equal(added, true)
  const mine = await site.get('users/authenticated/registrations')
  const names = mine.map((each: { event: string }) => each.event).toSorted()
  assert.deepEqual(names, ['Free Event', 'Own Agenda', 'Paid Event', 'Signed In'])
  const paid = mine.find((each: { event: string }) => each.event === 'Paid Event')
  assert.equal(paid.pass, 'Day pass')
  const own = mine.find((each: { event: string }) => each.event === 'Signed In')
  assert.equal(own.sessionRegistrations[0].sessionName, 'Evening')
  const [waiting] = await site.get('users/authenticated/waitlist-items')
  assert.deepEqual([waiting.event, waiting.autoRegister], ['Full Event', true])
  assert.equal(await site.post(`users/authenticated/registrations/${own.id}/cancel`, {}), true)
  assert.equal((await site.get('users/authenticated/registrations')).length, 3)
  assert.equal((await site.eventPage(event.readableId)).count, 0)
})

test('The OpenAPI document names every operation of the API, what it answers and who may call it.', async () => {
  const document = (await (await fetch(`${hub.url}/openapi.json`)).json()) as {
    paths: Record<
      string,
      Record<string, { summary?: string; responses: object; security?: object }>
    >
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    path.startsWith('/EvtMgmt/')
      ? Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation }))
      : [],
  )
  const named = operations.map(
    ({ method, path }) =>
      `${method} ${path.replace('/EvtMgmt/api/v2.0', '').replace(/\{\w+\}/g, '{}')}`,
  )
  for (const expected of [
    'get /events/published',
    'get /events/{}',
    'get /events/{}/sessions',
    'get /sessions/{}',
    'get /events/{}/tracks',
    'get /tracks/{}/sessions',
    'get /events/{}/speakers',
    'get /events/{}/passes',
    'get /events/{}/sponsorships',
    'get /events/{}/custom-registration-fields',
    'get /events/{}/captcha',
    'get /events/{}/registrations/count',
    'get /sessions/{}/registrations/count',
    'post /events/{}/registrations',
    'post /events/{}/registrations/finalize',
    'post /events/{}/sessions/{}/registrations',
    'get /users/authenticated',
    'get /users/authenticated/registrations',
    'get /users/authenticated/waitlist-items',
    'post /users/authenticated/registrations/{}/cancel',
    'get /calendar/personal/ics',
    'get /events/{}/qrcode',
    'post /checkins',
    'get /checkin/stream',
  ]) {
    assert.ok(named.includes(expected), expected)
  }
  for (const { summary, responses, path, security } of operations) {
    assert.ok(summary, path)
    assert.ok('400' in responses && Object.keys(responses).length >= 3, path)
    if (path.includes('/users/')) assert.deepEqual(security, [{ idToken: [] }], path)
  }
})
