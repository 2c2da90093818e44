/** Which rows of the result are asked for: the first ones (`top`), or a page. */
import { queryLimits } from '../limits.ts'
import { type Cursor, cursor, type Page, page } from '../plan/page.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { countingNumber } from './attributes.ts'
import type { Element } from './element.ts'
import { readNextPage, readPagingCookie } from './paging-cookie.ts'
import { fetchXmlRefusals } from './refusals.ts'

export interface Portion {
  readonly top: number | undefined
  readonly page: Page
}

const mostRows = 2_147_483_647

export function parsePortion(fetch: Element): Portion {
  const top = countingNumber(fetch, 'top', queryLimits.pageSize)
  if (top !== undefined) demandNoPages(fetch)
  // A larger page than allowed is cut to the largest; the cookie leads to the rest.
  const size = countingNumber(fetch, 'count', mostRows)
  const number = countingNumber(fetch, 'page', mostRows) ?? 1
  const cursor = parseCursor(fetch, number)
  const more = { number, ...(size && { size }), ...(cursor && { cursor }) }
  return { top, page: page(more) }
}

/** The query with the page that a `$skiptoken` leads to, whatever page its text says. */
export function pageBehind(fetch: Element, skipToken: string | undefined): Element {
  if (skipToken === undefined) return fetch
  const { page: number, isByNumber } = readNextPage(skipToken, {
    ...fetch.at,
    within: '$skiptoken',
  })
  const attributes = new Map(fetch.attributes).set('page', String(number))
  if (isByNumber) attributes.delete('paging-cookie')
  else attributes.set('paging-cookie', skipToken)
  return { ...fetch, attributes }
}

function demandNoPages(fetch: Element): void {
  for (const other of ['page', 'count', 'paging-cookie', 'returntotalrecordcount']) {
    const value = fetch.attributes.get(other)
    if (value === undefined || value === 'false' || value === '0') continue
    throw fetchXmlRefusals['fetchxml-top-and-pages'](
      { other, place: describePlace(fetch.at) },
      { input: `${fetch.at.within}/@top`, expected: `top or ${other}`, found: 'both' },
    )
  }
}

/** A cookie leads to the page behind its own; for any other page the rows are counted off. */
function parseCursor(fetch: Element, number: number): Cursor | undefined {
  const text = fetch.attributes.get('paging-cookie')
  if (text === undefined || text.trim() === '') return undefined
  const at: Place = { ...fetch.at, within: `${fetch.at.within}/@paging-cookie` }
  const cookie = readPagingCookie(text, at)
  if (cookie.page + 1 !== number) return undefined
  const { columns } = cookie
  const values = columns.map(({ last }) => last)
  const names = columns.map(({ column }) => column)
  return cursor(values, at, names)
}
