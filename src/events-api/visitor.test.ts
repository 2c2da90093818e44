import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { decodeJwt, SignJWT } from 'jose'
import { eventWorld } from '../../test/event-world.ts'
import { startIdentityProvider } from '../../test/identity-provider.ts'
import { openEventsApi, openWebsite } from '../../test/open-events-api.ts'

const world = await eventWorld()
const provider = await startIdentityProvider({
  ada: { email: 'ada@engines.example', given_name: 'Ada', family_name: 'Lovelace' },
  grace: {
    oid: '0b2ae5ed-5b08-4a6f-9a83-1de0a8b2f001',
    emails: ['grace@navy.example'],
    name: 'Grace Brewster Hopper',
  },
  mary: { email: 'mary@nasa.example', given_name: 'Mary', family_name: 'Jackson' },
  impostor: { email: 'mary@nasa.example', given_name: 'Mary', family_name: 'Jackson' },
  unverified: {
    email: 'ada@engines.example',
    email_verified: false,
    given_name: 'Ada',
    family_name: 'Lovelace',
  },
  nameless: { email: 'nobody@people.example' },
  silent: { given_name: 'No', family_name: 'Address' },
})
const api = await openEventsApi(world)
const site = await openWebsite(world, api, 'https://www.company.example', {
  msevtmgt_aadclientid: provider.clientId,
  msevtmgt_aadmetadataendpoint: provider.metadata,
})

async function published(name: string, values: object = {}) {
  const plain = { msevtmgt_name: name, msevtmgt_enablecaptcha: false }
  const id = await world.createEvent({ ...plain, ...values })
  return {
    id,
    readableId: String((await world.read('msevtmgt_event', id)).msevtmgt_readableeventid),
  }
}

const person = (name: string) => ({
  firstName: name,
  lastName: 'Lovelace',
  email: `${name.toLowerCase()}@engines.example`,
})

const countOf = async (email: string) =>
  (await world.pool.query('select 1 from contact where emailaddress1 = $1', [email])).rows.length

test('Whoever signs in is linked to the contact that they were before.', async () => {
  const { readableId } = await published('Before Signing In')
  const registered = await site.call(`events/${readableId}/registrations`, {
    body: { attendees: [person('Ada')] },
  })
  assert.equal(registered.json.status, 'Success')

  const idToken = await provider.signIn('ada')
  const { status, json } = await site.call('users/authenticated', { idToken })
  assert.equal(status, 200)
  const { id, ...rest } = json
  assert.deepEqual(rest, {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@engines.example',
    isAnonymous: false,
  })
  assert.match(String((await world.read('contact', id)).msevtmgt_aadobjectid), /^[0-9a-f]{16}:ada$/)
  assert.equal(await countOf('ada@engines.example'), 1)

  const { json: own } = await site.call('users/authenticated/registrations', { idToken })
  assert.equal(own.length, 1)
  assert.deepEqual(
    [own[0].event, own[0].contact, own[0].pass],
    ['Before Signing In', 'Ada Lovelace', null],
  )
})

test('Whoever was nobody becomes one contact, also when two tabs sign in at once.', async () => {
  const idToken = await provider.signIn('grace')
  const both = await Promise.all([1, 2, 3].map(() => site.call('users/authenticated', { idToken })))
  assert.equal(new Set(both.map(({ json }) => json.id)).size, 1)
  const row = await world.read('contact', both[0]?.json.id)
  assert.equal(row.msevtmgt_aadobjectid, '0b2ae5ed-5b08-4a6f-9a83-1de0a8b2f001')
  assert.deepEqual(
    [row.firstname, row.lastname, row.emailaddress1],
    ['Grace', 'Brewster Hopper', 'grace@navy.example'],
  )
  assert.equal(await countOf('grace@navy.example'), 1)
})

