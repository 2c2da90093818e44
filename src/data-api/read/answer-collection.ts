/** Collections: what is said before the rows, the rows, and what is known after the last one. */
import { fetchXmlAnnotations, type QueryResult, type StreamedResult, writeSkipToken } from '#query'
import { type DataAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { parseExact } from '../read-json.ts'
import type { Asked } from './ask.ts'
import { contextUrl } from './context-url.ts'

/** Rows of a page from which reading a table goes in parts. */
const largePage = 1000

/**
 * Questions without a filter fill their pages; others mostly give a handful of rows, for which a
 * cursor would cost three more round trips.
 */
export function isWholeTable({ request }: Visit, { plan, query, answer }: Asked): boolean {
  const table = plan.filter === undefined && plan.source.steps.length === 0 && !query.single
  return table && query.size > largePage && answer === 'rows' && request.method === 'GET'
}

export function answerAtOnce(visit: Visit, asked: Asked, result: QueryResult): DataAnswer {
  const start = beginning(visit, asked, result)
  const end = ending(visit, asked, result)
  if (asked.answer !== 'reference') return jsonAnswer(200, result.written(start, end))
  const rows = result.rows.map((row) => referenceOf(visit, asked, row))
  return jsonAnswer(200, `${start}${rows.join(',')}${end}`)
}

/** The memory of a request does not grow with its page; `close` is called when it is over. */
export async function answerInParts(
  visit: Visit,
  asked: Asked,
  close: () => void,
): Promise<DataAnswer> {
  try {
    const found = await asked.stream()
    const end = () => ending(visit, asked, { ...found, ...found.end() })
    return jsonAnswer(200, new Parts(beginning(visit, asked, found), found.rows, end, close))
  } catch (error) {
    close()
    throw error
  }
}

const rowsPerPart = 100

/**
 * An iterator of its own and no generator: one that is ended before its first step, because the
 * client has gone, must still give its database connection back.
 */
class Parts implements AsyncIterableIterator<string> {
  private readonly rows: StreamedResult['rows']
  private readonly end: () => string
  private readonly close: () => void
  private text: string
  private comma = ''
  private done = false

  constructor(start: string, rows: StreamedResult['rows'], end: () => string, close: () => void) {
    this.text = start
    this.rows = rows
    this.end = end
    this.close = close
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<string>> {
    if (this.done) return await this.return()
    for (let count = 0; count < rowsPerPart && !this.done; count += 1) {
      const row = await this.rows.next()
      this.done = row.done === true
      this.text += row.done === true ? this.end() : this.comma + row.value
      this.comma = ','
    }
    const value = this.text
    this.text = ''
    return { value, done: false }
  }

  async return(): Promise<IteratorResult<string>> {
    this.done = true
    this.close()
    await this.rows.return()
    return { value: undefined, done: true }
  }
}

type Member = readonly [string, unknown]
type Facts = Pick<QueryResult, 'total' | 'totalExceeded'>
type End = Facts & Pick<QueryResult, 'more' | 'first' | 'last'>

const members = (all: readonly Member[]): readonly string[] =>
  all.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)

function beginning(visit: Visit, asked: Asked, facts: Facts): string {
  const { wants } = visit.preferences
  const said: Member[] = [['@odata.context', collectionContext(visit, asked)]]
  if (facts.total !== undefined && !asked.fetchXml) said.push(['@odata.count', facts.total])
  if (!asked.fetchXml) {
    const prefix = 'Microsoft.Dynamics.CRM.totalrecordcount'
    if (wants(prefix)) said.push([`@${prefix}`, facts.total ?? -1])
    const exceeded = `${prefix}limitexceeded`
    if (wants(exceeded)) said.push([`@${exceeded}`, facts.totalExceeded])
  }
  return `{${members(said).join(',')},"value":[`
}

function ending(visit: Visit, asked: Asked, end: End): string {
  const said = [
    ...(asked.fetchXml ? cookieMembers(visit, asked, end) : []),
    ...(asked.fetchXml && !asked.kept ? [] : nextLink(visit, asked, end)),
  ]
  return `]${members(said)
    .map((each) => `,${each}`)
    .join('')}}`
}

function collectionContext({ request }: Visit, asked: Asked): string {
  if (asked.answer === 'reference') return `${request.root}$metadata#Collection($ref)`
  return contextUrl(request.root, asked.query.table, asked.plan, false)
}

function cookieMembers({ preferences }: Visit, asked: Asked, end: End): readonly Member[] {
  return Object.entries(fetchXmlAnnotations(asked.plan, end)).filter(
    ([name]) => preferences.wants(name.slice(1)) || leadsOn(name, end),
  )
}

/**
 * The cookie comes also to those who did not ask for annotations, where rows are left: without it
 * a client that fetches all pages (DynamicsWebApi's fetchAll) would take the first for all.
 */
const leadsOn = (name: string, { more }: End): boolean =>
  more && /\.(?:fetchxmlpagingcookie|morerecords)$/.test(name)

/** The request again, from behind the last row. */
function nextLink({ request }: Visit, asked: Asked, end: End): readonly Member[] {
  if (!end.more) return []
  const token = encodeURIComponent(writeSkipToken(end, asked.plan.page.number))
  const query = request.query.replace(/(^|&)(?:\$|%24)skiptoken=[^&]*/gi, '')
  const start = query === '' ? '' : `${query.replace(/^&/, '')}&`
  return [['@odata.nextLink', `${request.root}${request.path}?${start}$skiptoken=${token}`]]
}

export function referenceOf({ request }: Visit, { query }: Asked, row: string): string {
  const { set, primaryKey } = query.table
  const id = String(parseExact(row)[primaryKey])
  return JSON.stringify({ '@odata.id': `${request.root}${set}(${id})` })
}
