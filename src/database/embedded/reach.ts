import { constants, type Stats } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ServerAccount } from './server-plan.ts'

const bits = { enter: 0o1, execute: 0o1, read: 0o4 } as const

/**
 * The first directory or file on the way to `path` that the account may not use; undefined when it
 * gets through. Judged by mode bits, because a check as another user would need a process as that user.
 */
export async function closedTo(
  account: ServerAccount | undefined,
  path: string,
  need: keyof typeof bits,
): Promise<string | undefined> {
  if (account === undefined) return closedToHub(path, need)
  const target = await realpath(path)
  for (const directory of ancestors(target)) {
    if (!allows(await stat(directory), account, bits.enter)) return directory
  }
  return allows(await stat(target), account, bits[need]) ? undefined : target
}

async function closedToHub(path: string, need: keyof typeof bits): Promise<string | undefined> {
  try {
    await access(path, need === 'read' ? constants.R_OK : constants.X_OK)
    return undefined
  } catch {
    return path
  }
}

/** All directories above a path, the root first. */
function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [...ancestors(parent), parent]
}

function allows(stats: Stats, account: ServerAccount, bit: number): boolean {
  if (stats.uid === account.uid) return (stats.mode & (bit << 6)) !== 0
  if (stats.gid === account.gid) return (stats.mode & (bit << 3)) !== 0
  return (stats.mode & bit) !== 0
}
