/**
 * A whole hub in the test's process: real database, real HTTP on a free port, real simulators,
 * one clock that the test moves for all of them.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MovableClock, movableClock } from '#clock'
import { readSettings, type Settings } from '#config'
import { connect } from '#database'
import { type Log, silentLog } from '#log'
import { startTwins, type Twins } from '#twins'
import { compose, type Hub } from '../src/compose.ts'
import { cleanUpAfterwards, type TestDatabase, testDatabase } from './database.ts'

export interface TestHub extends Hub {
  readonly clock: MovableClock
  readonly settings: Settings
  readonly twins: Twins
  readonly testDatabase: TestDatabase
  readonly url: string
}

export interface TestHubOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly log?: Log
  readonly start?: Date
}

/** Call once at the top of a test file. */
export async function testHub(options: TestHubOptions = {}): Promise<TestHub> {
  const database = await testDatabase({ poolSize: 20 })
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-hub-'))
  const clock = movableClock(options.start)
  const log = options.log ?? silentLog
  const twins = await startTwins({ clock, host: '127.0.0.1', log, firstPort: 0, only: [] })
  const port = await unusedPort()
  const settings = readSettings({
    PORT: String(port),
    GREENROOM_DATA_DIR: folder,
    GREENROOM_OUTBOUND_ALLOW: '127.0.0.1',
    ...options.environment,
  })
  const reading = connect(database.target, {
    applicationName: 'greenroom test reading',
    poolSize: 5,
    statementTimeoutMs: 20_000,
    onIdleError: () => undefined,
    readOnly: true,
  })
  const hub = await compose({ settings, database, reading, clock, log })
  await hub.prepare()
  const url = await hub.server.listen({ port, host: '127.0.0.1' })
  cleanUpAfterwards(async () => {
    await hub.close()
    await twins.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { ...hub, clock, settings, twins, testDatabase: database, url }
}

export async function unusedPort(): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
