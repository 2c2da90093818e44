/** Addresses of rows: in request lines, in `@odata.bind` and in `@odata.id`. */
import { isRefusal } from '#errors'
import type { Values } from '#pipeline'
import {
  type Key,
  type Literal,
  type Metadata,
  noColumns,
  parseAddress,
  type QueryTable,
  queryPlan,
  readQueryOptions,
  type Segment,
  source,
} from '#query'
import type { Visit } from '../exchange.ts'
import { findTable, segmentNotFound } from '../find-table.ts'
import { askingOf } from '../read/ask.ts'
import { parseExact } from '../read-json.ts'

/** A row by its id or by the values of an alternate key. */
export interface RowAddress {
  readonly table: QueryTable
  readonly set: string
  readonly key: Key
}

export interface SplitAddress {
  readonly segments: readonly Segment[]
  /** `$id`: the other row of a link that is taken away. */
  readonly otherId: string | undefined
}

/** The path of a request in segments; `$id` is no query option and is taken out first. */
export function splitAddress({ request }: Visit): SplitAddress {
  let otherId: string | undefined
  const query = request.query.replace(/(^|&)(?:\$|%24)id=([^&]*)/i, (_, start: string, value) => {
    otherId = decodeURIComponent(String(value))
    return start
  })
  const { aliases } = readQueryOptions(query)
  return { segments: parseAddress(request.path, aliases), otherId }
}

export function rowAddress(metadata: Metadata, segment: Segment): RowAddress | undefined {
  const table = findTable(metadata, segment.name)
  return segment.key && { table, set: segment.name, key: segment.key }
}

/** `"/contacts(…)"`, `"contacts(…)"` or a whole URL of this API; undefined: something else. */
export function linkedAddress(metadata: Metadata, link: string): RowAddress | undefined {
  const path = link.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/api\/data\/v[\d.]+(?=\/)/i, '')
  try {
    const [segment, more] = parseAddress(path, new Map())
    if (segment === undefined || more !== undefined) return undefined
    return rowAddress(metadata, segment)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

/** The id of a row; by an alternate key it is looked up, which takes the right to read. */
export async function findId(
  visit: Visit,
  { table, set, key }: RowAddress,
): Promise<string | undefined> {
  if (key.kind === 'id') return plainId(key.value)
  const plan = queryPlan('property', source(set, key.at, { key }), { selection: noColumns })
  const text = `key ${set} ${JSON.stringify(key)}`
  const { result } = await visit.scope.queries.text(text, () => ({ plan }), askingOf(visit))
  const [row] = result.rows
  return row === undefined ? undefined : String(parseExact(row)[table.primaryKey])
}

/** Quotes are gone already; braces and capitals come from older clients. */
export const plainId = ({ text }: Literal): string => text.replace(/^\{|\}$/g, '').toLowerCase()

/** The values of an alternate key, for the pipeline. */
export function keyValues({ table, key }: RowAddress): Values | undefined {
  if (key.kind === 'id') return undefined
  return Object.fromEntries(
    key.parts.map(({ name, value }) => {
      const column = table.properties.get(name) ?? table.columns.get(name)
      if (column === undefined) throw segmentNotFound(name, table.properties.keys())
      return [column.name, literalValue(value)]
    }),
  )
}

function literalValue({ form, text }: Literal): unknown {
  if (form === 'null') return null
  if (form === 'number') return Number(text)
  return form === 'boolean' ? text === 'true' : text
}
