import { spawn } from 'node:child_process'
import { type FileHandle, open, rename } from 'node:fs/promises'
import type { Log } from '#log'
import { clearEndpoint } from './endpoint.ts'
import { disownPostmasterFile } from './postmaster-file.ts'
import { refusals } from './refusals.ts'
import { programEnvironment, workingDirectory } from './run-program.ts'
import { becomesReady, endServer, type RunningServer, refusedBy } from './running-server.ts'
import { serverArguments } from './server-arguments.ts'
import { type Endpoint, executable, logFileIn, runAs, type ServerPlan } from './server-plan.ts'

/** Starts a server on the cluster, where none runs, and waits until it lets the hub in. */
export async function launchServer(
  plan: ServerPlan,
  endpoint: Endpoint,
  log: Log,
): Promise<RunningServer> {
  await disownPostmasterFile(plan.cluster, plan.account)
  await clearEndpoint(endpoint)
  const output = await openLog(logFileIn(plan.home))
  try {
    const start = (await output.stat()).size
    const server = await spawnServer(plan, endpoint, output)
    if (!(await becomesReady(plan, server, log))) {
      throw notStarted(plan, `${await server.ended}: ${await writtenSince(output, start)}`)
    }
    const cause = await refusedBy(endpoint)
    if (cause === undefined) return server
    await endServer(plan, server, log)
    throw notStarted(plan, `it does not let the hub in: ${cause.message}`, cause)
  } finally {
    await output.close()
  }
}

function notStarted(plan: ServerPlan, problem: string, cause?: Error) {
  const values = { problem, logFile: logFileIn(plan.home), directory: plan.cluster }
  return refusals['embedded-database-not-started'](values, { cause })
}

/**
 * The server writes to a file, not to a pipe: a pipe breaks when the hub is killed, and stops the
 * server when the hub is too busy to read it.
 */
async function openLog(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+', 0o600)
  if ((await file.stat()).size < 4_000_000) return file
  await file.close()
  await rename(path, `${path}.1`)
  return open(path, 'a+', 0o600)
}

function spawnServer(
  plan: ServerPlan,
  endpoint: Endpoint,
  output: FileHandle,
): Promise<RunningServer> {
  const program = executable(plan.binaries, 'postgres')
  const child = spawn(program, serverArguments(plan, endpoint), {
    cwd: workingDirectory,
    env: programEnvironment(),
    stdio: ['ignore', output.fd, output.fd],
    // A session of its own: Ctrl-C in the terminal must reach the hub only, which still has to write.
    detached: true,
    windowsHide: true,
    ...runAs(plan.account),
  })
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => resolve({ pid: child.pid as number, ended }))
  })
}

/** The last lines that the server wrote since a position in its log. */
async function writtenSince(output: FileHandle, start: number): Promise<string> {
  const { size } = await output.stat()
  const from = Math.max(start, size - 2000)
  const { buffer, bytesRead } = await output.read(Buffer.alloc(size - from), 0, size - from, from)
  return buffer.toString('utf8', 0, bytesRead).trim().replaceAll('\n', ' | ')
}
