import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import type { Bench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { CallbackRequest, Callbacks, Happening } from '../contract.ts'
import { zoom } from './index.ts'
import { requestOf, withZoom } from './zoom-peer.ts'

const secret = 'secret-token'
const now = new Date('2031-05-06T10:00:00.000Z')

function callbacksOf(bench: Bench): Callbacks {
  const { callbacks } = bench.provider
  return callbacks ?? assert.fail('Zoom sends callbacks.')
}

/** Callbacks of an account whose secret token and time are known. */
const known = (bench: Bench) =>
  zoom.connect({
    ...bench.account,
    clock: frozenClock(now),
    secret: async (column) => (column === 'gr_callbacksecret' ? secret : undefined),
  }).callbacks ?? assert.fail()

function signed(body: string, timestamp = String(now.getTime())): CallbackRequest {
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return requestWith(body, timestamp, `v0=${hash}`)
}

const requestWith = (body: string, timestamp: string, signature: string): CallbackRequest => ({
  method: 'POST',
  url: '/hooks/zoom/one',
  headers: { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': signature },
  query: {},
  body: Buffer.from(body),
})

const message = (event: string, object: object, more: object = {}) =>
  JSON.stringify({ event, event_ts: now.getTime(), payload: { account_id: 'a', object, ...more } })

test('a signature that was computed elsewhere is accepted', () =>
  withZoom(async (bench) => {
    const body =
      '{"event":"meeting.ended","event_ts":1935828000000,"payload":{"account_id":"a","object":{"id":"84512345678","uuid":"/abc==","type":2}}}'
    const hash = '8a47e0fed92a17a2965c6410e975f23209f11e32ad9a2c6b6f0e846ad061dde8'
    const reading = await known(bench).read(requestWith(body, '1935828000', `v0=${hash}`))
    assert.deepEqual(reading.happenings, [
      {
        id: 'meeting.ended /abc== / 1935828000000',
        webinarId: 'meetings/84512345678',
        at: now,
        kind: 'ended',
      },
    ])
  }))

test('the challenge of a new address is answered as Zoom computes it', () =>
  withZoom(async (bench) => {
    const body = JSON.stringify({
      event: 'endpoint.url_validation',
      payload: { plainToken: 'plain-token' },
      event_ts: now.getTime(),
    })
    const { reply, happenings } = await known(bench).read(signed(body))
    assert.equal(reply?.status, 200)
    assert.deepEqual(JSON.parse(reply?.body ?? ''), {
      plainToken: 'plain-token',
      encryptedToken: 'e65eac8a79fbd753ebf70f2a844d9e06365ccac11e2069bc57a794b1d03cfcd7',
    })
    assert.deepEqual(happenings, [])
    await failsAs(bench, 'auth', () => known(bench).read({ ...signed(body), headers: {} }))
  }))

test('the challenge of the twin is answered, in seconds as in milliseconds', () =>
  withZoom(async (bench, { control }) => {
    for (const timestampUnit of ['seconds', 'milliseconds'] as const) {
      control.change({ timestampUnit })
      const request = requestOf(control.challenge(bench.account.callbackUrl, 'some-token'))
      const { reply } = await callbacksOf(bench).read(request)
      assert.equal(JSON.parse(reply?.body ?? '{}').plainToken, 'some-token')
    }
  }))

for (const [what, milliseconds, accepted] of [
  ['four minutes ago', -4 * 60_000, true],
  ['six minutes ago', -6 * 60_000, false],
  ['six minutes from now', 6 * 60_000, false],
] as const) {
  test(`what was signed ${what} is ${accepted ? 'accepted' : 'refused as a replay'}`, () =>
    withZoom(async (bench) => {
      const body = message('meeting.started', { id: '84512345678', uuid: 'u' })
      const request = signed(body, String(now.getTime() + milliseconds))
      if (accepted) assert.equal((await known(bench).read(request)).happenings.length, 1)
      else await failsAs(bench, 'auth', () => known(bench).read(request))
    }))
}

test('without a secret token nothing is believed', () =>
  withZoom(async (bench) => {
    const without = zoom.connect({ ...bench.account, secret: async () => undefined })
    const body = message('meeting.started', { id: '84512345678', uuid: 'u' })
    const error = await failsAs(
      bench,
      'auth',
      async () => await without.callbacks?.read(signed(body)),
    )
    assert.match(error.message, /No secret token of callbacks is entered/)
  }))

test('a body that is signed but makes no sense fails as "unexpected"', () =>
  withZoom(async (bench) => {
    for (const body of ['not json', '[]', '{"event":7}', '{"event":"meeting.started"}']) {
      await failsAs(bench, 'unexpected', () => known(bench).read(signed(body)))
    }
  }))

const meanings: readonly (readonly [string, object, object, string | undefined, string?])[] = [
  ['meeting.deleted', { id: 84512345678 }, { operation: 'all' }, 'deleted'],
  ['meeting.deleted', { id: 84512345678 }, { operation: 'single' }, 'changed'],
  ['webinar.started', { id: '84512345678' }, {}, 'started', 'webinars/84512345678'],
  [
    'recording.completed',
    { id: 84512345678, type: 5 },
    {},
    'recording-ready',
    'webinars/84512345678',
  ],
  ['recording.completed', { id: 84512345678, type: '2' }, {}, 'recording-ready'],
  ['meeting.alert', { id: 84512345678 }, {}, undefined],
  ['user.created', { id: '7' }, {}, undefined],
  ['user.deleted', { id: '7' }, {}, undefined],
]

for (const [event, object, more, kind, webinarId = 'meetings/84512345678'] of meanings) {
  test(`${event} ${JSON.stringify({ ...object, ...more })} means ${kind ?? 'nothing to the hub'}`, () =>
    withZoom(async (bench) => {
      const { happenings } = await known(bench).read(signed(message(event, object, more)))
      assert.deepEqual(
        happenings.map((each) => [each.kind, each.webinarId]),
        kind === undefined ? [] : [[kind, webinarId]],
      )
    }))
}

test('join and leave of one presence have one name, a second presence has another', () =>
  withZoom(async (bench, twin) => {
    const { control } = twin
    const webinar = await createdWebinar(bench)
    const registrant = await bench.provider.register(webinar.webinarId, bench.person())
    control.setCallbackUrl('https://hub.example/hooks/zoom/one')
    const token = new URL(registrant.joinUrl ?? '').searchParams.get('tk')
    const stays = `${twin.url}/rooms/${token}/stays`
    for (const _visit of [1, 2]) {
      const entered = await fetch(stays, { method: 'POST' })
      const { stayId } = (await entered.json()) as { stayId: string }
      assert.equal((await fetch(`${stays}/${stayId}/heartbeats`, { method: 'POST' })).status, 204)
      bench.clock.advance(60_000)
      assert.equal((await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })).status, 204)
      assert.equal((await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })).status, 410)
    }
    control.end(webinar.webinarId.split('/')[1] ?? '')
    const told: Happening[] = []
    for (const dispatch of control.dispatches()) {
      bench.clock.advance(1)
      told.push(...(await callbacksOf(bench).read(requestOf(dispatch))).happenings)
    }
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['started', 'stay', 'stay', 'stay', 'stay', 'ended'],
    )
    const stayed = told.flatMap((each) => (each.kind === 'stay' ? [each.item] : []))
    assert.equal(stayed[0]?.stayId, stayed[1]?.stayId)
    assert.equal(stayed[2]?.stayId, stayed[3]?.stayId)
    assert.notEqual(stayed[0]?.stayId, stayed[2]?.stayId)
    assert.ok(stayed.every(({ registrantId }) => registrantId === registrant.registrantId))
    assert.ok(stayed[0]?.joinedAt !== undefined && stayed[0].leftAt === undefined)
    assert.ok(stayed[1]?.leftAt !== undefined && stayed[1].joinedAt === undefined)
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length)
  }))
