import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { CallbackRequest, Callbacks } from '../contract.ts'
import { microsoftTeams } from './index.ts'
import { applicationSettings, meetingIdOf, requestOf, withTeams } from './teams-peer.ts'

function callbacksOf({ provider }: Pick<Bench, 'provider'>): Callbacks {
  return provider.callbacks ?? assert.fail('Graph sends notifications.')
}

const withBody = (request: CallbackRequest, change: (item: Record<string, unknown>) => object) => {
  const { value } = JSON.parse(Buffer.from(request.body).toString())
  return { ...request, body: Buffer.from(JSON.stringify({ value: value.map(change) })) }
}

test('an application is told when the call of a meeting starts and ends', () =>
  withTeams(async (bench, twin) => {
    const { webinarId } = await createdWebinar(bench)
    const meetingId = meetingIdOf(twin, webinarId)
    twin.control.open(meetingId)
    bench.clock.advance(60_000)
    twin.control.end(meetingId)
    const told = []
    for (const dispatch of twin.control.dispatches()) {
      told.push(...(await callbacksOf(bench).read(requestOf(dispatch))).happenings)
    }
    assert.deepEqual(
      told.map(({ kind, webinarId: about }) => [kind, about]),
      [
        ['started', webinarId],
        ['ended', webinarId],
      ],
    )
    assert.equal(new Set(told.map(({ id }) => id)).size, 2)
    assert.ok(Math.abs(Number(told[1]?.at) - bench.clock.now().getTime()) < 5_000)
  }, applicationSettings))

test('whoever organizes a webinar is told that its report is there', () =>
  withTeams(
    async (bench, twin) => {
      const { webinarId } = await createdWebinar(bench)
      const meetingId = meetingIdOf(twin, webinarId)
      twin.control.open(meetingId)
      twin.control.end(meetingId)
      const request = requestOf(twin.control.dispatches().at(-1))
      const { happenings } = await callbacksOf(bench).read(request)
      assert.deepEqual(
        happenings.map(({ kind, webinarId: about }) => [kind, about]),
        [['attendance-ready', webinarId]],
      )
      const again = (await callbacksOf(bench).read(request)).happenings
      assert.deepEqual(again[0]?.id, happenings[0]?.id)
    },
    { kind: 'Webinars' },
  ))

test('only the clientState that the hub gave for this very webinar is believed', () =>
  withTeams(async (bench, twin) => {
    const one = await createdWebinar(bench)
    const other = await createdWebinar(bench)
    twin.control.open(meetingIdOf(twin, one.webinarId))
    const request = requestOf(twin.control.dispatches().at(-1))
    const read = (changed: CallbackRequest) => callbacksOf(bench).read(changed)
    assert.equal((await read(request)).happenings.length, 1)
    for (const clientState of ['', 'guessed', undefined, null]) {
      const forged = withBody(request, (item) => ({ ...item, clientState }))
      await failsAs(bench, 'auth', () => read(forged))
    }
    const moved = { ...request, query: { ...request.query, webinar: other.webinarId } }
    await failsAs(bench, 'auth', () => read(moved))
    await failsAs(bench, 'auth', () => read({ ...request, query: {} }))
    const { value } = JSON.parse(Buffer.from(request.body).toString())
    const mixed = { value: [...value, { ...value[0], clientState: 'guessed' }] }
    const body = Buffer.from(JSON.stringify(mixed))
    await failsAs(bench, 'auth', () => read({ ...request, body }))
    const none = Buffer.from('{"value":[]}')
    await failsAs(bench, 'auth', () => read({ ...request, body: none }))
  }, applicationSettings))

test('a validation token is said back as plain text, whatever stands in it', () =>
  withTeams(async (bench) => {
    const request = {
      method: 'POST',
      url: '/hooks/microsoft-teams/one',
      headers: {},
      query: { validationToken: 'Validation: <script>alert(1)</script> ü' },
      body: Buffer.from(''),
    }
    const { reply, happenings } = await callbacksOf(bench).read(request)
    assert.deepEqual(happenings, [])
    assert.deepEqual(reply, {
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: request.query.validationToken,
    })
    const long = { ...request, query: { validationToken: 'x'.repeat(2_001) } }
    await failsAs(bench, 'auth', () => callbacksOf(bench).read(long))
  }))

