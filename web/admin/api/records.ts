/** Rows of tables by the Data API, for pages that need no operation of their own. */
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { fromServer } from '../server-words/server-words.ts'
import { request, send } from './request.ts'

const root = '/api/data/v9.2/'
/** `…@OData.Community.Display.V1.FormattedValue`: labels of choices, names of lookups, money. */
const formatted = '@OData.Community.Display.V1.FormattedValue'
const annotations = { prefer: 'odata.include-annotations="*"' }

export type Row = Readonly<Record<string, unknown>>

export interface RowQuery {
  /** Entity set, e.g. `msevtmgt_events`. */
  readonly set: string
  readonly select?: readonly string[]
  readonly filter?: string | undefined
  readonly orderBy?: string | undefined
  readonly expand?: string | undefined
  readonly top?: number
  /** Rows per page; 100 unless told. */
  readonly pageSize?: number
}

interface Page {
  readonly value: readonly Row[]
  readonly '@odata.count'?: number
  readonly '@odata.nextLink'?: string
}

/**
 * The label that people read: of a choice, a lookup, a money column; else the value. Nothing where
 * somebody may not read the record that a lookup names: its id tells people nothing.
 */
export function shownValue(row: Row, column: string): string {
  const label = row[`${column}${formatted}`] ?? row[`_${column}_value${formatted}`]
  // Labels of choices are words of the server; names of rows are people's own.
  if (typeof label === 'string' && isChoice(row[column])) return fromServer(label)
  const value = label ?? row[column]
  return value === null || value === undefined ? '' : String(value)
}

const isChoice = (value: unknown) => typeof value === 'number' || typeof value === 'boolean'

/** The id that a lookup column holds. */
export function lookupId(row: Row, column: string): string | undefined {
  const value = row[`_${column}_value`]
  return typeof value === 'string' ? value : undefined
}

/** A text as a literal of `$filter`. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** One row with its labels and `@odata.etag`. */
export function rowOptions(
  set: string,
  id: string,
  query: { select?: readonly string[]; expand?: string } = {},
) {
  return queryOptions({
    queryKey: ['rows', set, id, query],
    queryFn: ({ signal }) => readRow(set, id, query, signal),
  })
}

export async function readRow(
  set: string,
  id: string,
  query: { readonly select?: readonly string[]; readonly expand?: string } = {},
  signal?: AbortSignal,
): Promise<Row> {
  const address = `${root}${set}(${id})${queryText(query)}`
  return await request<Row>(address, { headers: annotations, signal })
}

/** All rows of a small list, at most 5,000; none, without asking, for whom `mayRead` is false. */
export function rowsOptions(query: RowQuery, mayRead = true) {
  return queryOptions({
    queryKey: ['rows', query.set, mayRead ? 'all' : 'none', query],
    queryFn: async ({ signal }): Promise<readonly Row[]> => {
      if (!mayRead) return []
      const address = `${root}${query.set}${queryText(query)}`
      return (await request<Page>(address, { headers: annotations, signal })).value
    },
  })
}

/** A list of any length, page by page, with the number of all rows. */
export function pagedRowsOptions(query: RowQuery) {
  const prefer = `odata.include-annotations="*",odata.maxpagesize=${query.pageSize ?? 100}`
  return infiniteQueryOptions({
    queryKey: ['rows', query.set, 'paged', query],
    initialPageParam: `${root}${query.set}${queryText({ ...query, count: true })}`,
    queryFn: ({ pageParam, signal }) => request<Page>(pageParam, { headers: { prefer }, signal }),
    getNextPageParam: (page) => ownAddress(page['@odata.nextLink']),
  })
}

/** Next links carry the public address; the page asks where it came from. */
function ownAddress(link: string | undefined): string | undefined {
  if (link === undefined) return undefined
  const { pathname, search } = new URL(link, location.origin)
  return `${pathname}${search}`
}

interface QueryParts extends Omit<RowQuery, 'set' | 'pageSize'> {
  readonly count?: boolean
}

function queryText(query: QueryParts): string {
  const parts = [
    ['$select', query.select?.join(',')],
    ['$filter', query.filter],
    ['$orderby', query.orderBy],
    ['$expand', query.expand],
    ['$top', query.top],
    ['$count', query.count],
  ].filter(([, value]) => value !== undefined && value !== '')
  if (parts.length === 0) return ''
  return `?${parts.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`
}

/** Gives the new row's id. */
export async function createRow(set: string, values: Row): Promise<string> {
  const response = await send(`${root}${set}`, { method: 'POST', body: values })
  const address = response.headers.get('odata-entityid') ?? ''
  return /\(([0-9a-f-]{36})\)$/.exec(address)?.[1] ?? ''
}

/** With an etag, a change that somebody else made in between is refused with 412. */
export async function updateRow(
  set: string,
  id: string,
  values: Row,
  etag?: string,
): Promise<void> {
  await send(`${root}${set}(${id})`, {
    method: 'PATCH',
    body: values,
    headers: { 'if-match': etag ?? '*' },
  })
}

export async function deleteRow(set: string, id: string): Promise<void> {
  await send(`${root}${set}(${id})`, { method: 'DELETE' })
}

/** A bound or unbound action of the Data API, e.g. `msevtmgt_events(<id>)/Microsoft.Dynamics.CRM.x`. */
export async function callAction<T>(path: string, body: Row = {}): Promise<T> {
  return await request<T>(`${root}${path}`, { method: 'POST', body })
}

/** An act that changes rows: what pages show of these sets is read again afterwards. */
export function useChange<Input, Result>(
  act: (input: Input) => Promise<Result>,
  sets: readonly string[] = [],
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSettled: async () => {
      await Promise.all(sets.map((set) => client.invalidateQueries({ queryKey: ['rows', set] })))
    },
  })
}
