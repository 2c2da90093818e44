import { spawn } from 'node:child_process'
import { runAs, type ServerAccount } from './server-plan.ts'

export interface ProgramRun {
  readonly program: string
  readonly arguments: readonly string[]
  readonly account: ServerAccount | undefined
  /** Written to its standard input. */
  readonly input?: string
}

/** Runs a PostgreSQL program to its end. @throws Error with what it wrote to standard error */
export async function runProgram(run: ProgramRun): Promise<void> {
  const child = spawn(run.program, [...run.arguments], {
    cwd: workingDirectory,
    env: programEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
    windowsHide: true,
    ...runAs(run.account),
  })
  const problems: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `${signal ?? `code ${code}`}`))
  })
  // A program that ends early closes its input; why it ended is told by `ended`.
  child.stdin.on('error', () => undefined)
  child.stdin.end(run.input ?? '')
  const failure = await ended
  if (failure !== '') {
    throw new Error(`${Buffer.concat(problems).toString().trim()} (${run.program}: ${failure})`)
  }
}

/** Not the hub's own, which PostgreSQL's user may be unable to enter. */
export const workingDirectory = process.platform === 'win32' ? undefined : '/'

/**
 * Not the hub's environment, which holds secrets, and PG* settings meant for other servers.
 * macOS needs a valid LC_ALL, or the server becomes multithreaded and stops itself.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC' }
}
