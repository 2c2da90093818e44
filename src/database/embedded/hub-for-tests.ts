import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Connection } from './endpoint.ts'
import { closedTo } from './reach.ts'
import { nobodyIn } from './server-account.ts'
import type { ServerAccount } from './server-plan.ts'

export const isRoot = process.getuid?.() === 0

/** For tests that need two users. */
export const unlessRoot = isRoot ? false : 'only root can start processes as another user'

/** A directory that every user can enter, as `mkdtemp`'s is not; it is gone after the test. */
export async function temporaryDirectory(
  t: { after(act: () => Promise<void>): void },
  account?: ServerAccount,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-test-'))
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))
  await chmod(directory, 0o755)
  if (account !== undefined) await chown(directory, account.uid, account.gid)
  return directory
}

export async function nobody(): Promise<ServerAccount> {
  return nobodyIn(await readFile('/etc/passwd', 'utf8'))
}

/** Why a test that runs Node as this account cannot run here; false when it can. */
export async function unlessReachable(account: ServerAccount): Promise<string | false> {
  for (const file of [process.execPath, import.meta.filename]) {
    const closed = await closedTo(account, file, 'read')
    if (closed !== undefined) return `user id ${account.uid} cannot enter ${closed}`
  }
  return false
}

/** What a hub process of a test reports on its first line. */
type Report =
  | { readonly connection: Connection; readonly serverPid: number }
  | { readonly code: string; readonly sentence: string; readonly advice: string }

export interface TestHub {
  readonly process: ChildProcess
  readonly pid: number
  /** Resolves when the hub has started or was refused. */
  readonly report: Promise<Report>
  /** Sends a signal and waits for the end. @returns exit code, or signal */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

export interface TestHubOptions {
  readonly account?: ServerAccount
  readonly settings?: Record<string, string>
  /** Umask of the process. */
  readonly umask?: number
}

const program = (dataDirectory: string, { settings = {}, umask = 0o022 }: TestHubOptions) => `
  import { readFileSync } from 'node:fs'
  import { dirname, join } from 'node:path'
  import { startEmbedded } from ${JSON.stringify(new URL('start-embedded.ts', import.meta.url).href)}
  import { silentLog } from '#log'
  process.umask(${umask})
  const dataDirectory = ${JSON.stringify(dataDirectory)}
  const report = (line) => console.log(JSON.stringify(line))
  try {
    const server = await startEmbedded({
      dataDirectory, log: silentLog, settings: ${JSON.stringify(settings)},
    })
    const stop = async () => { await server.stop(); report({ stopped: true }) }
    process.once('SIGTERM', stop).once('SIGINT', stop)
    process.once('SIGUSR2', () => { throw new Error('a mistake in the hub') })
    const { connection } = server
    const file = join(dataDirectory, 'postgresql', 'data', 'postmaster.pid')
    report({ connection, serverPid: Number.parseInt(readFileSync(file, 'utf8'), 10) })
  } catch (error) {
    if (error.code === undefined) throw error
    report({ code: error.code, sentence: error.message, advice: error.advice ?? '' })
  }
`

/** Starts a hub in a process of its own, in a process group of its own. It is killed after the test. */
export function startHub(
  t: TestContext,
  dataDirectory: string,
  options: TestHubOptions = {},
): TestHub {
  const code = program(dataDirectory, options)
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    ...(options.account === undefined ? {} : options.account),
  })
  const ended = once(child, 'exit')
  const report = firstReport(child)
  // A test that kills the hub before it reports does not look at the report.
  report.catch(() => undefined)
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    process: child,
    pid: child.pid as number,
    report,
    async end(signal) {
      child.kill(signal)
      const [exitCode, exitSignal] = await ended
      return exitCode ?? exitSignal
    },
  }
}

async function firstReport(child: ChildProcess): Promise<Report> {
  if (child.stdout === null) throw new Error('The hub was started without a pipe.')
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as Report
  throw new Error('The hub ended without a report.')
}

/** The report of a hub that must have started. */
export async function started(hub: TestHub) {
  const report = await hub.report
  if ('connection' in report) return report
  throw new Error(`The hub was refused: ${report.sentence}`)
}

/** Runs one statement on a connection of its own. */
export async function query<Row>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new pg.Client({ ...connection })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows as Row[]
  } finally {
    await client.end()
  }
}
