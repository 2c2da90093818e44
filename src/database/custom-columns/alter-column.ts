/**
 * The statements that make, widen and drop a column. They hold their table for some milliseconds
 * (a new column without a value and a wider text rewrite nothing) and wait for it at most
 * `lockMilliseconds`, because everybody who comes later waits behind them.
 * https://www.postgresql.org/docs/current/sql-altertable.html (Notes)
 */
import { sql } from 'kysely'
import type { Database } from '../connect.ts'
import type { Column, Table } from '../define-table.ts'
import type { Tx } from '../handles.ts'

const lockMilliseconds = 1_000

type SqlType = (column: Column) => string

const fixed =
  (type: string): SqlType =>
  () =>
    type

/** By kind; the others cannot be added at run time. */
const sqlTypes: Partial<Record<Column['kind'], SqlType>> = {
  text: ({ maxLength }) => `varchar(${maxLength})`,
  memo: fixed('text'),
  integer: fixed('integer'),
  bigint: fixed('bigint'),
  float: fixed('double precision'),
  decimal: fixed('numeric(23,10)'),
  money: fixed('numeric(19,4)'),
  boolean: fixed('boolean'),
  choice: fixed('integer'),
  multichoice: fixed('jsonb'),
  date: fixed('date'),
  instant: fixed('timestamptz'),
  localtime: fixed('timestamp'),
  lookup: fixed('uuid'),
}

const actions = { clear: 'set null', cascade: 'cascade', restrict: 'restrict' } as const

/** @throws SQLSTATE 55P03 when the table is not to be had in time. */
export async function addColumn(
  tx: Tx,
  { table, name, column }: { table: Table; name: string; column: Column },
  target: Table | undefined,
): Promise<void> {
  const type = sqlTypes[column.kind]
  if (type === undefined) throw new TypeError(`No ${column.kind} column can be added.`)
  const action = actions[column.onTargetDelete ?? 'clear']
  const reference =
    target === undefined
      ? ''
      : ` references "${target.name}" ("${target.primaryKey}") on delete ${action}`
  await alter(tx, table, `add column "${name}" ${type(column)}${reference}`)
}

export async function dropColumn(tx: Tx, table: Table, name: string): Promise<void> {
  await alter(tx, table, `drop column "${name}"`)
}

/** Longer, never shorter: nothing is rewritten and nothing is cut. */
export async function widenColumn(tx: Tx, table: Table, name: string, max: number): Promise<void> {
  await alter(tx, table, `alter column "${name}" type varchar(${max})`)
}

async function alter(tx: Tx, table: Table, change: string): Promise<void> {
  await sql`set local lock_timeout = ${sql.lit(lockMilliseconds)}`.execute(tx)
  await sql.raw(`alter table "${table.name}" ${change}`).execute(tx)
}

/** The limit of PostgreSQL is 1,600, and dropped columns count for ever. */
export async function countColumns(tx: Tx, table: Table): Promise<number> {
  const { rows } = await sql<{ count: number }>`
select count(*)::int as count from pg_attribute a
where a.attrelid = ${table.name}::regclass and a.attnum > 0`.execute(tx)
  return rows[0]?.count ?? 0
}

const indexName = (table: Table, name: string): string =>
  `gr_custom_${table.name.slice(0, 20)}_${name.slice(0, 30)}`

/** As the queries ask: texts without regard to case, several choices by what they hold. */
function indexedExpression(name: string, { kind }: Column): string {
  if (kind === 'text' || kind === 'memo') return `using btree (lower("${name}") text_pattern_ops)`
  return kind === 'multichoice' ? `using gin ("${name}" jsonb_path_ops)` : `using btree ("${name}")`
}

/**
 * An index that is made while others write. It waits for the transactions that are under way, so
 * it runs on a connection of its own, in no transaction and without time limit.
 */
export async function addIndex(
  pool: Database['pool'],
  { table, name, column }: { table: Table; name: string; column: Column },
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    // What an attempt that failed has left is not valid and would be in the way.
    await client.query(`drop index concurrently if exists "${indexName(table, name)}"`)
    await client.query(
      `create index concurrently "${indexName(table, name)}" on "${table.name}" ${indexedExpression(name, column)}`,
    )
  } finally {
    client.release(true)
  }
}
