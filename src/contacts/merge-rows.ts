import { sql } from 'kysely'
import type { Db, Table, Tx } from '#database'

export interface MergedContact {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly parentId: string | null
}

/** Both rows, held until the transaction ends; in order of id, against deadlocks. */
export async function lockContacts(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, MergedContact>> {
  const { rows } = await sql<MergedContact>`
    select contactid as id, coalesce(fullname, emailaddress1, contactid::text) as name,
      statecode = 0 as active, parentcustomerid as "parentId"
    from contact where contactid = any(${ids}::uuid[]) order by contactid for update`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The columns of a table that may hold the id of a contact. */
export interface PointingTable {
  readonly table: Table
  readonly columns: readonly string[]
  /** Of lookups with several targets, the table has to be said with the id. */
  readonly several: boolean
}

/** What a system job was about is history and stays. */
const histories: ReadonlySet<string> = new Set(['asyncoperation'])

export function pointersTo(target: string, tables: readonly Table[]): PointingTable[] {
  return tables
    .filter(({ name, exposed }) => exposed && !histories.has(name))
    .flatMap((table) => {
      const lookups = Object.entries(table.allColumns).filter(
        ([, { kind, targets, computed }]) =>
          kind === 'lookup' && computed === undefined && targets?.includes(target) === true,
      )
      return [false, true].map((several) => ({
        table,
        several,
        columns: lookups
          .filter(([, { targets = [] }]) => targets.length > 1 === several)
          .map(([name]) => name),
      }))
    })
    .filter(({ columns }) => columns.length > 0)
}

/** Rows with one of the columns on this id, each with the columns that are. */
export async function findPointing(
  db: Db,
  { table, columns }: PointingTable,
  id: string,
): Promise<{ readonly id: string; readonly columns: readonly string[] }[]> {
  const is = columns.map((name) => sql`t.${sql.ref(name)} = ${id}`)
  const named = columns.map((name) => sql`case when t.${sql.ref(name)} = ${id} then ${name} end`)
  const { rows } = await sql<{ id: string; columns: string[] }>`
    select t.${sql.ref(table.primaryKey)} as id,
      array_remove(array[${sql.join(named)}]::text[], null) as columns
    from ${sql.table(table.name)} t where ${sql.join(is, sql` or `)}
    order by 1`.execute(db)
  return rows
}

export interface Moving {
  /** Logical name of the table. */
  readonly table: string
  readonly label: string
  readonly rows: number
}

/** How many rows of each table a merge would move. */
export async function countPointing(
  db: Db,
  tables: readonly Table[],
  id: string,
): Promise<Moving[]> {
  const counts = new Map<string, Moving>()
  for (const pointer of pointersTo('contact', tables)) {
    const { name, label, pluralLabel } = pointer.table
    const found = (await findPointing(db, pointer, id)).length
    const rows = (counts.get(name)?.rows ?? 0) + found
    if (rows > 0) counts.set(name, { table: name, label: rows === 1 ? label : pluralLabel, rows })
  }
  return [...counts.values()]
}
