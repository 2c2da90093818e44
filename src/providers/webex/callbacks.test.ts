import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import type { Bench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { CallbackRequest, Callbacks, Happening } from '../contract.ts'
import { webex } from './index.ts'
import { requestOf, withWebex } from './webex-peer.ts'

const secret = 'a-long-random-text'
const now = new Date('2031-05-06T12:00:00.000Z')
const series = '0123456789abcdef0123456789abcdef'

function callbacksOf(bench: Bench): Callbacks {
  return bench.provider.callbacks ?? assert.fail('Webex sends callbacks.')
}

const known = (bench: Bench) =>
  webex.connect({ ...bench.account, clock: frozenClock(now), secret: async () => secret })
    .callbacks ?? assert.fail()

const requestWith = (body: string, signature: string): CallbackRequest => ({
  method: 'POST',
  url: '/hooks/webex/one',
  headers: { 'x-spark-signature': signature },
  query: {},
  body: Buffer.from(body),
})

const signed = (message: unknown) => {
  const body = typeof message === 'string' ? message : JSON.stringify(message)
  return requestWith(body, createHmac('sha1', secret).update(body).digest('hex'))
}

test('a signature that was computed elsewhere is accepted, one of another secret is not', () =>
  withWebex(async (bench) => {
    const body =
      '{"id":"w","resource":"meetings","event":"ended","data":{"id":"0123456789abcdef0123456789abcdef_I_77","end":"2031-05-06T10:00:00Z"}}'
    const hash = '409687550e705ad4ca4c3f901286e609514df545'
    const { happenings } = await known(bench).read(requestWith(body, hash))
    assert.deepEqual(happenings, [
      {
        id: `meetings ended ${series}_I_77`,
        webinarId: series,
        at: new Date('2031-05-06T10:00:00Z'),
        kind: 'ended',
      },
    ])
    await failsAs(bench, 'auth', () => callbacksOf(bench).read(requestWith(body, hash)))
  }))

const meanings: readonly (readonly [string, string, object, string | undefined])[] = [
  ['meetings', 'started', { id: `${series}_I_77` }, 'started'],
  ['meetings', 'deleted', { id: series }, 'deleted'],
  ['meetings', 'deleted', { id: `${series}_20310506T100000Z` }, 'changed'],
  ['meetings', 'updated', { id: series }, 'changed'],
  ['meetingParticipants', 'joined', { id: 'p', meetingId: `${series}_I_77` }, 'stay'],
  ['recordings', 'created', { id: 'r', meetingId: `${series}_I_77` }, 'recording-ready'],
  [
    'recordings',
    'created',
    { id: 'r', meetingId: 'other', meetingSeriesId: series },
    'recording-ready',
  ],
  ['recordings', 'created', { id: 'r' }, undefined],
  ['messages', 'created', { id: 'm' }, undefined],
]

for (const [resource, event, data, kind] of meanings) {
  test(`${resource} ${event} of ${JSON.stringify(data)} means ${kind ?? 'nothing to the hub'}`, () =>
    withWebex(async (bench) => {
      const { happenings } = await known(bench).read(signed({ resource, event, data }))
      assert.deepEqual(
        happenings.map((each) => [each.kind, each.webinarId]),
        kind === undefined ? [] : [[kind, series]],
      )
    }))
}

test('a body that is signed but makes no sense fails as "unexpected"', () =>
  withWebex(async (bench) => {
    for (const body of ['not json', '[]', '{"resource":"meetings","event":"ended"}']) {
      await failsAs(bench, 'unexpected', () => known(bench).read(signed(body)))
    }
  }))

test('without a secret nothing is asked for and nothing is believed', () =>
  withWebex(async (bench, { control }) => {
    const without = webex.connect({ ...bench.account, secret: async () => undefined })
    await without.callbacks?.subscribe?.()
    await failsAs(bench, 'auth', async () => await without.callbacks?.read(signed({})))
    assert.equal(control.webhooks().length, 0)
  }))

test('a scope that is missing costs the callbacks about that, and no others', () =>
  withWebex(
    async (bench) => {
      await callbacksOf(bench).subscribe?.()
      assert.deepEqual(bench.peer.subscriptions?.(), [
        'meetings started',
        'meetings ended',
        'meetings updated',
        'meetings deleted',
      ])
    },
    { scopes: 'spark:people_read meeting:schedules_read' },
  ))

test('what Webex has switched off is taken up again, without a second subscription', () =>
  withWebex(async (bench, { control }) => {
    control.change({ largestPage: 2 })
    await callbacksOf(bench).subscribe?.()
    const subscribed = bench.peer.subscriptions?.()
    assert.equal(subscribed?.length, 7)
    control.sleepWebhooks()
    await callbacksOf(bench).subscribe?.()
    assert.deepEqual(bench.peer.subscriptions?.(), subscribed)
    assert.ok(control.webhooks().every(({ status }) => status === 'active'))
    assert.ok(control.webhooks().every(({ targetUrl }) => targetUrl === bench.account.callbackUrl))
  }))

test('start, presence and end are told as they happen, a second presence as another stay', () =>
  withWebex(async (bench, { control }) => {
    const webinar = await createdWebinar(bench)
    const person = bench.person()
    const registrant = await bench.provider.register(webinar.webinarId, person)
    await callbacksOf(bench).subscribe?.()
    const url = await bench.provider.joinUrl(webinar, { ...person, ...registrant })
    await bench.peer.enter?.(url)
    bench.clock.advance(60_000)
    await bench.peer.enter?.(url)
    bench.clock.advance(60_000)
    control.end(webinar.webinarId)
    const told: Happening[] = []
    for (const dispatch of control.dispatches()) {
      told.push(...(await callbacksOf(bench).read(requestOf(dispatch))).happenings)
    }
    const kinds = told.map(({ kind }) => kind)
    assert.deepEqual(kinds, ['started', 'stay', 'stay', 'stay', 'stay', 'ended'])
    assert.ok(told.every(({ webinarId }) => webinarId === webinar.webinarId))
    const stays = told.flatMap((each) => (each.kind === 'stay' ? [each.item] : []))
    assert.ok(stays.every(({ email }) => email === person.email))
    assert.equal(new Set(stays.map(({ stayId }) => stayId)).size, 2)
    assert.ok(stays.slice(0, 2).every(({ leftAt }) => leftAt === undefined))
    assert.ok(stays.slice(2).every(({ leftAt }) => leftAt !== undefined))
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length)
  }))
