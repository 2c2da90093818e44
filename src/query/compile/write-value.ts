import type { ValueKind } from '../metadata/value-kind.ts'

/** A value as its JSON member shows it; what is not named here comes out of PostgreSQL as it is. */
export function writeValue(sql: string, shape: ValueKind): string {
  return shapes[shape]?.(sql) ?? sql
}

const zulu = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`

const shapes: Partial<Record<ValueKind, (sql: string) => string>> = {
  instant: (sql) => `to_char(${sql} at time zone 'UTC', ${zulu})`,
  // Time-zone independent times carry a Z that means nothing, as Dataverse writes them.
  localtime: (sql) => `to_char(${sql}, ${zulu})`,
  multichoice: (sql) =>
    `(select string_agg(v.value, ',' order by v.ordinality) from jsonb_array_elements_text(${sql}) with ordinality v)`,
}
