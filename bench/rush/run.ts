/**
 * Doors open: one event of 10,000 seats and 20,000 visitors who all want in at once, over HTTP. How
 * long until it is sold out, how long does a visitor wait, is a seat sold twice or an answer lost?
 * Yardstick in the same run, on the same PostgreSQL: the hand-written server of
 * `bench/registration`. A/B/A/B, medians.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Agent, request } from 'undici'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { connectionUrl } from '../../test/database.ts'
import { freePort, startHub, startYardstick, untilListening } from '../hub-and-yardstick.ts'
import { makeRows } from '../registration/make-rows.ts'

const origin = 'https://bench.example'
const seats = 10_000
const visitors = 20_000
const connections = 256
const rounds = 3

interface Target {
  readonly name: string
  readonly process: ChildProcess
  readonly url: string
  address(eventId: string): string
  body(number: number): object
}

interface Rush {
  readonly soldOutAfter: number
  readonly answeredAfter: number
  readonly p50: number
  readonly p99: number
  readonly registered: number
  readonly inDatabase: number
  readonly processorSeconds: number
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  const databaseUrl = connectionUrl(server.connection)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  const children: ChildProcess[] = []
  try {
    const rows = await makeRows(server.connection, folder, origin, seats)
    const ports = [await freePort(), await freePort()] as const
    const hub = startHub(databaseUrl, ports[0], folder)
    const yardstick = startYardstick(databaseUrl, ports[1])
    children.push(hub, yardstick)
    await Promise.all(ports.map(untilListening))
    const person = (number: number) => ({
      firstName: 'Rush',
      lastName: `Visitor ${number}`,
      email: `v${number}.${process.pid}@bench.example`,
    })
    const targets: readonly Target[] = [
      {
        name: 'Greenroom (Events API)',
        process: hub,
        url: `http://127.0.0.1:${ports[0]}`,
        address: (id) =>
          `/EvtMgmt/api/v2.0/events/${rows.readableIds.get(id)}/registrations?emApplicationtoken=${rows.token}`,
        body: (number) => ({ attendees: [person(number)] }),
      },
      {
        name: 'hand-written server',
        process: yardstick,
        url: `http://127.0.0.1:${ports[1]}`,
        address: (id) => `/events/${id}/registrations`,
        body: person,
      },
    ]
    const events = [...rows.hot]
    const found = new Map<string, Rush[]>(targets.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const target of targets) {
        found.get(target.name)?.push(await rush(target, events.pop() ?? '', pool))
      }
    }
    report(targets, found)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit')))
    await pool.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

let nextVisitor = 0

/** All visitors at once, over so many connections; each asks once. */
async function rush(target: Target, eventId: string, pool: pg.Pool): Promise<Rush> {
  const agent = new Agent({ connections, pipelining: 1 })
  const times: number[] = []
  let registered = 0
  let soldOutAfter = Number.POSITIVE_INFINITY
  const last = nextVisitor + visitors
  const processorBefore = await processorSeconds(target.process)
  const began = performance.now()
  const client = async () => {
    while (nextVisitor < last) {
      const number = nextVisitor++
      const asked = performance.now()
      const answer = await request(`${target.url}${target.address(eventId)}`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify(target.body(number)),
      })
      const text = await answer.body.text()
      const now = performance.now()
      times.push(now - asked)
      if (answer.statusCode !== 200 || !text.includes('Success')) continue
      registered += 1
      if (registered === seats) soldOutAfter = (now - began) / 1000
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  const answeredAfter = (performance.now() - began) / 1000
  await agent.close()
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from msevtmgt_eventregistration where msevtmgt_eventid = $1 and statecode = 0',
    [eventId],
  )
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return {
    soldOutAfter,
    answeredAfter,
    p50: at(0.5),
    p99: at(0.99),
    registered,
    inDatabase: rows[0]?.count ?? 0,
    processorSeconds: (await processorSeconds(target.process)) - processorBefore,
  }
}

/** User and system time of a process (Linux); elsewhere 0. */
async function processorSeconds({ pid }: ChildProcess): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
}

function report(targets: readonly Target[], found: ReadonlyMap<string, readonly Rush[]>): void {
  console.log(
    `\n${seats} seats, ${visitors} visitors over ${connections} connections, median of ${rounds} rounds`,
  )
  const medians = targets.map(({ name }) => {
    const measured = found.get(name) ?? []
    const middle = measured.toSorted((a, b) => a.soldOutAfter - b.soldOutAfter)[
      Math.floor(measured.length / 2)
    ] as Rush
    console.log(
      `  ${name.padEnd(24)} sold out after ${middle.soldOutAfter.toFixed(1)} s, everybody answered after ${middle.answeredAfter.toFixed(1)} s, p50 ${middle.p50.toFixed(0)} ms, p99 ${middle.p99.toFixed(0)} ms, processor ${middle.processorSeconds.toFixed(1)} s`,
    )
    for (const { registered, inDatabase } of measured) {
      const fault = registered === inDatabase && inDatabase === seats ? '' : '  WRONG'
      console.log(`    told ${registered}, in the database ${inDatabase}${fault}`)
      if (fault !== '') process.exitCode = 1
    }
    return middle.soldOutAfter
  })
  console.log(`  ratio ${((medians[1] ?? 0) / (medians[0] ?? 1)).toFixed(2)} x as fast`)
}

await main()
