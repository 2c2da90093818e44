import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallbackRequest } from '../contract.ts'
import { digitalSamba } from './index.ts'
import { asRequest, at, failureOfCall, inWorld, plan, start, type World } from './test-team.ts'
import { callbackSecret } from './webhook.ts'

const read = ({ provider }: World, request: CallbackRequest) =>
  provider.callbacks?.read(request) ?? assert.fail('There is nothing to read.')

for (const webhookShape of ['documented', 'exemplary'] as const) {
  for (const webhookHeader of ['bearer', 'verbatim'] as const) {
    test(`webhooks are understood in the ${webhookShape} shape with the header ${webhookHeader}`, () =>
      inWorld({ recording: 'automatic' }, async (world) => {
        const { clock, provider, sent, twin } = world
        twin.control.change({ webhookShape, webhookHeader })
        const { webinarId } = await provider.createWebinar(plan)
        clock.moveTo(start)
        twin.control.attend(webinarId, { externalId: 'one', join: start })
        clock.moveTo(at(60))
        twin.control.endSession(webinarId)
        clock.moveTo(at(70))
        await twin.control.settled()
        await provider.deleteWebinar(webinarId)
        await twin.control.settled()
        const readings = await Promise.all(sent.map((call) => read(world, asRequest(call))))
        const happenings = readings.flatMap((each) => each.happenings)
        assert.deepEqual(
          happenings.map(({ kind, at: when }) => [kind, when.toISOString()]),
          [
            ['started', at(0).toISOString()],
            ['ended', at(60).toISOString()],
            ['attendance-ready', at(60).toISOString()],
            ['recording-ready', at(70).toISOString()],
            ['deleted', at(70).toISOString()],
          ],
        )
        assert.ok(happenings.every((each) => each.webinarId === webinarId))
        assert.equal(new Set(happenings.map(({ id }) => id)).size, happenings.length)
      }))
  }
}

const request = (body: unknown, authorization: string | undefined): CallbackRequest => ({
  method: 'POST',
  url: '/hooks/digital-samba/one',
  headers: authorization === undefined ? {} : { authorization },
  query: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

const ended = {
  eventType: 'session_ended',
  roomId: 'room',
  sessionId: 's',
  timestamp: 1_935_828_000,
}

test('a callback without our header, or with that of another configuration, is refused', () =>
  inWorld({}, async (world) => {
    const elsewhere = { ...world.team, account: { ...world.account, configurationId: 'two' } }
    const good = callbackSecret(world.team)
    for (const header of [undefined, '', 'Bearer ', `Basic ${good}`, callbackSecret(elsewhere)]) {
      const failure = await failureOfCall(() => read(world, request(ended, header)))
      assert.equal(failure.kind, 'auth')
      assert.ok(!failure.message.includes(good))
    }
    assert.equal((await read(world, request(ended, good))).happenings.length, 2)
  }))

test('what does not concern us changes nothing; what is no notice is refused', () =>
  inWorld({}, async (world) => {
    const header = callbackSecret(world.team)
    const happeningsOf = async (body: unknown) =>
      (await read(world, request(body, header))).happenings
    assert.deepEqual(await happeningsOf({ ...ended, eventType: 'question_asked' }), [])
    assert.deepEqual(await happeningsOf({ ...ended, eventType: 'constructor' }), [])
    assert.deepEqual(await happeningsOf({ event: 'role_deleted', timestamp: 1, data: {} }), [])
    for (const body of ['', 'text', '[]', 'null', '{}', { ...ended, timestamp: 'soon' }]) {
      const failure = await failureOfCall(() => read(world, request(body, header)))
      assert.equal(failure.kind, 'unexpected')
    }
  }))

test('timestamps are read as seconds, and as what samples hold instead', () =>
  inWorld({}, async (world) => {
    const header = callbackSecret(world.team)
    for (const timestamp of [1_935_828_000, 1_935_828_000_000, '2031-05-06T00:00:00Z']) {
      const { happenings } = await read(world, request({ ...ended, timestamp }, header))
      assert.equal(happenings[0]?.at.toISOString().slice(0, 4), '2031')
    }
  }))

test('one webhook serves all rooms, and a new key gives it a new header', () =>
  inWorld({}, async ({ account, provider, twin }) => {
    await provider.createWebinar(plan)
    await provider.createWebinar({ ...plan, idempotencyKey: 'event-2' })
    const [webhook, ...others] = twin.control.webhooks()
    assert.deepEqual(others, [])
    const rooms = twin.control.rooms()
    assert.ok(rooms.every(({ settings }) => settings.webhooks.includes(webhook?.id ?? '')))
    const before = webhook?.authorizationHeader
    const renamed = { ...account, configurationId: 'two' }
    await digitalSamba.connect(renamed).callbacks?.subscribe?.()
    assert.equal(twin.control.webhooks().length, 1)
    assert.notEqual(twin.control.webhooks()[0]?.authorizationHeader, before)
  }))

test('a hub whose address is too long for the vendor works without callbacks, and says so', () =>
  inWorld({}, async ({ account, twin }) => {
    const callbackUrl = `https://${'a'.repeat(90)}.example/hooks/digital-samba/one`
    const provider = digitalSamba.connect({ ...account, callbackUrl })
    await provider.createWebinar(plan)
    assert.deepEqual(twin.control.webhooks(), [])
    const failure = await failureOfCall(() => provider.callbacks?.subscribe?.() ?? assert.fail())
    assert.equal(failure.kind, 'rejected')
    assert.match(failure.message, /at most 100 characters; that of this hub has \d+/)
  }))
