import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { readIfPresent } from './postmaster-file.ts'
import { isRunning } from './processes.ts'
import { refusals } from './refusals.ts'

export interface HubLock {
  release(): void
}

/**
 * Lets one hub at a time use a home.
 *
 * The lock is the exclusive lock of an empty SQLite file: Node has no flock, and SQLite takes the
 * kernel's own (fcntl, LockFileEx). The kernel frees it when the process dies in whatever way, gives
 * it to one of two racing hubs, knows no recycled process ids, works between containers that share
 * the directory, and unlike flock's it is not inherited by PostgreSQL. Costs 4 ms and 1.5 MB.
 * `hub.pid` beside it only names the holder.
 */
export async function takeHubLock(home: string): Promise<HubLock> {
  const pidFile = join(home, 'hub.pid')
  // A holder that has the lock but has not written its id yet is waited for.
  for (let tries = 0; ; tries += 1) {
    const lock = lockFile(join(home, 'hub.lock'))
    if (lock !== undefined) return holdLock(lock, pidFile)
    const pid = Number(await readIfPresent(pidFile))
    const isKnown = Number.isInteger(pid) && pid > 0 && (await isRunning(pid))
    if (isKnown || tries === 40) {
      throw refusals['embedded-database-in-use']({
        directory: home,
        pid: isKnown ? pid : 'unknown',
      })
    }
    await sleep(25)
  }
}

function holdLock(lock: DatabaseSync, pidFile: string): HubLock {
  writeFileSync(pidFile, `${process.pid}\n`)
  return {
    release() {
      rmSync(pidFile, { force: true })
      lock.close()
    },
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const busy = 5

/** The file's lock, held until it is closed; undefined while another process holds it. */
function lockFile(path: string): DatabaseSync | undefined {
  // Two that arrive in the same moment see each other as busy; the timeout lets one of them through.
  const database = new DatabaseSync(path, { timeout: 200 })
  try {
    database.exec('pragma journal_mode = memory; begin exclusive')
    // Who can read a file can lock it. Not by opening it once more: closing that would drop the lock.
    chmodSync(path, 0o600)
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === busy) return undefined
    throw error
  }
}