test('Another sign-in with the same name and address gets no look at the first one.', async () => {
  const { readableId } = await published('Private')
  const mine = await provider.signIn('mary')
  const { json: mary } = await site.call('users/authenticated', { idToken: mine })
  await site.call(`events/${readableId}/registrations`, {
    idToken: mine,
    body: { attendees: [{ firstName: 'Mary', lastName: 'Jackson', email: 'mary@nasa.example' }] },
  })
  const theirs = await provider.signIn('impostor')
  const { json: other } = await site.call('users/authenticated', { idToken: theirs })
  assert.notEqual(other.id, mary.id)
  const { json: seen } = await site.call('users/authenticated/registrations', { idToken: theirs })
  assert.deepEqual(seen, [])

  const { json: own } = await site.call('users/authenticated/registrations', { idToken: mine })
  const cancel = (idToken: string) =>
    site.call(`users/authenticated/registrations/${own[0].id}/cancel`, { idToken, body: {} })
  assert.equal((await cancel(theirs)).status, 404)
  const cancelled = await cancel(mine)
  assert.deepEqual([cancelled.status, cancelled.json], [200, true])
  assert.deepEqual(
    (await site.call('users/authenticated/registrations', { idToken: mine })).json,
    [],
  )
})

test('Sessions say how the signed-in visitor stands to them; adding and cancelling one works.', async () => {
  const { id, readableId } = await published('With Sessions', { msevtmgt_allowcustomagenda: true })
  const session = await world.createSession(id, { msevtmgt_name: 'Workshop' })
  const idToken = await provider.signIn('ada')
  const standing = async (asking: object) => {
    const { json } = await site.call(`events/${readableId}/sessions`, asking)
    return [json[0].alreadyRegistered, json[0].userEligibleToRegister]
  }
  const add = () =>
    site.call(`events/${readableId}/sessions/${session}/registrations`, { idToken, body: {} })
  assert.deepEqual(await standing({ idToken }), [false, false])
  const early = await add()
  assert.deepEqual([early.status, early.json.Code], [409, 'event-registration-needed'])

  await site.call(`events/${readableId}/registrations`, {
    idToken,
    body: { attendees: [person('Ada')] },
  })
  assert.deepEqual(await standing({ idToken }), [false, true])
  assert.deepEqual(await standing({}), [false, false])
  assert.equal((await add()).json, true)
  assert.equal((await add()).json, true, 'a second click changes nothing')
  assert.deepEqual(await standing({ idToken }), [true, false])
  const { json: shown } = await site.call(`sessions/${session}`, { idToken })
  assert.deepEqual([shown.alreadyRegistered, shown.registrationCount], [true, 1])

  const { json: own } = await site.call('users/authenticated/registrations', { idToken })
  const [booked] = own[0].sessionRegistrations
  assert.equal(booked.sessionName, 'Workshop')
  const cancelled = await site.call(`users/authenticated/registrations/${booked.id}/cancel`, {
    idToken,
    body: {},
  })
  assert.equal(cancelled.json, true)
  assert.deepEqual(await standing({ idToken }), [false, true])
})

