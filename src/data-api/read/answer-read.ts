import { isRefusal } from '#errors'
import { parseAddress, type QueryResult, readQueryOptions } from '#query'
import { type DataAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { segmentNotFound } from '../find-table.ts'
import { missingRow } from '../missing-row.ts'
import { parseExact } from '../read-json.ts'
import { answerAtOnce, answerInParts, isWholeTable, referenceOf } from './answer-collection.ts'
import { type Asked, ask } from './ask.ts'
import { contextUrl } from './context-url.ts'
import { type KeptQuery, keptQueryOf } from './kept-query.ts'

/** A GET of rows, a row, a number, a property or references. */
export async function answerRead(visit: Visit): Promise<DataAnswer> {
  const asked = asking(visit, await keptQueryOf(visit))
  const { query, answer } = asked
  if (isWholeTable(visit, asked)) {
    const close = visit.scope.streams.take()
    if (close !== undefined) return await answerInParts(visit, asked, close)
  }
  const result = await asked.run()
  if (!result.origin) throw missingOrigin(visit)
  if (answer === 'number') return numberAnswer(result)
  return query.single ? singleAnswer(visit, asked, result) : answerAtOnce(visit, asked, result)
}

/** A name in the address that leads nowhere is a resource that is not there, no bad query. */
function asking(visit: Visit, kept: KeptQuery | undefined): Asked {
  try {
    return ask(visit, kept)
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
