/**
 * Website table configurations: an administrator chooses columns of a table, and every answer of
 * the Events API that shows a row of it has them as further properties. Configurations are read
 * with each request, so a change acts at once.
 */
import { sql } from 'kysely'
import type { Column, Db, Table } from '#database'
import { websiteTable } from '#events'
import type { Step } from '#pipeline'
import {
  type ColumnRules,
  checkWebsiteColumns,
  readSelectedFields,
  whyNot,
} from './check-website-columns.ts'

/** Further properties of one row, by column name. */
export type Extra = Readonly<Record<string, unknown>>

/** Further properties of a row of a table; empty where nothing was chosen. */
export type Extras = (table: string, id: string | null | undefined) => Extra

export interface WebsiteColumns {
  readonly steps: readonly Step[]
  /** By which columns are refused. */
  readonly rules: ColumnRules
  /** What was chosen, as of now. */
  chosen(db: Db): Promise<Chosen>
}

export interface Chosen {
  has(table: string): boolean
  /** Reads the chosen columns of these rows; one statement for each table that has some. */
  load(ids: Readonly<Record<string, readonly (string | null | undefined)[]>>): Promise<Extras>
}

const configurationTable = 'msevtmgt_websiteentityconfiguration'

export function createWebsiteColumns(rules: ColumnRules): WebsiteColumns {
  const step = {
    name: 'Website table configurations: check the selected fields',
    table: configurationTable,
    stage: 20,
    rank: 100,
    run: (execution) => checkWebsiteColumns(execution, rules),
  } as const satisfies Omit<Step, 'message'>
  return {
    rules,
    steps: [
      { ...step, message: 'Create' },
      {
        ...step,
        message: 'Update',
        needsPreImage: true,
        filteringColumns: ['msevtmgt_selectedentity', 'msevtmgt_selectedfields'],
      },
    ],
    async chosen(db) {
      const columns = publicColumns(await readConfigurations(db), rules)
      return {
        has: (table) => columns.has(table),
        load: (ids) => loadExtras(db, columns, ids),
      }
    },
  }
}

interface Configuration {
  readonly entity: number
  readonly fields: string | null
}

async function readConfigurations(db: Db): Promise<Configuration[]> {
  const { rows } = await sql<Configuration>`
    select c.msevtmgt_selectedentity as entity, c.msevtmgt_selectedfields as fields
    from msevtmgt_websiteentityconfiguration c
    where c.statecode = 0
    order by c.createdon, c.msevtmgt_websiteentityconfigurationid`.execute(db)
  return rows
}

interface ChosenColumns {
  readonly table: Table
  readonly columns: ReadonlyMap<string, Column>
}

/** Rules are applied once more: they may have become stricter since a configuration was saved. */
function publicColumns(
  configurations: readonly Configuration[],
  rules: ColumnRules,
): Map<string, ChosenColumns> {
  const found = new Map<string, ChosenColumns>()
  for (const { entity, fields } of configurations) {
    const table = rules.tables().find(({ name }) => name === websiteTable(entity))
    const names = readSelectedFields(fields)
    if (table === undefined || typeof names === 'string') continue
    const columns = new Map(found.get(table.name)?.columns)
    for (const name of names) {
      const column = table.allColumns[name]
      if (column !== undefined && whyNot(table, name, rules) === undefined) {
        columns.set(name, column)
      }
    }
    if (columns.size > 0) found.set(table.name, { table, columns })
  }
  return found
}

async function loadExtras(
  db: Db,
  chosen: ReadonlyMap<string, ChosenColumns>,
  ids: Readonly<Record<string, readonly (string | null | undefined)[]>>,
): Promise<Extras> {
  const found = new Map<string, Extra>()
  const empty = new Map<string, Extra>()
  for (const [name, { table, columns }] of chosen) {
    const wanted = [...new Set(ids[name] ?? [])].filter((id) => typeof id === 'string')
    if (wanted.length === 0) continue
    empty.set(name, Object.fromEntries([...columns.keys()].map((column) => [column, null])))
    for (const [id, extra] of await readRows(db, table, columns, wanted)) {
      found.set(`${name} ${id}`, extra)
    }
  }
  return (table, id) => found.get(`${table} ${id}`) ?? empty.get(table) ?? {}
}

async function readRows(
  db: Db,
  table: Table,
  columns: ReadonlyMap<string, Column>,
  ids: readonly string[],
): Promise<[string, Extra][]> {
  const selected = [...columns].map(([name, { computed }]) => {
    const value = computed === undefined ? sql.ref(`t.${name}`) : sql.raw(`(${computed})`)
    return sql`${value} as ${sql.id(name)}`
  })
  const key = sql.ref(`t.${table.primaryKey}`)
  const { rows } = await sql<Record<string, unknown> & { rowId: string }>`
    select ${key} as "rowId", ${sql.join(selected)}
    from ${sql.table(table.name)} as t
    where ${key} = any (${ids}::uuid[])`.execute(db)
  return rows.map((row) => [
    row.rowId,
    Object.fromEntries([...columns].map(([name, column]) => [name, shown(column, row[name])])),
  ])
}

/** As it stands in JSON: numbers are numbers, instants are written as the API writes its own. */
function shown({ kind }: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return writeInstant(value)
  return kind === 'decimal' || kind === 'money' ? Number(value) : value
}

/** `2026-11-21T10:00:00Z`, without parts of a second as in Dynamics 365. */
export function writeInstant(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
