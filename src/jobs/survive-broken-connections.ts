import type { Pool, PoolClient } from 'pg'

/**
 * A connection that breaks between two statements of a transaction tells nobody but its own
 * `error` listeners, and without one Node ends the process. The pool of `pg` 8.23 listens only
 * while a connection is idle. Nothing is swallowed here: the next statement on it fails.
 */
export function surviveBrokenConnections(pool: Pool): void {
  if (!pool.listeners('acquire').includes(listenToErrors)) pool.on('acquire', listenToErrors)
}

function listenToErrors(client: PoolClient): void {
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore)
}

const ignore = () => undefined
