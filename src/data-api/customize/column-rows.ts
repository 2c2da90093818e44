/** All SQL on definitions and on what rows hold in custom columns; names come from definitions. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { CustomColumn, CustomizationTables, Db, Tx } from '#database'
import type { Act } from './customizing.ts'

export async function insertDefinition(
  tx: Tx,
  { table, name, column }: CustomColumn,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<CustomizationTables>()
    .insertInto('gr_customcolumn')
    .values({
      gr_customcolumnid: column.custom.id,
      tablename: table,
      columnname: name,
      definition: JSON.stringify(column),
      createdon: now,
    })
    .execute()
}

export async function updateDefinition(tx: Tx, { column }: CustomColumn): Promise<void> {
  await tx
    .$extendTables<CustomizationTables>()
    .updateTable('gr_customcolumn')
    .set({ definition: JSON.stringify(column) })
    .where('gr_customcolumnid', '=', column.custom.id)
    .execute()
}

export async function deleteDefinition(tx: Tx, { column }: CustomColumn): Promise<void> {
  await tx
    .$extendTables<CustomizationTables>()
    .deleteFrom('gr_customcolumn')
    .where('gr_customcolumnid', '=', column.custom.id)
    .execute()
}

/** Also a message: whoever registers a step for Create of `gr_columnchange` is told. */
export async function recordChange(
  { pipeline, tx, caller }: Act,
  act: 'add' | 'change' | 'remove',
  before: CustomColumn | undefined,
  after: CustomColumn | undefined,
): Promise<void> {
  const { table, name, column } = (after ?? before) as CustomColumn
  const text = (definition: CustomColumn | undefined) =>
    definition === undefined ? null : JSON.stringify(definition.column)
  await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table: 'gr_columnchange',
    id: randomUUID(),
    internal: true,
    target: {
      gr_name: `${act} ${table}.${name}`,
      gr_act: act,
      gr_tablename: table,
      gr_columnname: name,
      gr_customcolumnid: column.custom.id,
      gr_before: text(before),
      gr_after: text(after),
    },
  })
}

export async function holdsValues(db: Db, { table, name }: CustomColumn): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`
select exists (select from ${sql.table(table)} t where t.${sql.ref(name)} is not null) as holds`.execute(
    db,
  )
  return rows[0]?.holds === true
}

export async function holdsOption(
  db: Db,
  { table, name, column }: CustomColumn,
  value: number,
): Promise<boolean> {
  const held = sql.ref(`t.${name}`)
  const test =
    column.kind === 'multichoice'
      ? sql`${held} @> ${JSON.stringify(value)}::jsonb`
      : sql`${held} = ${value}`
  const { rows } = await sql<{ holds: boolean }>`
select exists (select from ${sql.table(table)} t where ${test}) as holds`.execute(db)
  return rows[0]?.holds === true
}
