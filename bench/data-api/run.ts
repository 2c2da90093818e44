/**
 * How many reads a second does the Data API answer, on 100,000 contacts and 50,000 registrations,
 * and what do they cost? Row by key, filtered page of 50, page of 50 with one expand. Yardsticks in
 * the same run, on the same PostgreSQL: a hand-written server with one hand-written SQL statement
 * for each question, and SAP CAP. In turns; medians.
 *
 * MEMORY_SECONDS=600: instead, memory over ten minutes of all three questions. WITHOUT_CAP=1 leaves
 * SAP CAP out. BENCH_SERVER='{"host":…}' names a running PostgreSQL with an empty database.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { connectionUrl, type TestServer } from '../../test/database.ts'
import { startCap } from './cap-server.ts'
import { concurrency, type Load, load, type Measured } from './load.ts'
import { type MadeRows, makeRows } from './make-rows.ts'
import { processorTime } from './processor-time.ts'
import { type Question, questions } from './questions.ts'
import { ownServer, type Server, startServer } from './servers.ts'
import { memoryOf, shown, watchMemory } from './watch-memory.ts'

const secondsPerRound = Number(process.env.SECONDS ?? 4)
const memorySeconds = Number(process.env.MEMORY_SECONDS ?? 0)
const rounds = 3

/** Microseconds of processor time a request; undefined where the system does not say. */
interface Cost extends Measured {
  readonly server: number | undefined
  readonly database: number | undefined
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const { target, stop } = await openServer(folder)
  const servers: Server[] = []
  try {
    const rows = await makeRows(target)
    const url = connectionUrl(target)
    const own = await startServer(ownServer('Data API', 'data-api-server.ts', url))
    servers.push(own)
    if (memorySeconds > 0) {
      await watchMemory(own, memorySeconds, (seconds) => allQuestions(own, rows, seconds))
      return
    }
    servers.push(await startServer(ownServer('hand-written', 'hand-written-server.ts', url)))
    const cap = process.env.WITHOUT_CAP === undefined ? await startCap(target, folder) : undefined
    if (cap !== undefined) servers.push(cap)
    for (const question of questions) await compare(question, rows, servers, target)
    console.log(`\nMemory of the Data API: ${shown(await memoryOf(own))}`)
  } finally {
    for (const server of servers) await server.stop()
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function openServer(folder: string) {
  const given = process.env.BENCH_SERVER
  if (given !== undefined) {
    return { target: JSON.parse(given) as TestServer, stop: async () => undefined }
  }
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  return { target: server.connection as TestServer, stop: () => server.stop() }
}

const loadOf = (question: Question, rows: MadeRows, { port, speaks }: Server): Load => {
  const path = speaks === 'our addresses' ? question.path : question.capPath
  const headers = { authorization: `Bearer ${rows.key}`, ...question.headers }
  return { port, headers, path: (number) => path(rows, number) }
}

async function allQuestions(server: Server, rows: MadeRows, seconds: number): Promise<number> {
  let requests = 0
  for (const question of questions) {
    const measured = await load(loadOf(question, rows, server), seconds / questions.length)
    requests += measured.requests
  }
  return requests
}

async function compare(
  question: Question,
  rows: MadeRows,
  servers: readonly Server[],
  target: TestServer,
): Promise<void> {
  const found = new Map<Server, Cost[]>(servers.map((server) => [server, []]))
  for (const server of servers) await load(loadOf(question, rows, server), 1)
  for (let round = 0; round < rounds; round += 1) {
    for (const server of servers) {
      found.get(server)?.push(await cost(server, target, loadOf(question, rows, server)))
    }
  }
  console.log(`\n${question.name} (goal ${question.goal}/s), ${concurrency} clients`)
  const [own, ...yardsticks] = servers.map((server) => middle(found.get(server) ?? []))
  servers.forEach((server, index) => {
    console.log(`  ${server.name.padEnd(13)} ${costLine([own, ...yardsticks][index])}`)
  })
  servers.slice(1).forEach((server, index) => {
    const yardstick = yardsticks[index]
    const speed = (own?.perSecond ?? 0) / (yardstick?.perSecond ?? 1)
    const work = (workOf(own) ?? 0) / (workOf(yardstick) ?? 1)
    console.log(`  ${speed.toFixed(2)} × ${server.name}, ${work.toFixed(2)} × its processor time`)
  })
}

async function cost(server: Server, target: TestServer, asked: Load): Promise<Cost> {
  const backends = await backendsOf(target)
  const before = [processorTime([server.processId]), processorTime(backends)]
  const measured = await load(asked, secondsPerRound)
  const after = [processorTime([server.processId]), processorTime(backends)]
  const [own, database] = after.map((time, index) => {
    const began = before[index]
    return time === undefined || began === undefined
      ? undefined
      : ((time - began) / measured.requests) * 1000
  })
  return { ...measured, server: own, database }
}

/** Processes of PostgreSQL that serve connections. */
async function backendsOf(target: TestServer): Promise<readonly number[]> {
  const client = new pg.Client(target)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await client.end()
  return rows.map(({ pid }) => pid)
}

const middle = (all: readonly Cost[]): Cost | undefined =>
  all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)]

const workOf = (cost: Cost | undefined): number | undefined =>
  cost?.server === undefined || cost.database === undefined
    ? undefined
    : cost.server + cost.database

function costLine(found: Cost | undefined): string {
  if (found === undefined) return 'nothing'
  const { perSecond, p50, p99, server, database } = found
  const speed = `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms`
  if (server === undefined || database === undefined) return speed
  return `${speed}  processor a request: Node ${server.toFixed(0)} µs, PostgreSQL ${database.toFixed(0)} µs`
}

await main()
