/** Rows with what they expand, side by side in columns. */
import type { Row } from '../../api/records.ts'
import { fromServer } from '../../server-words/server-words.ts'

const formatted = '@OData.Community.Display.V1.FormattedValue'

/** `primarycontactid: {fullname}` becomes `primarycontactid.fullname`. */
export function flat(row: Row): Row {
  const cells: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('@')) continue
    if (typeof value !== 'object' || value === null || Array.isArray(value)) cells[name] = value
    else {
      for (const [inner, each] of Object.entries(flat(value as Row)))
        cells[`${name}.${inner}`] = each
    }
  }
  return cells
}

export function columnsOf(rows: readonly Row[], known: readonly string[] = []): string[] {
  const names = new Set<string>()
  for (const row of rows) {
    for (const name of Object.keys(row)) if (!name.includes('@')) names.add(name)
  }
  // What a query names comes first and in its order; empty lookups have another name in rows.
  const asked = known.flatMap((name) =>
    names.has(`_${name}_value`) ? [`_${name}_value`] : names.has(name) ? [name] : [],
  )
  return [...new Set([...asked, ...names])]
}

/** The label of a choice, the name of a lookup, a date in words; or what is stored. */
export function cellText(row: Row, name: string, labels: boolean): string {
  const label = labels ? row[`${name}${formatted}`] : undefined
  if (typeof label === 'string' && typeof row[name] !== 'string') return fromServer(label)
  const value = label ?? row[name]
  if (value === null || value === undefined) return ''
  if (Array.isArray(value) && labels) return String(value.length)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export const isNumber = (row: Row, name: string) => typeof row[name] === 'number'
