import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose'
import type { RoomRole } from '../contract.ts'
import { enterAsBrowser, failureOfCall, inWorld, keys, person, plan, start } from './test-server.ts'
import { newKeys } from './twin/index.ts'

const publicKey = await importSPKI(keys.publicKey, 'RS256')

const names = fc.string({ maxLength: 30 })
const someone = fc.record({
  idempotencyKey: fc.uuid(),
  firstName: names,
  lastName: names,
  email: fc.emailAddress(),
  role: fc.constantFrom<RoomRole | undefined>('attendee', 'presenter', 'host', undefined),
})

test('every token is RS256, names one person, room and role, and lives for the click only', () =>
  inWorld(undefined, async ({ provider, clock }) => {
    const webinar = await provider.createWebinar(plan)
    const ids = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(
        someone,
        fc.integer({ min: 0, max: 600_000 }),
        async (changes, milliseconds) => {
          clock.moveTo(new Date(start.getTime() + milliseconds))
          const url = await provider.joinUrl(webinar, person(changes))
          const jwt = new URL(url).searchParams.get('jwt') ?? ''
          assert.equal(decodeProtectedHeader(jwt).alg, 'RS256')
          const { payload } = await jwtVerify(jwt, publicKey, {
            algorithms: ['RS256'],
            issuer: 'https://hub.example',
            audience: 'vatra',
            currentDate: clock.now(),
            requiredClaims: ['exp', 'nbf', 'iat', 'jti', 'sub', 'room', 'role', 'name'],
          })
          assert.equal(payload.sub, changes.idempotencyKey)
          assert.equal(payload.room, webinar.webinarId)
          assert.equal(payload.role, changes.role ?? 'attendee')
          assert.equal(payload.email, changes.email)
          const name = `${changes.firstName} ${changes.lastName}`.trim()
          assert.equal(payload.name, name === '' ? 'Guest' : name)
          assert.equal(Number(payload.exp) - Number(payload.iat), 15 * 60)
          assert.ok(!ids.has(payload.jti), 'two tokens have one id')
          ids.add(payload.jti)
        },
      ),
      { numRuns: 40 },
    )
  }))

test('a token lets the person in now, and nobody a quarter of an hour later', () =>
  inWorld(undefined, async ({ provider, twin, clock }) => {
    const webinar = await provider.createWebinar(plan)
    const url = await provider.joinUrl(webinar, person({ role: 'host' }))
    const entered = await enterAsBrowser(twin, url)
    assert.equal(entered?.role, 'host')
    assert.equal(entered?.externalId, 'registration-1')
    clock.advance(15 * 60_000)
    assert.equal(await enterAsBrowser(twin, url), undefined)
  }))

test('a token opens its own room only, and only as it was signed', () =>
  inWorld(undefined, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    const other = await provider.createWebinar({ ...plan, idempotencyKey: 'event-2' })
    const url = new URL(await provider.joinUrl(webinar, person()))
    const elsewhere = url.href.replace(webinar.webinarId, other.webinarId)
    assert.equal(await enterAsBrowser(twin, elsewhere), undefined)
    const [, payload = '', signature = ''] = (url.searchParams.get('jwt') ?? '').split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = [
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'RS256' })}.${encode({ ...claims, role: 'host' })}.${signature}`,
      '',
      'a.b.c',
    ]
    for (const jwt of forged) {
      url.searchParams.set('jwt', jwt)
      assert.equal(await enterAsBrowser(twin, url.href), undefined, jwt)
    }
  }))

const adapted = {
  room: 'https://rooms.example/{id}/enter?lang=en&token={jwt}',
  token: {
    minutes: 5,
    audience: 'rooms',
    subject: '{email}',
    roles: { host: 'owner' },
    claims: { email: null, room: null, context: { user: { id: '{registration}' }, room: '{id}' } },
  },
}

test('address, names of claims, roles and minutes are those of the description', () =>
  inWorld(adapted, async ({ provider, clock }) => {
    const webinar = await provider.createWebinar(plan)
    const url = new URL(await provider.joinUrl(webinar, person({ role: 'host' })))
    assert.equal(`${url.origin}${url.pathname}`, `https://rooms.example/${webinar.webinarId}/enter`)
    assert.equal(url.searchParams.get('lang'), 'en')
    const jwt = url.searchParams.get('token') ?? ''
    const { payload } = await jwtVerify(jwt, publicKey, { currentDate: clock.now() })
    assert.equal(payload.aud, 'rooms')
    assert.equal(payload.sub, 'zoe@example.com')
    assert.equal(payload.role, 'owner')
    assert.equal(Number(payload.exp) - Number(payload.iat), 300)
    const context = { user: { id: 'registration-1' }, room: webinar.webinarId }
    assert.deepEqual(payload.context, context)
    assert.ok(!('email' in payload) && !('room' in payload))
  }))

const linkOnly = {
  calls: {
    account: null,
    find: null,
    create: null,
    read: null,
    update: null,
    delete: null,
    participants: null,
    recordings: null,
  },
}

test('with server and keys alone people join: nothing is asked of the vendor', () =>
  inWorld(linkOnly, async ({ provider, twin }) => {
    const webinar = await provider.createWebinar(plan)
    assert.equal(webinar.webinarId, plan.idempotencyKey)
    assert.deepEqual(await provider.readWebinar(webinar.webinarId), webinar)
    assert.deepEqual(await provider.updateWebinar(webinar.webinarId, plan), webinar)
    const entered = await enterAsBrowser(twin, await provider.joinUrl(webinar, person()))
    assert.equal(entered?.name, "Zoë O'Brien")
    await provider.deleteWebinar(webinar.webinarId)
    assert.equal((await provider.check()).status, 'healthy')
    assert.deepEqual(twin.control.calls(), [])
  }))

test('keys that are no pair any more stop every click with a reason', () =>
  inWorld(
    undefined,
    async ({ provider }) => {
      const webinar = await provider.createWebinar(plan)
      const failure = await failureOfCall(() => provider.joinUrl(webinar, person()))
      assert.equal(failure.kind, 'auth')
      assert.match(failure.message, /no pair/)
    },
    { gr_jwtprivatekey: newKeys().privateKey },
  ))
