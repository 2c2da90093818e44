import { sql } from 'kysely'
import type { Db } from '#database'
import { websiteEntity } from './choices.ts'

/** In words: the website table configurations that show a column of a table to the public. */
export async function websiteColumnUses(db: Db, table: string, column: string): Promise<string[]> {
  const entity = Object.values(websiteEntity).find(({ label }) => websiteTableOf(label) === table)
  if (entity === undefined) return []
  // A JSON list of logical names; what people typed there need not be one.
  const { rows } = await sql<{ name: string }>`
select c.msevtmgt_name as name from msevtmgt_websiteentityconfiguration c
where c.msevtmgt_selectedentity = ${entity.value}
  and strpos(lower(c.msevtmgt_selectedfields), ${`"${column}"`}) > 0
order by 1`.execute(db)
  return rows.map(({ name }) => `the website table configuration "${name}"`)
}

/** The table of a website table configuration by the number of its selected entity. */
export function websiteTable(entity: number): string | undefined {
  const option = Object.values(websiteEntity).find(({ value }) => value === entity)
  return option && websiteTableOf(option.label)
}

export interface WebsiteEntity {
  /** Option of msevtmgt_selectedentity. */
  readonly value: number
  readonly label: string
  readonly table: string
}

export function websiteEntities(): readonly WebsiteEntity[] {
  return Object.values(websiteEntity).map(({ value, label }) => ({
    value,
    label,
    table: websiteTableOf(label),
  }))
}

/** The tables bear the names of the options: Session track, msevtmgt_sessiontrack. */
const websiteTableOf = (label: string): string =>
  `msevtmgt_${label.toLowerCase().replaceAll(' ', '')}`
