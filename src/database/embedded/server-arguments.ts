import { chmod, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { refusals } from './refusals.ts'
import { type Endpoint, roleName, type ServerPlan, socketPort } from './server-plan.ts'

/**
 * For a small machine that must still take 2,000 registrations a second. Measured with pgbench, 16
 * clients, 2 cores shared with them: 5,200 transactions/s of three inserts (2 KB) and one update,
 * every one flushed to disk; synchronous_commit=off would give 6,500. Idle: 25 MB in 5 processes.
 * Tried in the same run and left alone, because the difference drowned in the noise (10 %):
 * commit_delay, wal_compression, wal_buffers, shared_buffers of 256 MB.
 */
const settingsForTheHub: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '100',
  synchronous_commit: 'on',
  // 4 KB of WAL per registration: a checkpoint every 4 minutes at 2,000/s instead of every 2, and a
  // third of the jitter in latency (standard deviation 2 ms instead of 5 ms).
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  // Three processes less than the default of 18, same speed.
  io_method: 'sync',
  // One process less; nothing subscribes here.
  max_logical_replication_workers: '0',
  // A parallel query takes the second core from the hub, and needs shared memory segments that do not
  // fit Docker's 64 MB of /dev/shm and that systemd's RemoveIPC deletes when the user logs out
  // (PostgreSQL manual 18.4.2). What is left of dynamic shared memory fits into the main block.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  min_dynamic_shared_memory: '8MB',
  // Read latency of any disk a hub is put on today is that of an SSD.
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failing statements reach the hub, which knows whether they were expected; here they would fill
  // the disk, with their text in it. Severity LOG keeps crashes and refused connections.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

const accessRulesIn = (home: string): string => join(home, 'pg_hba.conf')
const userMapIn = (home: string): string => join(home, 'pg_ident.conf')

/** The command line of the server. A leftover is only adopted when it was started with the same. */
export function serverArguments(plan: ServerPlan, endpoint: Endpoint): string[] {
  const settings: Record<string, string> = {
    ...settingsForTheHub,
    ...plan.settings,
    ...listening(endpoint),
    hba_file: accessRulesIn(plan.home),
    ident_file: userMapIn(plan.home),
    cluster_name: 'greenroom',
    log_destination: 'stderr',
    logging_collector: 'off',
  }
  return [
    '-D',
    plan.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

function listening(endpoint: Endpoint): Record<string, string> {
  if (endpoint.kind === 'loopback') {
    return {
      listen_addresses: '127.0.0.1',
      port: String(endpoint.port),
      unix_socket_directories: '',
    }
  }
  return {
    listen_addresses: '',
    port: String(socketPort),
    // A comma separates directories there; quotes keep one that has a comma in its path whole.
    unix_socket_directories: `"${endpoint.directory}"`,
    unix_socket_permissions: '0700',
  }
}

/**
 * Who may connect: the hub's own operating-system user, as the role `greenroom`. On a socket the
 * kernel vouches for the user (peer), so that there is no password to keep; on a loopback port a
 * password is asked. Nobody may log in as the superuser: no statement of the hub needs to.
 */
export async function writeAccessRules(home: string): Promise<void> {
  const rules = [
    `local all ${roleName} peer map=hub`,
    `host all ${roleName} 127.0.0.1/32 scram-sha-256`,
  ]
  await writeReadable(accessRulesIn(home), `${rules.join('\n')}\n`)
  await writeReadable(userMapIn(home), `hub "${hubUser()}" ${roleName}\n`)
}

/** PostgreSQL's user must be able to read it, whatever the hub's umask is. */
async function writeReadable(file: string, content: string): Promise<void> {
  await writeFile(file, content)
  await chmod(file, 0o644)
}

function hubUser(): string {
  try {
    return userInfo().username
  } catch (cause) {
    const problem = `user id ${process.getuid?.()} has no entry in /etc/passwd`
    throw refusals['embedded-database-no-account']({ problem }, { cause })
  }
}
