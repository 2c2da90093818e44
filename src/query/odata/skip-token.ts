/** `$skiptoken`: where the next page starts, in the vendor's form of a cookie within a cookie. */
import { readPagingCookie, wrapPagingCookie, writePagingCookie } from '../fetchxml/paging-cookie.ts'
import { type Cursor, cursor } from '../plan/page.ts'
import { place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import type { QueryResult } from '../run/run.ts'

export interface SkipToken {
  /** Number of the page to give, from 2. */
  readonly number: number
  /** Undefined where pages go by number. */
  readonly cursor: Cursor | undefined
}

const at = place('$skiptoken')

/** The token for the page behind a result, not yet encoded for an address; `page` is its number. */
export function writeSkipToken(
  { first, last }: Pick<QueryResult, 'first' | 'last'>,
  page: number,
): string {
  if (last === undefined) return `<cookie pagenumber="${page + 1}" istracking="False" />`
  const columns = last.map(({ column, value }, index) => {
    return { column, last: value, first: first?.[index]?.value ?? null }
  })
  return wrapPagingCookie(writePagingCookie({ page, columns }), page + 1)
}

export function readSkipToken(text: string): SkipToken {
  const number = /^<cookie pagenumber="(\d{1,9})" istracking="False" \/>$/.exec(text)?.[1]
  if (number !== undefined) return { number: atLeastOne(Number(number)), cursor: undefined }
  const { page, columns } = readPagingCookie(text, at)
  const values = columns.map(({ last }) => last)
  const names = columns.map(({ column }) => column)
  return { number: atLeastOne(page + 1), cursor: cursor(values, at, names) }
}

function atLeastOne(number: number): number {
  if (number >= 1) return number
  const problem = 'its page number is 0'
  throw refusals['wrong-cursor']({ place: '', problem }, { input: at.within })
}
