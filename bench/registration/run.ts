/**
 * How many registrations a second does the hub take over HTTP: all for one hot event, and spread
 * over 64? Yardstick in the same run, on the same PostgreSQL: a hand-written server that does the
 * same work (match the contact, lock the event, check the capacity, insert registration and two
 * jobs) in one transaction per request. A/B/A/B, medians.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { connectionUrl } from '../../test/database.ts'
import { freePort, startHub, startYardstick, untilListening } from '../hub-and-yardstick.ts'
import { type MadeRows, makeRows } from './make-rows.ts'

const origin = 'https://bench.example'
const concurrency = 64
const secondsPerRound = 5
const rounds = 3

interface Target {
  readonly name: string
  readonly url: string
  address(eventId: string): string
  body(number: number): object
}

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly refused: number
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  const databaseUrl = connectionUrl(server.connection)
  const children: ChildProcess[] = []
  try {
    const rows = await makeRows(server.connection, folder, origin)
    const ports = [await freePort(), await freePort()] as const
    children.push(startHub(databaseUrl, ports[0], folder), startYardstick(databaseUrl, ports[1]))
    await Promise.all(ports.map(untilListening))
    await compare(targets(ports, rows), rows)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit')))
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function targets(ports: readonly [number, number], rows: MadeRows): readonly [Target, Target] {
  const person = (number: number) => ({
    firstName: 'Bench',
    lastName: `Person ${number}`,
    email: `p${number}.${process.pid}@bench.example`,
  })
  return [
    {
      name: 'Greenroom (Events API)',
      url: `http://127.0.0.1:${ports[0]}`,
      address: (id) =>
        `/EvtMgmt/api/v2.0/events/${rows.readableIds.get(id)}/registrations?emApplicationtoken=${rows.token}`,
      body: (number) => ({ attendees: [person(number)] }),
    },
    {
      name: 'hand-written server',
      url: `http://127.0.0.1:${ports[1]}`,
      address: (id) => `/events/${id}/registrations`,
      body: person,
    },
  ]
}

async function compare(both: readonly [Target, Target], rows: MadeRows): Promise<void> {
  const hot = [...rows.hot]
  const questions = {
    // A fresh event for each measurement, because capacity ends at 50,000.
    'one hot event': () => [hot.pop() ?? ''],
    '64 events': () => rows.spread,
  }
  for (const [question, eventIds] of Object.entries(questions)) {
    const found = new Map<string, Measured[]>(both.map(({ name }) => [name, []]))
    for (const target of both) await load(target, eventIds(), 1)
    for (let round = 0; round < rounds; round += 1) {
      for (const target of both) {
        found.get(target.name)?.push(await load(target, eventIds(), secondsPerRound))
      }
    }
    report(question, both, found)
  }
}

function report(question: string, both: readonly Target[], found: Map<string, Measured[]>): void {
  console.log(
    `\n${question}, ${concurrency} clients, median of ${rounds} rounds of ${secondsPerRound} s`,
  )
  const medians = both.map(({ name }) => {
    const measured = found.get(name) ?? []
    const middle = measured.toSorted((a, b) => a.perSecond - b.perSecond)[
      Math.floor(measured.length / 2)
    ]
    console.log(
      `  ${name.padEnd(24)} ${middle?.perSecond.toFixed(0).padStart(6)}/s  p50 ${middle?.p50.toFixed(1)} ms  p99 ${middle?.p99.toFixed(1)} ms  not registered ${middle?.refused}`,
    )
    return middle?.perSecond ?? 0
  })
  console.log(`  ratio ${((medians[0] ?? 0) / (medians[1] ?? 1)).toFixed(2)}`)
}

let nextPerson = 0

async function load(
  target: Target,
  eventIds: readonly string[],
  seconds: number,
): Promise<Measured> {
  const agent = new Agent({ connections: concurrency, pipelining: 1 })
  const times: number[] = []
  let refused = 0
  const end = performance.now() + seconds * 1000
  const client = async () => {
    while (performance.now() < end) {
      const number = nextPerson++
      const eventId = eventIds[number % eventIds.length] as string
      const began = performance.now()
      const answer = await request(`${target.url}${target.address(eventId)}`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify(target.body(number)),
      })
      const text = await answer.body.text()
      times.push(performance.now() - began)
      if (answer.statusCode !== 200 || !text.includes('Success')) refused += 1
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrency }, client))
  const took = (performance.now() - began) / 1000
  await agent.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: (times.length - refused) / took, p50: at(0.5), p99: at(0.99), refused }
}

await main()