test('A full event is waited for, and the visitor sees it.', async () => {
  const { readableId } = await published('Full', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const path = `events/${readableId}/registrations`
  await site.call(path, { body: { attendees: [person('Byron')] } })
  const idToken = await provider.signIn('ada')
  const waiting = { ...person('Ada'), waitlisted: true, autoRegister: true }
  const answer = await site.call(path, { idToken, body: { attendees: [waiting] } })
  assert.equal(answer.json.status, 'Success', JSON.stringify(answer.json))
  const { json } = await site.call('users/authenticated/waitlist-items', { idToken })
  assert.equal(json.length, 1)
  const { id, ...rest } = json[0]
  assert.match(id, /^[0-9a-f-]{36}$/)
  assert.deepEqual(rest, {
    invited: false,
    autoRegister: true,
    contact: 'Ada Lovelace',
    email: 'ada@engines.example',
    event: 'Full',
    session: null,
  })
})

test('An event for signed-in visitors takes no others, and knows who registered whom.', async () => {
  const { readableId } = await published('Members', { msevtmgt_allowanonymousregistrations: false })
  const path = `events/${readableId}/registrations`
  const body = { attendees: [person('Augusta')] }
  const anonymous = await site.call(path, { body })
  assert.deepEqual([anonymous.status, anonymous.json.Code], [401, 'account-required'])
  const idToken = await provider.signIn('ada')
  assert.equal((await site.call(path, { idToken, body })).json.status, 'Success')
  const { rows } = await world.pool.query(
    `select p.emailaddress1 as by from msevtmgt_eventregistration r
       join contact p on p.contactid = r.msevtmgt_registeredby
       join contact c on c.contactid = r.msevtmgt_contactid
     where c.emailaddress1 = 'augusta@engines.example'`,
  )
  assert.deepEqual(rows, [{ by: 'ada@engines.example' }])
})

test('Nobody, forged tokens, tokens for others and unusable claims are refused with the reason.', async () => {
  const me = async (idToken?: string) => {
    const call = idToken === undefined ? {} : { idToken }
    const { status, json, headers } = await site.call('users/authenticated', call)
    assert.equal(headers.get('access-control-allow-origin'), site.origin)
    return [status, json.Code]
  }
  assert.deepEqual(await me(), [401, 'sign-in-needed'])
  assert.deepEqual(await me('no.jwt.atall'), [401, 'id-token-invalid'])
  const good = await provider.signIn('ada')
  const [head, body] = good.split('.')
  assert.deepEqual(await me(`${head}.${body}.AAAA`), [401, 'id-token-invalid'])
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  assert.deepEqual(await me(`${none}.${body}.`), [401, 'id-token-invalid'])
  const shared = await new SignJWT(decodeJwt(good))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('the public key as a secret'))
  assert.deepEqual(await me(shared), [401, 'id-token-invalid'])
  const foreign = await provider.signIn('ada', 'another-website')
  assert.deepEqual(await me(foreign), [401, 'id-token-invalid'])
  assert.deepEqual(await me(await provider.signIn('silent')), [401, 'claim-missing'])
  assert.deepEqual(await me(await provider.signIn('unverified')), [403, 'email-unverified'])
  assert.deepEqual(await me(await provider.signIn('nameless')), [400, 'name-missing'])
  assert.equal(await countOf('nobody@people.example'), 0)

  const open = await site.call('events/published', { idToken: 'no.jwt.atall' })
  assert.equal(open.status, 200, 'where nobody has to sign in, a bad token counts as none')

  const plain = await openWebsite(world, api, 'https://plain.example')
  const without = await plain.call('users/authenticated', { idToken: good })
  assert.deepEqual([without.status, without.json.Code], [401, 'sign-in-not-set-up'])
})

test('A provider may change its keys at any time.', async () => {
  const old = await provider.signIn('ada')
  await site.call('users/authenticated', { idToken: old })
  await provider.rotateKeys()
  const fresh = await provider.signIn('ada')
  // Unknown keys make the hub ask again, at most every two seconds.
  await wait(2_100)
  assert.equal((await site.call('users/authenticated', { idToken: fresh })).status, 200)
  assert.equal((await site.call('users/authenticated', { idToken: old })).status, 401)
})

test('An old token and a provider that does not answer are told apart.', async () => {
  const idToken = await provider.signIn('ada')
  world.clock.advance(120 * 24 * 3_600_000)
  const old = await site.call('users/authenticated', { idToken })
  assert.match(old.json.Message, /it has expired/)
  provider.fail()
  world.clock.advance(11 * 60_000)
  const down = await site.call('users/authenticated', { idToken })
  assert.deepEqual([down.status, down.json.Code], [503, 'identity-provider-unavailable'])
})
