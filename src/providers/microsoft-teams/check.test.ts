import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { microsoftTeams } from './index.ts'
import { applicationSettings, withTeams } from './teams-peer.ts'
import { curator, superUser } from './twin/index.ts'

test('a permission that the token did not get is named', () =>
  withTeams(async (bench, { control }) => {
    control.change({ withheldScopes: ['OnlineMeetingArtifact.Read.All', 'VirtualEvent.ReadWrite'] })
    await bench.signIn()
    const check = await bench.provider.check()
    assert.equal(check.status, 'forbidden')
    assert.match(
      check.message,
      /lacks OnlineMeetingArtifact\.Read\.All, VirtualEvent\.ReadWrite: add it/,
    )
  }))

test('an application permission that was not granted is named', () =>
  withTeams(async (bench, { control }) => {
    control.change({ roles: ['User.Read.All', 'Calendars.ReadWrite'] })
    const check = await bench.provider.check()
    assert.equal(check.status, 'forbidden')
    assert.match(check.message, /lacks OnlineMeetings\.ReadWrite\.All, OnlineMeetingArtifact/)
  }, applicationSettings))

test('a token that does not say what it may do is not doubted', () =>
  withTeams(async (bench) => {
    const token = await bench.account.token()
    const opaque = microsoftTeams.connect({
      ...bench.account,
      token: async () => 'opaque-token',
      request: (request) =>
        bench.account.request({
          ...request,
          headers: { ...request.headers, authorization: `Bearer ${token}` },
        }),
    })
    assert.equal((await opaque.check()).status, 'healthy')
  }))

test('a person without a licence for Teams, or without a mailbox, is told apart', () =>
  withTeams(async (bench, { control }) => {
    control.change({ users: [{ ...superUser, hasTeams: false }] })
    const unlicensed = await bench.provider.check()
    assert.equal(unlicensed.status, 'forbidden')
    assert.match(unlicensed.message, /Sue Super has no licence for Teams/)
    control.change({ users: [{ ...superUser, hasMailbox: false }] })
    const without = await bench.provider.check()
    assert.equal(without.status, 'forbidden')
    assert.match(without.message, /licence with an Exchange Online mailbox/)
  }))

test('a missing access policy is explained with the commands that make it', () =>
  withTeams(async (bench, { control }) => {
    control.change({ policyFrom: undefined })
    const check = await bench.provider.check()
    assert.equal(check.status, 'forbidden')
    assert.match(check.message, /New-CsApplicationAccessPolicy.*Grant-CsApplicationAccessPolicy/)
    assert.match(check.message, /30 minutes/)
    control.change({ policyFrom: new Date(bench.clock.now().getTime() + 30 * 60_000) })
    assert.equal((await bench.provider.check()).status, 'forbidden')
    bench.clock.advance(30 * 60_000)
    assert.equal((await bench.provider.check()).status, 'healthy')
  }, applicationSettings))

test('webinars without the permission to register people are found before anybody registers', () =>
  withTeams(
    async (bench, { control }) => {
      assert.equal((await bench.provider.check()).status, 'healthy')
      control.change({ roles: [] })
      const check = await bench.provider.check()
      assert.equal(check.status, 'forbidden')
      assert.match(check.message, /VirtualEventRegistration-Anon\.ReadWrite\.All/)
    },
    { kind: 'Webinars' },
  ))

test('webinars are refused to an application, and outside of the global cloud', async () => {
  await withTeams(
    async (bench) => {
      const check = await bench.provider.check()
      assert.equal(check.status, 'forbidden')
      assert.match(check.message, /only somebody who is signed in create webinars/)
      assert.deepEqual(
        (await bench.provider.webinarTypes()).map(({ value }) => value),
        ['meeting'],
      )
    },
    { ...applicationSettings, kind: 'Webinars' },
  )
  await withTeams(
    async (bench) => {
      assert.equal((await bench.provider.check()).status, 'forbidden')
      const url = new URL(bench.authorization().authorizeUrl('state', bench.redirectUri))
      assert.ok(!url.searchParams.get('scope')?.includes('VirtualEvent'))
    },
    { cloud: 'US Government', kind: 'Webinars' },
  )
})

test('too many requests are told with how long to wait', () =>
  withTeams(async (bench) => {
    bench.peer.misbehave?.('rate-limited')
    const check = await bench.provider.check()
    assert.equal(check.status, 'unhealthy')
    assert.match(check.message, /over its limit/)
  }))

test('another service that speaks JSON is not taken for Graph', () =>
  withTeams(async (bench) => {
    const other = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"id":"1","ok":true}')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const baseUrl = `http://127.0.0.1:${port}`
    const check = await microsoftTeams.connect({ ...bench.account, baseUrl }).check()
    assert.equal(check.status, 'unhealthy')
    assert.match(check.message, /an answer that the API does not promise/)
    other.close()
  }))

test('the check changes nothing at Teams', async () => {
  const modes: readonly Record<string, string>[] = [{}, applicationSettings, { kind: 'Webinars' }]
  for (const settings of modes) {
    await withTeams(async (bench, { control }) => {
      assert.equal((await bench.provider.check()).status, 'healthy')
      const asked = control.received().filter(({ path }) => path.startsWith('/v1.0'))
      assert.ok(asked.length > 0)
      assert.deepEqual(
        asked.filter(({ method }) => method !== 'GET'),
        [],
      )
    }, settings)
  }
})

const clouds = [
  ['Global', 'graph.microsoft.com', 'login.microsoftonline.com'],
  ['US Government', 'graph.microsoft.us', 'login.microsoftonline.us'],
  ['US Department of Defense', 'dod-graph.microsoft.us', 'login.microsoftonline.us'],
  ['China (21Vianet)', 'microsoftgraph.chinacloudapi.cn', 'login.chinacloudapi.cn'],
] as const

for (const [cloud, graph, login] of clouds) {
  test(`${cloud}: people sign in at ${login}, and Graph is ${graph}`, () =>
    withTeams(async (bench) => {
      const asked: URL[] = []
      const there = microsoftTeams.connect({
        ...bench.account,
        baseUrl: '',
        settings: { tenantId: curator.id, cloud },
        request: async (request) => {
          asked.push(new URL(request.url))
          throw new TypeError('not called in a test')
        },
      })
      const url = new URL(there.authorization?.authorizeUrl('s', bench.redirectUri) ?? '')
      assert.equal(url.host, login)
      assert.ok(url.searchParams.get('scope')?.includes(`https://${graph}/Calendars.ReadWrite`))
      await assert.rejects(there.check(), TypeError)
      assert.equal(asked[0]?.host, graph)
      assert.equal(asked[0]?.pathname, '/v1.0/me')
    }))
}
