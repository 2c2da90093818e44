import { isRefusal } from '#errors'
import {
  fetchXmlAnnotations,
  parseAddress,
  type QueryResult,
  readQueryOptions,
  writeSkipToken,
} from '#query'
import { type DataAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { segmentNotFound } from '../find-table.ts'
import { missingRow } from '../missing-row.ts'
import { parseExact } from '../read-json.ts'
import { type Asked, ask } from './ask.ts'
import { contextUrl } from './context-url.ts'

/** A GET of rows, a row, a number, a property or references. */
export async function answerRead(visit: Visit): Promise<DataAnswer> {
  const asked = await asking(visit)
  const { result, query, answer } = asked
  if (!result.origin) throw missingOrigin(visit)
  if (answer === 'number') return numberAnswer(result)
  return query.single ? singleAnswer(visit, asked, result) : collectionAnswer(visit, asked, result)
}

/** A name in the address that leads nowhere is a resource that is not there, no bad query. */
async function asking(visit: Visit): Promise<Asked> {
  try {
    return await ask(visit)
  } catch (error) {
    const inAddress = isRefusal(error, 'not-a-navigation') && error.input === 'the address'
    if (!inAddress) throw error
    const { property, hint } = error.values
    throw segmentNotFound(String(property), [], { hint: String(hint), cause: error })
  }
}

/** Names the row of this request; the plan may be that of an equal question before. */
function missingOrigin({ request }: Visit) {
  const { aliases } = readQueryOptions(request.query)
  const [start] = parseAddress(request.path, aliases)
  return missingRow(start?.name ?? '', start?.key)
}

const numberAnswer = ({ total }: QueryResult): DataAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: String(total ?? 0),
})

function singleAnswer(visit: Visit, asked: Asked, { rows }: QueryResult): DataAnswer {
  const [row] = rows
  const { source } = asked.plan
  if (row === undefined) {
    if (source.steps.some(({ key }) => key === undefined)) return noContent
    throw missingOrigin(visit)
  }
  if (asked.property !== undefined) return propertyAnswer(visit, asked, asked.property, row)
  if (asked.answer === 'reference') {
    const context = `${visit.request.root}$metadata#$ref`
    return jsonAnswer(200, withContext(context, referenceOf(visit, asked, row)))
  }
  const etag = etagOf(row)
  if (etag !== undefined && isKnownToClient(visit, etag)) {
    return { status: 304, headers: { etag }, body: undefined }
  }
  const { root } = visit.request
  const body = withContext(contextUrl(root, asked.query.table, asked.plan, true), row)
  return jsonAnswer(200, body, etag === undefined ? {} : { etag })
}

const noContent: DataAnswer = { status: 204, headers: {}, body: undefined }

const withContext = (context: string, row: string): string =>
  `{"@odata.context":${JSON.stringify(context)},${row.slice(1)}`

const etagAtStart = /^\{"@odata\.etag":"W\/\\"(\d+)\\""/

function etagOf(row: string): string | undefined {
  const version = etagAtStart.exec(row)?.[1]
  return version === undefined ? undefined : `W/"${version}"`
}

/** Clients send the text "null" to get past caches; it is no version. */
function isKnownToClient({ request }: Visit, etag: string): boolean {
  const header = request.headers['if-none-match']
  return header?.split(',').some((each) => each.trim() === etag) === true
}

function propertyAnswer(visit: Visit, asked: Asked, property: string, row: string): DataAnswer {
  const value = parseExact(row)[property] ?? null
  if (value === null) return noContent
  if (asked.answer === 'raw value') {
    const text = typeof value === 'object' ? rawText(value) : String(value)
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text }
  }
  const { set, primaryKey } = asked.query.table
  const id = String(parseExact(row)[primaryKey])
  const context = `${visit.request.root}$metadata#${set}(${id})/${property}`
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, value }))
}

/** Numbers come as raw JSON, which is their text. */
const rawText = (value: object): string => JSON.stringify(value)

function referenceOf({ request }: Visit, { query }: Asked, row: string): string {
  const { set, primaryKey } = query.table
  const id = String(parseExact(row)[primaryKey])
  return JSON.stringify({ '@odata.id': `${request.root}${set}(${id})` })
}

function collectionAnswer(visit: Visit, asked: Asked, result: QueryResult): DataAnswer {
  const members = [
    ['@odata.context', collectionContext(visit, asked)],
    ...countMembers(visit, asked, result),
  ].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`)
  const rows =
    asked.answer === 'reference'
      ? result.rows.map((row) => referenceOf(visit, asked, row))
      : result.rows
  const next = nextLink(visit, asked, result)
  const end = next === undefined ? ']}' : `],"@odata.nextLink":${JSON.stringify(next)}}`
  return jsonAnswer(200, inPieces(`{${members.join('')}"value":[`, rows, end))
}

function collectionContext({ request }: Visit, asked: Asked): string {
  if (asked.answer === 'reference') return `${request.root}$metadata#Collection($ref)`
  return contextUrl(request.root, asked.query.table, asked.plan, false)
}

type Member = readonly [string, unknown]

function countMembers(visit: Visit, asked: Asked, result: QueryResult): readonly Member[] {
  const { wants } = visit.preferences
  const found: Member[] = []
  if (result.total !== undefined && !asked.fetchXml) found.push(['@odata.count', result.total])
  const annotations = asked.fetchXml
    ? fetchXmlAnnotations(asked.plan, result)
    : {
        '@Microsoft.Dynamics.CRM.totalrecordcount': result.total ?? -1,
        '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': result.totalExceeded,
      }
  for (const [name, value] of Object.entries(annotations)) {
    if (wants(name.slice(1)) || leadsOn(name, result)) found.push([name, value])
  }
  return found
}

/**
 * The cookie comes also to those who did not ask for annotations, where rows are left: without it
 * a client that fetches all pages (DynamicsWebApi's fetchAll) would take the first for all.
 */
const leadsOn = (name: string, { more }: QueryResult): boolean =>
  more && /\.(?:fetchxmlpagingcookie|morerecords)$/.test(name)

/** The request again, from behind the last row; FetchXML pages by its cookie. */
function nextLink({ request }: Visit, asked: Asked, result: QueryResult): string | undefined {
  if (!result.more || asked.fetchXml) return undefined
  const token = encodeURIComponent(writeSkipToken(result, asked.plan.page.number))
  const query = request.query.replace(/(^|&)(?:\$|%24)skiptoken=[^&]*/gi, '')
  const start = query === '' ? '' : `${query.replace(/^&/, '')}&`
  return `${request.root}${request.path}?${start}$skiptoken=${token}`
}

const rowsPerPiece = 250

/** A page of 5,000 rows is sent in pieces, so that it is never one text of many megabytes. */
function inPieces(start: string, rows: readonly string[], end: string): string | string[] {
  if (rows.length <= rowsPerPiece) return `${start}${rows.join(',')}${end}`
  const pieces = [start]
  for (let from = 0; from < rows.length; from += rowsPerPiece) {
    const comma = from === 0 ? '' : ','
    pieces.push(comma + rows.slice(from, from + rowsPerPiece).join(','))
  }
  return [...pieces, end]
}
