import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { secureServer } from '../../src/outbound/test-servers.ts'
import {
  newAccount,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  signIn,
  type TestHub,
} from '../../src/providers/account-fixture.ts'
import { cleanUpAfterwards, testDatabase } from '../database.ts'
import { unusedPort } from '../hub.ts'

const program = spawnSync('tinyproxy', ['-v']).status === 0
const skip = program ? false : 'there is no tinyproxy on this machine (Debian: tinyproxy-bin)'

const user = 'hub'
const password = 'planted-proxy-password'

/** A real proxy that wants credentials and writes down whom it was asked for. */
async function startProxy() {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-proxy-'))
  const port = await unusedPort()
  const log = join(folder, 'log')
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    `BasicAuth ${user} ${password}`,
    `LogFile "${log}"`,
    'LogLevel Connect',
    'MaxClients 20',
  ]
  await writeFile(join(folder, 'conf'), `${lines.join('\n')}\n`)
  const child = spawn('tinyproxy', ['-d', '-c', join(folder, 'conf')], { stdio: 'ignore' })
  cleanUpAfterwards(async () => {
    child.kill()
    await rm(folder, { recursive: true, force: true })
  })
  await untilOpen(port, child)
  return {
    address: (secret: string) => `http://${user}:${secret}@127.0.0.1:${port}`,
    asked: async () =>
      (await readFile(log, 'utf8')).split('\n').filter((line) => /Request/.test(line)),
  }
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    assert.equal(child.exitCode, null, 'tinyproxy ended')
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)))
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await wait(50)
  }
  throw new Error('tinyproxy does not listen.')
}

const { db } = await testDatabase()

async function useProxy(hub: TestHub, configurationId: string, address: string, isOn = true) {
  const values = { gr_useegressproxy: String(isOn), gr_egressproxy: address }
  const caller = await newCaller(hub, 'System Administrator')
  await hub.providers.saveSettings(caller, { configurationId, values })
}

test('a configuration with the switch on calls through its proxy, without it directly', {
  skip,
}, async () => {
  const proxy = await startProxy()
  const hub = openHub(db)
  const account = await newAccount(hub)
  const { caller, configurationId, twin } = account
  await signIn(hub, account)
  const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
  assert.equal((await verify()).status, 'healthy')
  assert.deepEqual(await proxy.asked(), [])
  await useProxy(hub, configurationId, proxy.address(password))
  const through = await verify()
  assert.equal(through.status, 'healthy', through.message)
  const asked = await proxy.asked()
  assert.ok(
    asked.some((line) => line.includes(new URL(twin.url).host)),
    asked.join('\n'),
  )
  await useProxy(hub, configurationId, proxy.address(password), false)
  assert.equal((await verify()).status, 'healthy')
  for (const address of [proxy.address('wrong'), proxy.address('').replace('hub:@', '')]) {
    await useProxy(hub, configurationId, address)
    const refused = await verify()
    assert.equal(refused.status, 'unhealthy', 'the proxy refuses, not the vendor')
    assert.match(refused.message, /egress proxy.*does not accept its user and password/)
  }
  await useProxy(hub, configurationId, proxy.address(password))
  twin.control.revokeTokens('all')
  assert.equal((await verify()).status, 'not-authenticated', 'a 401 of the vendor stays one')
  assert.ok(!hub.logged().includes(password))
  await hub.close()
  await twin.close()
})

test('HTTPS goes through the proxy by CONNECT, with credentials', { skip }, async () => {
  const proxy = await startProxy()
  const hub = openHub(db)
  const server = await secureServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' })
    response.end('<response><returncode>SUCCESS</returncode><version>2.0</version></response>')
  })
  const caller = await newCaller(hub, 'System Administrator')
  const providerId = await newProvider(hub, caller, {
    gr_adapter: 'bigbluebutton',
    msevtmgt_base_service_url: `https://127.0.0.1:${server.port}/bigbluebutton`,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  const values = { msevtmgt_accesstoken: 'secret of the server' }
  await hub.providers.saveSettings(caller, { configurationId, values })
  await useProxy(hub, configurationId, proxy.address(password))
  await hub.providers.verifyConfiguration(caller, { configurationId })
  const asked = await proxy.asked()
  assert.ok(
    asked.some((line) => line.includes(`CONNECT 127.0.0.1:${server.port}`)),
    asked.join('\n'),
  )
  const [call] = await hub.providers.findRequests(configurationId)
  // The server shows a certificate of another name: what was said of it came through the tunnel.
  assert.match(call?.problem ?? '', /certificate/)
  await useProxy(hub, configurationId, proxy.address('wrong'))
  const refused = await hub.providers.verifyConfiguration(caller, { configurationId })
  assert.equal(refused.status, 'unhealthy')
  assert.match(refused.message, /proxy/i)
  assert.ok(!hub.logged().includes(password))
  await hub.close()
})
