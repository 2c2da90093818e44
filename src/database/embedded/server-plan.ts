/**
 * Words of this folder.
 * - home: the directory that holds everything of the embedded PostgreSQL: `<data directory>/postgresql`,
 *   or elsewhere when PostgreSQL's user cannot get there (then `<data directory>/postgresql-location` says where).
 * - cluster: PostgreSQL's own data directory, `<home>/data`. Only PostgreSQL's user may enter it.
 * - account: the unprivileged user that PostgreSQL runs as when the hub is root; undefined = as the hub.
 * - endpoint: where the server listens: a socket directory, or a loopback port with a password.
 * - leftover: a server that outlived the hub that started it.
 */
import { join } from 'node:path'

export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

export type Endpoint =
  | { readonly kind: 'socket'; readonly directory: string }
  | { readonly kind: 'loopback'; readonly port: number; readonly password: string }

/** Everything that a start, a restart or an adoption of the server must agree on. */
export interface ServerPlan {
  /** The directory with `bin`, `lib` and `share` that is run from. */
  readonly binaries: string
  readonly home: string
  readonly cluster: string
  readonly account: ServerAccount | undefined
  /** PostgreSQL settings that win over the hub's own. */
  readonly settings: Readonly<Record<string, string>>
}

export const roleName = 'greenroom'
export const databaseName = 'greenroom'

/** On sockets the port is only part of the file's name, so it need not be free. */
export const socketPort = 5432

export const clusterIn = (home: string): string => join(home, 'data')
export const logFileIn = (home: string): string => join(home, 'postgresql.log')

export function executable(binaries: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** For `spawn`: run as the account, or as the hub itself. `spawn` takes signed ids, `chown` unsigned ones. */
export function runAs(account: ServerAccount | undefined): Partial<ServerAccount> {
  return account === undefined ? {} : { uid: account.uid | 0, gid: account.gid | 0 }
}
