import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Db, Tx } from './handles.ts'
import { refusals } from './refusals.ts'
import { withTransaction } from './transaction.ts'

/** Numbered SQL files, forward only: `0001-foundation.sql`, `0002-jobs.sql`, … */
export const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Any constant will do, as long as every hub uses the same: only one migrates at a time. */
const migrationLock = 7_461_203

/** Brings the database up to the newest migration; gives the names of those it applied. */
export async function migrate(db: Db, folder: string = migrationsFolder): Promise<string[]> {
  const files = await migrationFiles(folder)
  return await withTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx)
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`create table if not exists gr_migration (name text primary key, appliedon timestamptz not null default now())`.execute(
      tx,
    )
    const applied = await appliedNames(tx)
    refuseNewerDatabase(applied, files)
    const pending = files.filter((name) => !applied.includes(name))
    for (const name of pending) await apply(tx, folder, name)
    return pending
  })
}

export async function migrationFiles(folder: string = migrationsFolder): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => /^\d{4}-[\w-]+\.sql$/.test(name)).sort()
}

async function appliedNames(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from gr_migration order by name`.execute(
    tx,
  )
  return rows.map((row) => row.name)
}

async function apply(tx: Tx, folder: string, name: string): Promise<void> {
  const text = await readFile(`${folder}/${name}`, 'utf8')
  try {
    await sql.raw(text).execute(tx)
  } catch (cause) {
    throw refusals['migration-failed']({ name, problem: String(cause) }, { cause })
  }
  await sql`insert into gr_migration (name) values (${name})`.execute(tx)
}

/** An older hub must not write to a database whose meaning a newer one has changed. */
function refuseNewerDatabase(applied: readonly string[], files: readonly string[]): void {
  const unknown = applied.filter((name) => !files.includes(name))
  if (unknown.length > 0) throw refusals['database-is-newer']({ names: unknown.join(', ') })
}