test('what is believed but makes no sense fails as "unexpected", lifecycle events are taken', () =>
  withTeams(async (bench, twin) => {
    await createdWebinar(bench)
    for (const event of ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const) {
      twin.control.tellLifecycle(event)
      const request = requestOf(twin.control.dispatches().at(-1))
      assert.deepEqual((await callbacksOf(bench).read(request)).happenings, [])
    }
    const request = requestOf(twin.control.dispatches().at(-1))
    for (const body of ['not json', '[]', '{"value":[{"subscriptionId":1}]}']) {
      const odd = { ...request, body: Buffer.from(body) }
      await failsAs(bench, 'unexpected', () => callbacksOf(bench).read(odd))
    }
    const other = withBody(request, (item) => ({
      ...item,
      lifecycleEvent: undefined,
      resourceData: { id: 'x', eventType: 'Microsoft.Communication.CallRosterUpdate' },
    }))
    assert.deepEqual((await callbacksOf(bench).read(other)).happenings, [])
  }, applicationSettings))

for (const eventType of ['callEnded', 'Microsoft.Communication.CallEnded']) {
  test(`"${eventType}" is the end of a call, as pages of another age write it`, () =>
    withTeams(async (bench, twin) => {
      const { webinarId } = await createdWebinar(bench)
      twin.control.open(meetingIdOf(twin, webinarId))
      const told = requestOf(twin.control.dispatches().at(-1))
      const request = withBody(told, (item) => ({ ...item, resourceData: { eventType } }))
      const { happenings } = await callbacksOf(bench).read(request)
      assert.deepEqual(
        happenings.map(({ kind }) => kind),
        ['ended'],
      )
    }, applicationSettings))
}

test('without a secret nothing is asked for and nothing is believed', () =>
  withTeams(async (bench, twin) => {
    const { clientSecret } = twin
    const secret = async (column: string) =>
      column === 'gr_clientsecret' ? clientSecret : undefined
    const without = microsoftTeams.connect({ ...bench.account, secret })
    const { webinarId } = await without.createWebinar(bench.plan())
    await without.callbacks?.subscribe?.()
    await without.deleteWebinar(webinarId)
    assert.equal(twin.control.subscriptions().length, 0)
    await createdWebinar(bench)
    twin.control.tellLifecycle('missed')
    const request = requestOf(twin.control.dispatches().at(-1))
    await failsAs(bench, 'auth', async () => await without.callbacks?.read(request))
  }, applicationSettings))

test('subscriptions are prolonged with every check, until the webinar is over', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan()
    await createdWebinar(bench, plan)
    const expiry = () => control.subscriptions()[0]?.expiresAt.getTime() ?? 0
    for (let day = 0; day < 3; day += 1) {
      bench.clock.advance(20 * 3_600_000)
      await callbacksOf(bench).subscribe?.()
      assert.ok(expiry() > bench.clock.now().getTime() + 2 * 86_400_000)
    }
    bench.clock.moveTo(new Date(plan.end.getTime() + 4 * 86_400_000))
    await callbacksOf(bench).subscribe?.()
    assert.equal(control.subscriptions().length, 0)
  }, applicationSettings))

test('a webinar that is deleted is told about no more, another one still is', () =>
  withTeams(async (bench, { control }) => {
    const one = await createdWebinar(bench)
    await createdWebinar(bench)
    control.change({ largestPage: 1 })
    await bench.provider.deleteWebinar(one.webinarId)
    assert.equal(control.subscriptions().length, 1)
  }, applicationSettings))

test('a webinar that is put off is followed for longer, by one subscription', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(webinarId, { ...plan, title: 'Renamed' })
    const [before] = control.subscriptions()
    const later = (time: Date) => new Date(time.getTime() + 30 * 86_400_000)
    const moved = { ...plan, start: later(plan.start), end: later(plan.end) }
    await bench.provider.updateWebinar(webinarId, moved)
    assert.equal(control.subscriptions().length, 1)
    assert.notEqual(control.subscriptions()[0]?.notificationUrl, before?.notificationUrl)
  }, applicationSettings))

test('a hub that Graph cannot reach plans its webinars all the same', () =>
  withTeams(async (bench, { control }) => {
    const callbackUrl = 'http://hub.example/hooks/microsoft-teams/one'
    const insecure = microsoftTeams.connect({ ...bench.account, callbackUrl })
    assert.equal((await insecure.createWebinar(bench.plan())).state, 'created')
    assert.equal(control.subscriptions().length, 0)
  }, applicationSettings))
