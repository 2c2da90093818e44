/** Asks a query in either language, page by page. */
import type { Row } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { askedColumns, cookieOf, entityOf, withPage } from './fetch-text.ts'
import { addressOf, readOData } from './odata-text.ts'

export type QueryLanguage = 'odata' | 'fetchxml'

export interface Question {
  readonly language: QueryLanguage
  readonly text: string
}

/** Where the next page begins. */
export interface Cursor {
  readonly link?: string
  readonly number?: number
  readonly cookie?: string | undefined
}

export interface ResultPage {
  readonly rows: readonly Row[]
  readonly next: Cursor | undefined
  /** Of all pages; undefined where the hub does not say. */
  readonly total: number | undefined
  /** There are more than `total`. */
  readonly exceeded: boolean
  readonly milliseconds: number
}

export interface Reading {
  readonly cursor?: Cursor | undefined
  readonly size: number
  readonly signal: AbortSignal
  readonly setOf: (table: string) => string
}

const crm = '@Microsoft.Dynamics.CRM.'

export async function readPage(question: Question, o: Reading): Promise<ResultPage> {
  const began = performance.now()
  const { address, paged } = addressFor(question, o)
  const prefer = `odata.include-annotations="*",odata.maxpagesize=${o.size}`
  const answer = await request<unknown>(address, { headers: { prefer }, signal: o.signal })
  const milliseconds = Math.round(performance.now() - began)
  if (!isObject(answer)) return { ...single({ value: answer }), milliseconds }
  if (!Array.isArray(answer.value)) return { ...single(answer), milliseconds }
  const total = Number(answer['@odata.count'] ?? answer[`${crm}totalrecordcount`] ?? -1)
  return {
    rows: answer.value as Row[],
    next: question.language === 'odata' ? linkOf(answer) : cookiePage(answer, o, paged),
    total: total < 0 ? undefined : total,
    exceeded: answer[`${crm}totalrecordcountlimitexceeded`] === true,
    milliseconds,
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const single = (row: Row) => ({ rows: [row], next: undefined, total: 1, exceeded: false })

function addressFor(question: Question, o: Reading) {
  if (question.language === 'odata') {
    return { address: o.cursor?.link ?? addressOf(question.text), paged: true }
  }
  const { number = 1, cookie } = o.cursor ?? {}
  const page = { number, size: o.size, ...(cookie === undefined ? {} : { cookie }) }
  const { text, paged } = withPage(question.text, page)
  return { address: fetchAddress(question.text, text, o.setOf), paged }
}

/** A query that names no table is sent all the same: the hub says best what is wrong with it. */
export function fetchAddress(
  written: string,
  sent: string,
  setOf: (table: string) => string,
): string {
  const set = setOf(entityOf(written) ?? 'contact')
  return `/api/data/v9.2/${set}?fetchXml=${encodeURIComponent(sent)}`
}

/** Next links carry the public address; the page asks where it came from. */
function linkOf(answer: Readonly<Record<string, unknown>>): Cursor | undefined {
  const link = answer['@odata.nextLink']
  if (typeof link !== 'string') return undefined
  const { pathname, search } = new URL(link, location.origin)
  return { link: `${pathname}${search}` }
}

function cookiePage(
  answer: Readonly<Record<string, unknown>>,
  { cursor }: Reading,
  paged: boolean,
): Cursor | undefined {
  if (!paged || answer[`${crm}morerecords`] !== true) return undefined
  const cookie = cookieOf(answer[`${crm}fetchxmlpagingcookie`])
  return { number: (cursor?.number ?? 1) + 1, cookie }
}

/** Columns that a query names, in its order. */
export function namedColumns({ language, text }: Question): readonly string[] {
  if (language === 'fetchxml') return askedColumns(text)
  const select = readOData(text).options.find(({ name }) => name === '$select')
  return (select?.value ?? '').split(',').map((name) => name.trim())
}
