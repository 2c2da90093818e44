import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { withTransaction } from '#database'
import { testDatabase } from '../../test/database.ts'
import {
  configurationRow,
  failedAs,
  newAccount,
  openHub,
  signIn,
  tokenRequests,
  withAccount,
} from './account-fixture.ts'
import type { AccountProcess } from './account-process.ts'
import { authorized, serviceStatus } from './choices.ts'
import { ProviderError } from './provider-error.ts'
import { lockTokenRow, takeTurn } from './token-rows.ts'

const { db, target } = await testDatabase()
const script = fileURLToPath(new URL('./account-process.ts', import.meta.url))

interface Started {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}

async function startProcess(options: AccountProcess): Promise<Started> {
  const child = spawn(process.execPath, [...process.execArgv, script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  assert.equal((await lines.next()).value, 'ready')
  return { child, lines }
}

async function finish({ child, lines }: Started): Promise<string> {
  const { value } = await lines.next()
  if (child.exitCode === null) await once(child, 'exit')
  return value
}

test('two processes that meet a revoked token at the same time renew it once', async () => {
  const masterKey = randomBytes(32)
  const hub = openHub(db, { masterKey })
  const account = await newAccount(hub)
  await signIn(hub, account)
  const options = {
    target,
    masterKey: masterKey.toString('base64'),
    configurationId: account.configurationId,
  }
  const processes = await Promise.all([startProcess(options), startProcess(options)])
  account.twin.control.revokeTokens('access')
  const before = tokenRequests(account)
  for (const { child } of processes) child.stdin?.write('go\n')
  const statuses = await Promise.all(processes.map(finish))
  assert.deepEqual(statuses, ['healthy healthy healthy', 'healthy healthy healthy'])
  assert.equal(tokenRequests(account) - before, 1)
  await hub.close()
  await account.twin.close()
})

test('a renewal waits for the turn of another process, and takes over when that one died', async () => {
  const hub = openHub(db)
  const account = await newAccount(hub)
  await signIn(hub, account)
  account.twin.control.revokeTokens('access')
  await withTransaction(db, async (tx) => {
    await lockTokenRow(tx, account.configurationId)
    await takeTurn(tx, account.configurationId, 1)
  })
  const before = tokenRequests(account)
  const { provider } = await hub.providers.openAccount(account.configurationId)
  const startedAt = performance.now()
  assert.equal((await provider.check()).status, 'healthy')
  assert.ok(performance.now() - startedAt > 600, 'It did not wait for the turn to lapse.')
  assert.equal(tokenRequests(account) - before, 1)
  await hub.close()
  await account.twin.close()
})

test('a renewal that ends after the credentials were deleted brings nothing back', async () => {
  const hub = openHub(db)
  const account = await newAccount(hub)
  const { caller, configurationId, twin } = account
  await signIn(hub, account)
  twin.control.revokeTokens('access')
  twin.control.setModes({ kind: 'slow', delayMs: 400, path: '/auth/token' })
  const { provider } = await hub.providers.openAccount(configurationId)
  const listing = assert.rejects(
    provider.webinarTypes(),
    (error) => error instanceof ProviderError && error.kind === 'auth',
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  await hub.providers.deleteCredentials(caller, { configurationId })
  await listing
  const kept = await hub.vault.which(db, 'msevtmgt_webinarconfiguration', [configurationId])
  assert.equal(kept.size, 0)
  await hub.close()
  await twin.close()
})

test('a token that has expired is renewed before it is used', () =>
  withAccount(db, async (hub, account) => {
    const before = tokenRequests(account)
    hub.clock.advance(account.twin.control.settings().accessTokenLifeSeconds * 1000)
    const { provider } = await hub.providers.openAccount(account.configurationId)
    assert.equal((await provider.check()).status, 'healthy')
    assert.equal((await provider.check()).status, 'healthy')
    assert.equal(tokenRequests(account) - before, 1)
    const row = await configurationRow(hub, account.configurationId)
    assert.ok((row.gr_tokenexpireson?.getTime() ?? 0) > hub.clock.now().getTime())
  }))

test('a revoked token is renewed once, also when many calls meet it at the same time', () =>
  withAccount(db, async (hub, account) => {
    account.twin.control.revokeTokens('access')
    const before = tokenRequests(account)
    const checks = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { provider } = await hub.providers.openAccount(account.configurationId)
        return await provider.check()
      }),
    )
    assert.ok(checks.every(({ status }) => status === 'healthy'))
    assert.equal(tokenRequests(account) - before, 1)
  }))

test('when the provider withdraws the sign-in, the account says "Token expired" and asks no more', () =>
  withAccount(db, async (hub, account) => {
    account.twin.control.revokeTokens('all')
    const { configurationId } = account
    const { provider } = await hub.providers.openAccount(configurationId)
    await assert.rejects(provider.webinarTypes(), failedAs('auth'))
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.tokenExpired.value)
    assert.equal(row.msevtmgt_providerservicestatus, serviceStatus.notAuthenticated.value)
    assert.equal(row.gr_tokenexpireson, null)
    const before = tokenRequests(account)
    const again = await hub.providers.openAccount(configurationId)
    await assert.rejects(again.provider.webinarTypes(), failedAs('auth'))
    assert.equal(tokenRequests(account), before)
    await signIn(hub, account)
    const later = await configurationRow(hub, configurationId)
    assert.equal(later.msevtmgt_authorized, authorized.yes.value)
  }))

test('a renewal that fails for another reason keeps the sign-in', () =>
  withAccount(db, async (hub, account) => {
    account.twin.control.revokeTokens('access')
    account.twin.control.setModes({ kind: 'html', path: '/auth/token', times: 1 })
    const { provider } = await hub.providers.openAccount(account.configurationId)
    await assert.rejects(provider.webinarTypes(), failedAs('unexpected'))
    const row = await configurationRow(hub, account.configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    await assert.doesNotReject(provider.webinarTypes())
  }))
