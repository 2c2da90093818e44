/**
 * `npm test [files…]`: starts one embedded PostgreSQL for all test files (each clones a database
 * of its own), then Node's test runner. GREENROOM_TEST_SERVER points it at a running server.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { buildConsole } from '../src/build-console.ts'
import { templateDatabase, testServerSettings } from '../test/database.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const patterns = ['src', 'test', 'check', 'examples'].map((folder) => `${folder}/**/*.test.ts`)

async function main(): Promise<void> {
  await buildConsole()
  const given = process.env.GREENROOM_TEST_SERVER
  if (given !== undefined) {
    process.exitCode = await runTests(given)
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-test-'))
  const server = await startEmbedded({
    dataDirectory: folder,
    log: silentLog,
    settings: testServerSettings,
  })
  try {
    await templateDatabase(server.connection)
    process.exitCode = await runTests(JSON.stringify(server.connection))
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function runTests(server: string): Promise<number> {
  const files = process.argv.slice(2)
  const runner = spawn(
    process.execPath,
    [
      '--test',
      '--test-concurrency=2',
      '--test-timeout=300000',
      ...(files.length > 0 ? files : patterns),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, GREENROOM_TEST_SERVER: server } },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
  return new Promise((resolve) => runner.on('exit', (code) => resolve(code ?? 1)))
}

await main()
