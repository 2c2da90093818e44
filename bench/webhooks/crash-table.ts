/**
 * What is lost and what comes twice when something dies under writes? Contacts are created over
 * the Data API, 100 a second; each creation is a webhook. A second in, something is killed, and is
 * started again as a supervisor would. Afterwards dead letters are recovered by the operation for
 * it. Lost: contacts whose creation was answered and whose webhook never came.
 *
 * Needs a machine of its own for some minutes: `node bench/webhooks/crash-table.ts`.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { unusedPort } from '../../test/hub.ts'
import { crashSink, databaseLine, hubProcess, type Part } from './crash-parts.ts'

const writesPerSecond = 100
const outageSeconds = Number(process.env.OUTAGE ?? 30)

const folder = await mkdtemp(join(tmpdir(), 'greenroom-crash-'))
const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
const { host, port: serverPort, user, database } = server.connection as pg.ClientConfig
const line = await databaseLine(`${host}/.s.PGSQL.${serverPort}`)
const sink = await crashSink()
const key = randomBytes(24).toString('base64url')
const port = await unusedPort()
const hubUrl = `http://127.0.0.1:${port}`
const environment = {
  PORT: String(port),
  DATABASE_URL: `postgres://${user}@127.0.0.1:${line.port}/${database}`,
  GREENROOM_DATA_DIR: join(folder, 'hub'),
  GREENROOM_OUTBOUND_ALLOW: '127.0.0.1',
  GREENROOM_API_KEY: key,
}
const hub = hubProcess(['serve', '--no-worker'], environment, `${hubUrl}/readyz`)
const worker = hubProcess(['worker'], environment, undefined)

interface Crash {
  readonly what: string
  readonly seconds: number
  happen(): Promise<void>
}

const crashes: readonly Crash[] = [
  { what: 'SIGKILL of the worker', seconds: 4, happen: () => restart(worker) },
  { what: 'SIGKILL of the hub', seconds: 4, happen: () => restart(hub) },
  { what: 'SIGKILL of PostgreSQL', seconds: 6, happen: killPostgres },
  { what: 'SIGKILL of the receiver, away for 2 s', seconds: 6, happen: () => restart(sink, 2000) },
  {
    what: `${outageSeconds} s without a database`,
    seconds: outageSeconds + 5,
    happen: async () => {
      line.cut()
      await wait(outageSeconds * 1000)
      line.mend()
    },
  },
]

async function restart(part: Part, afterMs = 200): Promise<void> {
  await part.kill()
  await wait(afterMs)
  await part.start()
}

/** The postmaster and with it all its processes; the embedded server is started again by itself. */
async function killPostgres(): Promise<void> {
  const file = join(folder, 'postgresql', 'data', 'postmaster.pid')
  process.kill(Number.parseInt(await readFile(file, 'utf8'), 10), 'SIGKILL')
}

async function ask(path: string, body: unknown, expected: readonly number[] = []) {
  const answer = await fetch(hubUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  })
  if (answer.ok || expected.includes(answer.status)) return answer
  throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}

/** Gives the ids whose creation was answered, and how many writes were not. */
async function write(seconds: number): Promise<{ answered: string[]; refused: number }> {
  const answered: string[] = []
  let refused = 0
  const writes = Array.from({ length: seconds * writesPerSecond }, async (_, number) => {
    await wait((number * 1000) / writesPerSecond)
    try {
      const answer = await ask('/api/data/v9.2/contacts', {
        firstname: 'Crash',
        lastname: `${number}`,
      })
      await answer.arrayBuffer()
      answered.push(/\(([^)]+)\)$/.exec(answer.headers.get('odata-entityid') ?? '')?.[1] ?? '')
    } catch {
      refused += 1
    }
  })
  await Promise.all(writes)
  return { answered, refused }
}

async function count(condition: string): Promise<number> {
  const client = new pg.Client({ ...server.connection })
  await client.connect()
  const { rows } = await client.query(
    `select count(*)::integer as count from asyncoperation
     where gr_kind in ('webhook.delivery', 'webhook.replay') and ${condition}`,
  )
  await client.end()
  return rows[0].count
}

async function untilQuiet(): Promise<void> {
  const until = performance.now() + 180_000
  while ((await count('statecode < 3')) > 0) {
    if (performance.now() > until) throw new Error('Deliveries are still open after 3 minutes.')
    await wait(250)
  }
}

async function measure({ what, seconds, happen }: Crash, endpointId: string): Promise<string> {
  const since = new Date(Date.now() - 1000).toISOString()
  sink.received.clear()
  const writing = write(seconds)
  await wait(1000)
  await happen()
  const { answered, refused } = await writing
  const stopped = performance.now()
  await wait(1000)
  await untilQuiet()
  const deadLetters = await count('statuscode = 31')
  if (deadLetters > 0)
    await ask(`/api/v1/endpoints/${endpointId}/recover`, { since, perSecond: 500 })
  await untilQuiet()
  const lost = answered.filter((id) => !sink.received.has(id)).length
  const repeated = [...sink.received.values()].reduce((sum, times) => sum + times - 1, 0)
  const quietSeconds = ((performance.now() - stopped) / 1000).toFixed(0)
  return `| ${what} | ${answered.length} | ${refused} | ${deadLetters} | ${quietSeconds} s | ${repeated} | ${lost} |`
}

await sink.start()
await hub.start()
await worker.start()
const registered = await ask('/api/v1/webhooks', {
  name: 'Crash',
  url: `${sink.url}/crash`,
  authentication: { kind: 'WebhookKey', key: 'crash' },
  steps: [{ message: 'Create', table: 'contact' }],
})
const { endpointId } = (await registered.json()) as { endpointId: string }
console.log(
  '| what happens | writes answered | not answered | dead letters, recovered | all told after | repeated | lost |',
)
console.log('|---|---|---|---|---|---|---|')
for (const crash of crashes) console.log(await measure(crash, endpointId))
for (const part of [worker, hub, sink]) await part.kill()
line.close()
await server.stop()
await rm(folder, { recursive: true, force: true })
