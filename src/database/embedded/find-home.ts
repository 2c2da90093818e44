import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Log } from '#log'
import { readIfPresent } from './postmaster-file.ts'
import { closedTo } from './reach.ts'
import { refusals } from './refusals.ts'
import { serverAccount } from './server-account.ts'
import { clusterIn, type ServerAccount } from './server-plan.ts'

export interface Home {
  readonly directory: string
  readonly account: ServerAccount | undefined
}

/** Tried in this order when PostgreSQL's user cannot get into the data directory. */
const openPlaces = ['/var/lib/greenroom', '/var/tmp/greenroom']

/**
 * Where the embedded PostgreSQL of this data directory lives, and which user it runs as.
 * Makes the directories; makes no cluster.
 */
export async function findHome(
  dataDirectory: string,
  log: Log,
  places: readonly string[] = openPlaces,
): Promise<Home> {
  await makeDirectories(resolve(dataDirectory))
  const data = await realpath(dataDirectory)
  const directory = (await notedLocation(data)) ?? join(data, 'postgresql')
  const owner = await ownerOf(clusterIn(directory))
  const account = await serverAccount(clusterIn(directory), owner)
  if (owner !== undefined) await checkReach(directory, account)
  if (owner !== undefined || directory !== join(data, 'postgresql')) return { directory, account }
  return { directory: await placeHome(data, account, log, places), account }
}

const noteIn = (data: string): string => join(data, 'postgresql-location')

async function notedLocation(data: string): Promise<string | undefined> {
  const directory = (await readIfPresent(noteIn(data)))?.trim()
  if (directory === undefined) return undefined
  if ((await ownerOf(directory)) === undefined) {
    throw refusals['embedded-database-gone']({ directory, note: noteIn(data) })
  }
  return directory
}

async function ownerOf(path: string): Promise<ServerAccount | undefined> {
  try {
    const { uid, gid } = await lstat(path)
    return { uid, gid }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function checkReach(directory: string, account: ServerAccount | undefined): Promise<void> {
  const closed = await closedTo(account, directory, 'enter')
  if (closed === undefined) return
  const user = account?.uid ?? process.getuid?.() ?? -1
  throw refusals['embedded-database-unreachable']({ directory, user, closed })
}

async function placeHome(
  data: string,
  account: ServerAccount | undefined,
  log: Log,
  places: readonly string[],
): Promise<string> {
  const home = join(data, 'postgresql')
  if (account === undefined) {
    await makeDirectory(home)
    return home
  }
  await openDataDirectory(data, account, log)
  const closed = await closedTo(account, data, 'enter')
  if (closed === undefined) return makeEnterable(home)
  return keepElsewhere(data, account, closed, log, places)
}

/**
 * A data directory of root's own that only root may enter (mode 0700, as `mktemp` makes them) is
 * opened for entering, not for listing. Directories above it are not the hub's to change.
 */
async function openDataDirectory(data: string, account: ServerAccount, log: Log): Promise<void> {
  const { uid, mode } = await stat(data)
  if (uid !== 0 || (await closedTo(account, data, 'enter')) !== data) return
  log.info({ directory: data }, 'let PostgreSQL’s user enter the data directory (chmod o+x)')
  await chmod(data, (mode & 0o7777) | 0o011)
}

async function keepElsewhere(
  data: string,
  account: ServerAccount,
  closed: string,
  log: Log,
  places: readonly string[],
): Promise<string> {
  const name = `${basename(data)}-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`
  for (const place of places) {
    if (!(await isUsablePlace(place, account, log))) continue
    const home = await makeEnterable(join(place, name))
    await writeFile(noteIn(data), `${home}\n`)
    log.warn(
      { home, closed, user: account.uid },
      `PostgreSQL runs as user id ${account.uid}, which cannot enter ${closed}: the database is kept in ${home} instead of ${data}. Back up that directory.`,
    )
    return home
  }
  throw refusals['embedded-database-nowhere']({
    user: account.uid,
    closed,
    tried: places.join(' or '),
  })
}

/** Not usable: a read-only disk, or a directory that another user made first below /var/tmp. */
async function isUsablePlace(place: string, account: ServerAccount, log: Log): Promise<boolean> {
  try {
    await makeDirectories(place)
    const { uid, mode } = await lstat(place)
    return (
      uid === 0 && (mode & 0o022) === 0 && (await closedTo(account, place, 'enter')) === undefined
    )
  } catch (error) {
    log.info({ place, err: error }, 'the database cannot be kept here')
    return false
  }
}

/** Makes a directory and all that are missing above it, enterable for others when the hub is root. */
async function makeDirectories(path: string): Promise<void> {
  if ((await ownerOf(path)) !== undefined) return
  if (dirname(path) !== path) await makeDirectories(dirname(path))
  if (process.getuid?.() === 0) await makeEnterable(path)
  else await makeDirectory(path)
}

/** `chmod`, because root's umask is often 077. */
async function makeEnterable(path: string): Promise<string> {
  await makeDirectory(path)
  await chmod(path, 0o711)
  return path
}

/** One directory. Not `recursive`, with which Node 26 tries for ever where nothing can be made (/proc). */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
