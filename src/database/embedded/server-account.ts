import { readFile } from 'node:fs/promises'
import { refusals } from './refusals.ts'
import type { ServerAccount } from './server-plan.ts'

/**
 * The user that PostgreSQL must run as: the hub's own, or when the hub is root (PostgreSQL refuses to
 * run as root) the owner of the existing cluster, and `nobody` for a new one.
 */
export async function serverAccount(
  cluster: string,
  owner: ServerAccount | undefined,
): Promise<ServerAccount | undefined> {
  const user = process.getuid?.()
  if (user === undefined) return undefined
  if (user !== 0) {
    checkOwner(cluster, owner, user)
    return undefined
  }
  if (owner !== undefined && owner.uid !== 0) return owner
  const nobody = nobodyIn(await readFile('/etc/passwd', 'utf8'))
  checkOwner(cluster, owner, nobody.uid)
  return nobody
}

/** PostgreSQL uses no cluster of another user; root's is one that was restored as root. */
function checkOwner(directory: string, owner: ServerAccount | undefined, user: number): void {
  if (owner === undefined || owner.uid === user) return
  throw refusals['embedded-database-foreign-owner']({ directory, owner: owner.uid, user })
}

/** Exported for its test: `nobody` has other numbers on macOS (-2) and older systems. */
export function nobodyIn(passwd: string): ServerAccount {
  const fields = passwd.match(/^nobody:[^:]*:(-?\d+):(-?\d+):/m)
  if (fields === null) {
    throw refusals['embedded-database-no-account']({
      problem: 'the hub runs as root, and /etc/passwd has no user nobody',
    })
  }
  return { uid: Number(fields[1]) >>> 0, gid: Number(fields[2]) >>> 0 }
}
