/**
 * How many event pages a second: one event with twelve sessions and six speakers, its registration
 * form, 32 visitors at once. Yardstick in the same run, on the same PostgreSQL: a hand-written server
 * that makes the same HTML from one query. A/B/A/B, medians.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { connectionUrl } from '../../test/database.ts'
import { concurrency, load, type Measured } from '../data-api/load.ts'
import { processorTime } from '../data-api/processor-time.ts'
import { freePort, startHub, untilListening } from '../hub-and-yardstick.ts'
import { makeEvent } from './make-event.ts'

const rounds = 3
const seconds = 5

interface Target {
  readonly name: string
  readonly process: ChildProcess
  readonly port: number
}

interface Round extends Measured {
  /** Microseconds of the server's own process. */
  readonly processorPerPage: number | undefined
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  const databaseUrl = connectionUrl(server.connection)
  const children: ChildProcess[] = []
  try {
    const event = await makeEvent(server.connection, folder)
    const ports = [await freePort(), await freePort()] as const
    const hub = startHub(databaseUrl, ports[0], folder)
    children.push(hub)
    await untilListening(ports[0])
    const path = `/e/${event.readableId}`
    const page = await pageOf(ports[0], path)
    const pageFile = join(folder, 'page.html')
    await writeFile(pageFile, page)
    const script = fileURLToPath(new URL('./hand-written-server.ts', import.meta.url))
    const yardstick = spawn(
      process.execPath,
      [script, databaseUrl, String(ports[1]), event.id, pageFile],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    children.push(yardstick)
    await untilListening(ports[1])
    if ((await pageOf(ports[1], path)) !== page) throw new Error('The pages are not the same.')
    console.log(
      `\n${page.length} characters, ${concurrency} visitors at once, ${rounds} rounds of ${seconds} s`,
    )
    const targets = [
      { name: 'Greenroom', process: hub, port: ports[0] },
      { name: 'hand-written server', process: yardstick, port: ports[1] },
    ]
    await compare(targets, path)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit')))
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function pageOf(port: number, path: string): Promise<string> {
  return await (await request(`http://127.0.0.1:${port}${path}`)).body.text()
}

async function compare(targets: readonly Target[], path: string): Promise<void> {
  const found = new Map<string, Round[]>(targets.map(({ name }) => [name, []]))
  for (const target of targets) await round(target, path, 2)
  for (let at = 0; at < rounds; at += 1) {
    for (const target of targets) found.get(target.name)?.push(await round(target, path, seconds))
  }
  const medians = targets.map(({ name }) => report(name, found.get(name) ?? []))
  console.log(`  ratio ${((medians[0] ?? 0) / (medians[1] ?? 1)).toFixed(2)}`)
}

async function round({ process, port }: Target, path: string, length: number): Promise<Round> {
  const own = () => processorTime([process.pid ?? 0])
  const before = own()
  const measured = await load({ port, headers: {}, path: () => path }, length)
  const after = own()
  const spent = before === undefined || after === undefined ? undefined : after - before
  return {
    ...measured,
    processorPerPage: spent === undefined ? undefined : (spent * 1000) / measured.requests,
  }
}

function report(name: string, found: readonly Round[]): number {
  const middle = found.toSorted((a, b) => a.perSecond - b.perSecond)[
    Math.floor(found.length / 2)
  ] as Round
  console.log(
    `  ${name.padEnd(20)} ${middle.perSecond.toFixed(0).padStart(6)}/s  p50 ${middle.p50.toFixed(1)} ms  p99 ${middle.p99.toFixed(1)} ms  processor ${middle.processorPerPage?.toFixed(0) ?? '?'} µs a page`,
  )
  return middle.perSecond
}

await main()
