import { constants } from 'node:fs'
import { lchown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerAccount } from './server-plan.ts'

/** What PostgreSQL writes into `postmaster.pid`; its lines are fixed in miscadmin.h (LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number | undefined
  /** Empty when the server does not listen on a socket. */
  readonly socketDirectory: string
  readonly status: string
}

/** Reads `postmaster.pid`; undefined when there is none, or it is not written to the end of line 1. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const content = await readIfPresent(join(cluster, 'postmaster.pid'))
  return content === undefined ? undefined : parsePostmasterFile(content)
}

export function parsePostmasterFile(content: string): PostmasterFile | undefined {
  const [pid = '', , , port = '', socketDirectory = '', , , status = ''] = content.split('\n')
  if (!/^-?\d+$/.test(pid) || !content.includes('\n')) return undefined
  return {
    // Single-user mode writes its process id negated.
    pid: Math.abs(Number(pid)),
    port: /^\d+$/.test(port) ? Number(port) : undefined,
    socketDirectory,
    status: status.trim(),
  }
}

/**
 * Takes the process id of a server that is gone out of `postmaster.pid`, for PostgreSQL refuses to
 * start while a process has it: after the restart of a container the same small ids come again, and
 * a killed server that was a child of a killed hub stays a zombie until init reaps it (seen: 3 s).
 * The file is not deleted: its shared memory key is how
 * PostgreSQL notices backends that outlived their postmaster. PostgreSQL ignores its own parent's id
 * (CreateLockFile in miscinit.c), and that is this process.
 */
export async function disownPostmasterFile(
  cluster: string,
  account: ServerAccount | undefined,
): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  const content = await readIfPresent(file)
  if (content === undefined) return
  // rm, 'wx' and rename do not follow a link that PostgreSQL's user may have put there.
  const replacement = `${file}.new`
  await rm(replacement, { force: true })
  const disowned = content.replace(/^-?\d+/, String(process.pid))
  await writeFile(replacement, disowned, { flag: 'wx', mode: 0o600 })
  if (account !== undefined) await lchown(replacement, account.uid, account.gid)
  await rename(replacement, file)
}

/** A file's text, undefined when there is none. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    // Some of these files belong to PostgreSQL's user, who must not make root read another for him.
    return await readFile(file, { encoding: 'utf8', flag: constants.O_RDONLY | noFollow })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Windows has no such flag. */
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
