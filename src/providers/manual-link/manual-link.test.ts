import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import type { Peer } from '../conformance.ts'
import { describeProvider } from '../conformance.ts'
import { manualLink } from './index.ts'

const link = 'https://meet.example.org/garden-club?pwd=s3same'

const peerWith = (settings: Record<string, string>) => async (): Promise<Peer> => ({
  baseUrl: '',
  clientId: undefined,
  secrets: {},
  settings,
  close: async () => undefined,
})

const callsNobody = 'calls no network, so nothing can go wrong there'
const remembersNothing = 'remembers nothing: the id of a webinar is its link'

describeProvider({
  definition: manualLink,
  startPeer: peerWith({ link }),
  skip: {
    unhealthy: callsNobody,
    forbidden: callsNobody,
    unreachable: callsNobody,
    'create-once': remembersNothing,
    update: 'the title is shown nowhere but in the hub',
    delete: remembersNothing,
    'failure-web-page': callsNobody,
    'failure-no-content': callsNobody,
    'failure-redirect': callsNobody,
    'failure-cut-connection': callsNobody,
    'failure-slow': callsNobody,
    'failure-failing': callsNobody,
    'failure-forbidden': callsNobody,
    'failure-rate-limited': callsNobody,
  },
})

test('everybody goes to the link of the event, or else to that of the configuration', async () => {
  const bench = await openBench(manualLink, peerWith({ link }))
  const guest = { ...bench.person(), registrantId: undefined, joinUrl: undefined }
  const pastedUrl = 'https://live.example.net/spring'
  for (const [plan, expected] of [
    [bench.plan(), link],
    [bench.plan({ pastedUrl }), pastedUrl],
  ] as const) {
    const webinar = await bench.provider.createWebinar(plan)
    assert.equal(await bench.provider.joinUrl(webinar, guest), expected)
    const later = await bench.provider.updateWebinar(webinar.webinarId, bench.plan())
    assert.equal(later.webinarUrl, expected)
  }
  await bench.close()
})

for (const [what, settings] of [
  ['no link at all', {}],
  ['a link that is a script', { link: 'javascript:alert(1)' }],
  ['half a link', { link: 'meet.example.org/garden-club' }],
  ['a link that is too long', { link: `https://meet.example.org/${'x'.repeat(500)}` }],
] as const) {
  test(`a webinar with ${what} is refused and says what to do`, async () => {
    const bench = await openBench(manualLink, peerWith(settings))
    await failsAs(bench, 'rejected', () => bench.provider.createWebinar(bench.plan()))
    await bench.close()
  })
}

test('the check finds a link that leads nowhere', async () => {
  const bench = await openBench(manualLink, peerWith({ link: 'meet.example.org' }))
  const check = await bench.provider.check()
  assert.equal(check.status, 'unhealthy')
  assert.match(check.message, /Paste its complete address/)
  await bench.close()
})
