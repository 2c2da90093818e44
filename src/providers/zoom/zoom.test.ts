import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { describeProvider } from '../conformance.ts'
import type { Account } from '../contract.ts'
import { zoom } from './index.ts'
import { startPeer, withZoom } from './zoom-peer.ts'

const noTimesOfChange = 'reports carry no times of change, so all of it is told each time'

for (const kind of ['Meetings', 'Webinars']) {
  describeProvider({
    definition: { ...zoom, name: `Zoom ${kind}` },
    startPeer: (clock) => startPeer(clock, { kind }),
    skip: { 'attendance-since': noTimesOfChange },
  })
}

for (const { what, change, message } of [
  {
    what: 'account ID',
    change: ({ settings }: Account) => ({ settings: { ...settings, accountId: 'another' } }),
    message: /The account ID is wrong/,
  },
  {
    what: 'client ID',
    change: () => ({ clientId: 'another' }),
    message: /Client ID or client secret is wrong/,
  },
  {
    what: 'client secret',
    change: () => ({ secret: async () => 'another' }),
    message: /Client ID or client secret is wrong/,
  },
]) {
  test(`a wrong ${what} is told apart by the check`, () =>
    withZoom(async (bench) => {
      const changed = zoom.connect({ ...bench.account, ...change(bench.account) })
      const check = await changed.check()
      assert.equal(check.status, 'not-authenticated')
      assert.match(check.message, message)
      bench.assertSentence(check.message)
    }))
}

test('a missing scope is named, so that an administrator can add it', () =>
  withZoom(async (bench, { control }) => {
    const scopes = control.settings().scopes.filter((scope) => !scope.startsWith('user:read'))
    control.change({ scopes })
    const check = await bench.provider.check()
    assert.equal(check.status, 'forbidden')
    assert.match(check.message, /user:read:user:admin.*Add the scopes/)
  }))

test('a host whom Zoom does not know, and one without a licence, are found by the check', () =>
  withZoom(
    async (bench, { control }) => {
      const unknown = await bench.provider.check()
      assert.equal(unknown.status, 'unhealthy')
      assert.match(unknown.message, /nobody@zoom\.example.*Check the e-mail of the host/)
      control.addUser({ email: 'nobody@zoom.example', type: 1 })
      const unlicensed = await bench.provider.check()
      assert.equal(unlicensed.status, 'forbidden')
      assert.match(unlicensed.message, /has a Basic licence/)
    },
    { host: 'nobody@zoom.example' },
  ))

test('webinars without the add-on are found by the check, meetings do not need it', () =>
  withZoom(
    async (bench, { control }) => {
      control.change({ webinarPlan: false })
      const check = await bench.provider.check()
      assert.equal(check.status, 'forbidden')
      assert.match(check.message, /Webinar plan is missing/)
    },
    { kind: 'Webinars' },
  ))

test('a token that is not accepted any more is asked for anew, once', () =>
  withZoom(async (bench, { control }) => {
    await bench.provider.check()
    control.revokeTokens()
    const before = bench.peer.tokenRequests?.() ?? 0
    assert.equal((await bench.provider.check()).status, 'healthy')
    assert.equal((await bench.provider.check()).status, 'healthy')
    assert.equal(bench.peer.tokenRequests?.(), before + 1)
  }))

test('a webinar stays what it is when the configuration plans the next one as something else', () =>
  withZoom(async (bench, twin) => {
    const meeting = await createdWebinar(bench)
    assert.match(meeting.webinarId, /^meetings\/\d+$/)
    const later = zoom.connect({ ...bench.account, settings: webinarsOf(bench.peer.settings) })
    assert.equal((await later.readWebinar(meeting.webinarId)).webinarId, meeting.webinarId)
    assert.match((await later.createWebinar(bench.plan())).webinarId, /^webinars\/\d+$/)
    assert.equal(twin.control.meetings().length, 2)
    await failsAs(bench, 'rejected', () =>
      later.readWebinar(meeting.webinarId.replace('meetings', 'webinars')),
    )
  }))

const webinarsOf = (settings: Readonly<Record<string, string>>) => ({
  ...settings,
  kind: 'Webinars',
})
