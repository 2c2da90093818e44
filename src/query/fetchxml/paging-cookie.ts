/**
 * The paging cookie: what a client hands back to get the page behind the one it has. It is XML of
 * the vendor's shape, `<cookie page="1"><name last="B" first="A" /><contactid … /></cookie>`: one
 * element for each column that the rows are ordered by, with the values of the page's first and
 * last row. The values are the engine's own and only travel through the client.
 */
import { isRefusal, type Refusal } from '#errors'
import { describePlace, type Place } from '../plan/place.ts'
import type { Element } from './element.ts'
import { readXml } from './read-xml.ts'
import { fetchXmlRefusals } from './refusals.ts'

export interface PagingCookie {
  /** Number of the page that it was given with, from 1. */
  readonly page: number
  readonly columns: readonly CookieColumn[]
}

export interface CookieColumn {
  /** The order column, as `resolve` names it. */
  readonly column: string
  /** Null where the row has no value. */
  readonly last: string | null
  /** Undefined where nobody kept it; only `last` is ever read. */
  readonly first?: string | null
}

export function writePagingCookie({ page, columns }: PagingCookie): string {
  const elements = columns.map(({ column, last, first }) => {
    const values = [writeSide('last', last), first === undefined ? '' : writeSide('first', first)]
    return `<${column} ${values.filter((each) => each !== '').join(' ')} />`
  })
  return `<cookie page="${page}">${elements.join('')}</cookie>`
}

const writeSide = (side: 'last' | 'first', value: string | null): string =>
  value === null ? `${side}null="1"` : `${side}="${keepText(value)}"`

/**
 * The cookie around the cookie, with the number of the page to ask for: the annotation
 * `fetchxmlpagingcookie`. Clients decode the inner one twice. It is empty where pages go by number
 * only: DynamicsWebApi goes on to the next page because the annotation is there.
 */
export function wrapPagingCookie(cookie: string, nextPage: number): string {
  const inner = encodeURIComponent(encodeURIComponent(cookie))
  return `<cookie pagenumber="${nextPage}" pagingcookie="${inner}" istracking="False" />`
}

export interface NextPage {
  readonly page: number
  /** There is no cookie inside, so the rows before are counted off. */
  readonly isByNumber: boolean
}

/** What the cookie around the cookie says. */
export function readNextPage(text: string, at: Place): NextPage {
  const { name, attributes } = readCookieXml(text, at)
  const number = attributes.get('pagenumber') ?? ''
  if (name !== 'cookie' || !/^[1-9]\d{0,8}$/.test(number)) {
    throw wrongCookie(at, 'it has no number of the page to ask for')
  }
  return { page: Number(number), isByNumber: (attributes.get('pagingcookie') ?? '') === '' }
}

/** Reads a cookie as it was given, also where a client forgot to unwrap or to decode it. */
export function readPagingCookie(text: string, at: Place): PagingCookie {
  const root = readCookieXml(text, at)
  const wrapped = root.attributes.get('pagingcookie')
  if (wrapped !== undefined) return readCookie(readCookieXml(wrapped, at), at)
  return readCookie(root, at)
}

function readCookieXml(text: string, at: Place): Element {
  const plain = decoded(text.trim(), at)
  try {
    return readXml(plain)
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw wrongCookie(at, 'it is no well-formed XML', error)
  }
}

/** Encoded up to twice, or not at all. */
function decoded(text: string, at: Place): string {
  let plain = text
  for (let round = 0; round < 2 && plain.startsWith('%'); round += 1) {
    try {
      plain = decodeURIComponent(plain)
    } catch (error) {
      throw wrongCookie(at, 'it is no percent-encoded text', error)
    }
  }
  return plain
}

function readCookie(root: Element, at: Place): PagingCookie {
  if (root.name !== 'cookie') throw wrongCookie(at, 'its element is not <cookie>')
  const page = root.attributes.get('page') ?? ''
  if (!/^\d{1,9}$/.test(page)) throw wrongCookie(at, 'it has no page number')
  const columns = root.children.map((child): CookieColumn => {
    return { column: child.name, last: readLast(child, at) }
  })
  if (columns.length === 0) throw wrongCookie(at, 'it names no columns')
  return { page: Number(page), columns }
}

function readLast({ name, attributes }: Element, at: Place): string | null {
  if (attributes.get('lastnull') === '1') return null
  const last = attributes.get('last')
  if (last === undefined) throw wrongCookie(at, `it has no last value of ${name.slice(0, 60)}`)
  return textKept(last)
}

function wrongCookie(at: Place, problem: string, cause?: unknown): Refusal {
  return fetchXmlRefusals['fetchxml-wrong-cookie'](
    { place: describePlace(at), problem },
    { input: at.within, expected: 'a paging cookie', ...(cause === undefined ? {} : { cause }) },
  )
}

/**
 * Only letters that survive every client stay as they are; the others are written `\u0026`.
 * DynamicsWebApi escapes the cookie for XML but leaves `&` alone, changes quotes and looks for the
 * cookie within one line (U+2028 and U+2029 end one), some clients decode `%` once too often, and XML
 * cannot carry control characters at all.
 */
function keepText(value: string): string {
  return value.replace(/[\\&<>"'%+\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function textKept(value: string): string {
  return value.replace(/\\u([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
