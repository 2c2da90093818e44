/**
 * How many reads a second does the Data API answer, on 100,000 contacts and 50,000 registrations?
 * Row by key, filtered page of 50, page of 50 with one expand. Yardstick in the same run, on the
 * same PostgreSQL: a hand-written server that does the same with one hand-written SQL statement
 * per question. A/B/A/B, medians. `SECONDS=600` for the memory over ten minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { connectionUrl, type TestServer } from '../../test/database.ts'
import { type MadeRows, makeRows } from './make-rows.ts'

const concurrency = 32
const secondsPerRound = Number(process.env.SECONDS ?? 4)
const rounds = 3

interface Question {
  readonly name: string
  readonly goal: number
  readonly headers: Readonly<Record<string, string>>
  path(rows: MadeRows, number: number): string
}

const columns = '$select=msevtmgt_name,createdon,statuscode,_msevtmgt_contactid_value'
const registrations = (event: string | undefined) =>
  `/api/data/v9.2/msevtmgt_eventregistrations?${columns}&$filter=_msevtmgt_eventid_value%20eq%20${event}&$orderby=createdon%20desc`

const questions: readonly Question[] = [
  {
    name: 'row by key',
    goal: 5000,
    headers: {},
    path: ({ contacts }, number) =>
      `/api/data/v9.2/contacts(${contacts[(number * 7919) % contacts.length]})?$select=firstname,lastname,emailaddress1,jobtitle,createdon`,
  },
  {
    name: 'filtered page of 50',
    goal: 2500,
    headers: { prefer: 'odata.maxpagesize=50' },
    path: ({ events }, number) => registrations(events[number % events.length]),
  },
  {
    name: 'page of 50 with one expand',
    goal: 1500,
    headers: { prefer: 'odata.maxpagesize=50' },
    path: ({ events }, number) =>
      `${registrations(events[number % events.length])}&$expand=msevtmgt_contactid($select=firstname,lastname,emailaddress1)`,
  },
]

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const { connection, stop } = await openServer(folder)
  const children: ChildProcess[] = []
  try {
    const rows = await makeRows(connection)
    const servers = ['data-api-server.ts', 'hand-written-server.ts']
    const ports: number[] = []
    for (const file of servers) {
      const port = await freePort()
      ports.push(port)
      children.push(startServer(file, connectionUrl(connection), port))
    }
    await Promise.all(ports.map(untilListening))
    for (const question of questions) await compare(question, rows, ports)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit')))
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** An embedded server; BENCH_SERVER names one that runs already, with an empty database. */
async function openServer(folder: string) {
  const given = process.env.BENCH_SERVER
  if (given !== undefined) {
    return { connection: JSON.parse(given) as TestServer, stop: async () => undefined }
  }
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  return { connection: server.connection as TestServer, stop: () => server.stop() }
}

async function compare(
  question: Question,
  rows: MadeRows,
  ports: readonly number[],
): Promise<void> {
  const found = new Map<number, Measured[]>(ports.map((port) => [port, []]))
  for (const port of ports) await load(question, rows, port, 1)
  const before = await memoryOf(ports[0])
  for (let round = 0; round < rounds; round += 1) {
    for (const port of ports)
      found.get(port)?.push(await load(question, rows, port, secondsPerRound))
  }
  const [own, yardstick] = ports.map((port) => middle(found.get(port) ?? []))
  const ratio = (own?.perSecond ?? 0) / (yardstick?.perSecond ?? 1)
  console.log(`\n${question.name} (goal ${question.goal}/s), ${concurrency} clients`)
  console.log(`  Data API      ${shown(own)}`)
  console.log(`  hand-written  ${shown(yardstick)}`)
  const memory = `${megabytes(before)} MB before, ${megabytes(await memoryOf(ports[0]))} MB after`
  console.log(`  ratio ${ratio.toFixed(2)}; memory of the Data API ${memory}`)
}

const middle = (all: readonly Measured[]): Measured | undefined =>
  all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)]

const shown = (measured: Measured | undefined): string =>
  `${measured?.perSecond.toFixed(0).padStart(6)}/s  p50 ${measured?.p50.toFixed(1)} ms  p99 ${measured?.p99.toFixed(1)} ms`

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

async function load(
  question: Question,
  rows: MadeRows,
  port: number,
  seconds: number,
): Promise<Measured> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: concurrency, pipelining: 1 })
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  const headers = { authorization: `Bearer ${rows.key}`, ...question.headers }
  let next = 0
  const client = async () => {
    while (performance.now() < end) {
      const began = performance.now()
      const path = question.path(rows, next++)
      const answer = await pool.request({ method: 'GET', path, headers })
      if (answer.statusCode !== 200) throw new Error(`${path} ${await answer.body.text()}`)
      await answer.body.dump({ limit: 10_000_000 })
      times.push(performance.now() - began)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrency }, client))
  const took = (performance.now() - began) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: times.length / took, p50: at(0.5), p99: at(0.99) }
}

async function memoryOf(port: number | undefined): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  return ((await answer.json()) as { memory: number }).memory
}

function startServer(file: string, databaseUrl: string, port: number): ChildProcess {
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url))
  return spawn(process.execPath, [path, databaseUrl, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await memoryOf(port)
      return
    } catch {
      // Not there yet: that is what is waited for.
    }
    await wait(100)
  }
  throw new Error(`Nothing listens on port ${port}.`)
}

await main()
