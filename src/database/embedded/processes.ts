import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Whether a process with this id runs. A zombie does not: in a container nobody may ever reap it. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return process.platform !== 'linux' || !(await isZombie(pid))
}

/** Sends a signal; a process that is gone already is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function isZombie(pid: number): Promise<boolean> {
  const stat = await readProcess(pid, 'stat')
  // proc(5): pid (name) state …; the name may itself contain parentheses.
  return stat === undefined || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}

/**
 * Whether this process is a PostgreSQL on this cluster, and not another process that was given the
 * same id later. On Windows that is left to PostgreSQL's own interlock.
 */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!(await isRunning(pid))) return false
  const command = await commandOf(pid)
  return /postgres/.test(command) && ` ${command} `.includes(` ${cluster} `)
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return ((await readProcess(pid, 'cmdline')) ?? '').split('\0').join(' ')
  }
  if (process.platform === 'win32') return ''
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
  return stdout.trim()
}

/** A file below /proc, undefined when the process ended meanwhile. */
async function readProcess(pid: number, file: 'stat' | 'cmdline'): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
