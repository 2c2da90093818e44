import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises'
import { createServer, type ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Log } from '#log'
import { runAsSuperuser } from './make-cluster.ts'
import { type PostmasterFile, readIfPresent } from './postmaster-file.ts'
import { closedTo } from './reach.ts'
import {
  type Endpoint,
  roleName,
  type ServerAccount,
  type ServerPlan,
  socketPort,
} from './server-plan.ts'

/** What `pg.Pool` needs to connect. */
export interface Connection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password?: string
  readonly database: string
}

/** The socket's path must fit sun_path: 108 bytes on Linux, 104 on macOS, with the final zero. */
const socketPathLimit = 103
const socketName = `.s.PGSQL.${socketPort}`
const temporaryPrefix = 'greenroom-'

/** Chooses where a new server listens. The server must not run. */
export async function chooseEndpoint(
  plan: ServerPlan,
  log: Log,
  platform: NodeJS.Platform = process.platform,
): Promise<Endpoint> {
  // PostgreSQL on Windows has Unix sockets, but Node cannot connect to them there.
  const directory = platform === 'win32' ? undefined : await socketDirectory(plan, log)
  if (directory !== undefined) return { kind: 'socket', directory }
  return { kind: 'loopback', port: await freePort(), password: await password(plan) }
}

async function socketDirectory(plan: ServerPlan, log: Log): Promise<string | undefined> {
  const own = join(plan.home, 'run')
  await mkdir(own, { recursive: true })
  if (await isFitForSockets(own, plan.account, log)) return own
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    if (await isClosed(plan.account, base)) continue
    const temporary = await mkdtemp(join(base, temporaryPrefix))
    if (await isFitForSockets(temporary, plan.account, log)) return temporary
    await rmdir(temporary)
  }
  log.warn('no directory here can hold a socket: PostgreSQL listens on a loopback port')
  return undefined
}

/** Closed, or not there at all: TMPDIR may name anything. */
async function isClosed(account: ServerAccount | undefined, base: string): Promise<boolean> {
  try {
    return (await closedTo(account, base, 'enter')) !== undefined
  } catch {
    return true
  }
}

/** Closes the directory to other users and tries: some mounted file systems have no sockets. */
async function isFitForSockets(
  directory: string,
  account: ServerAccount | undefined,
  log: Log,
): Promise<boolean> {
  const path = join(directory, socketName)
  if (Buffer.byteLength(path) > socketPathLimit) return false
  await chmod(directory, 0o700)
  if (account !== undefined) await chown(directory, account.uid, account.gid)
  try {
    await listenOnce({ path: join(directory, '.probe') })
    return true
  } catch (error) {
    log.info({ directory, err: error }, 'this directory cannot hold a socket')
    return false
  }
}

async function freePort(): Promise<number> {
  return listenOnce({ host: '127.0.0.1', port: 0 })
}

/** Listens and stops again. @returns the port, 0 for a socket */
function listenOnce(where: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(where, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

const passwordFileIn = (home: string): string => join(home, 'password')

/** The role's password, generated at its first use and kept with mode 0600. */
async function password(plan: ServerPlan): Promise<string> {
  const kept = await readIfPresent(passwordFileIn(plan.home))
  if (kept !== undefined) return kept
  const made = randomBytes(24).toString('base64url')
  await runAsSuperuser(plan, [`alter role ${roleName} password '${made}'`])
  await writeFile(passwordFileIn(plan.home), made, { mode: 0o600 })
  return made
}

/** Where a leftover listens; undefined when this hub has no way to log in there. */
export async function endpointOf(
  { home }: ServerPlan,
  { socketDirectory: directory, port }: PostmasterFile,
): Promise<Endpoint | undefined> {
  if (directory !== '') return { kind: 'socket', directory }
  const kept = await readIfPresent(passwordFileIn(home))
  return port === undefined || kept === undefined
    ? undefined
    : { kind: 'loopback', port, password: kept }
}

export function connectionTo(endpoint: Endpoint, database: string): Connection {
  if (endpoint.kind === 'socket') {
    return { host: endpoint.directory, port: socketPort, user: roleName, database }
  }
  const { port, password } = endpoint
  return { host: '127.0.0.1', port, user: roleName, password, database }
}

/**
 * Removes what a dead server left in its socket directory. PostgreSQL would do so itself, unless
 * another process has been given the dead server's process id, which the `.lock` file names.
 */
export async function clearEndpoint(endpoint: Endpoint): Promise<void> {
  if (endpoint.kind === 'socket') await removeSocket(endpoint.directory)
}

async function removeSocket(directory: string): Promise<void> {
  for (const name of [socketName, `${socketName}.lock`]) {
    await rm(join(directory, name), { force: true })
  }
}

/** Removes a temporary socket directory when its server is gone, and only what a server made there. */
export async function discardEndpoint(
  directory: string,
  account: ServerAccount | undefined,
  log: Log,
): Promise<void> {
  if (!basename(directory).startsWith(temporaryPrefix)) return
  try {
    const stats = await lstat(directory)
    if (!stats.isDirectory() || stats.uid !== (account?.uid ?? process.getuid?.())) return
    await removeSocket(directory)
    await rmdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    log.warn({ directory, err: error }, 'a temporary socket directory could not be removed')
  }
}
