/** POST, PATCH, PUT and DELETE of rows, properties and links. */
import { isRefusal } from '#errors'
import type { Outcome } from '#pipeline'
import type { QueryTable, Segment } from '#query'
import { type DataAnswer, emptyAnswer, type Visit } from '../exchange.ts'
import { findTable, segmentNotFound } from '../find-table.ts'
import { answerRead } from '../read/answer-read.ts'
import { isObject, type JsonObject, readJsonObject } from '../read-json.ts'
import { refusals } from '../refusals.ts'
import { changeLink, createThrough } from './change-link.ts'
import { findId, keyValues, type RowAddress, rowAddress, splitAddress } from './find-row.ts'
import { readPayload } from './read-payload.ts'
import { rowConditions } from './row-conditions.ts'
import { writePayload } from './write-payload.ts'
import {
  asMissing,
  entityUrl,
  methodNotAllowed,
  payloadContext,
  rowOf,
  type WriteContext,
  type Written,
  warningsOf,
} from './writing.ts'

export async function answerWrite(context: WriteContext): Promise<DataAnswer> {
  const { visit } = context
  const { segments, otherId } = splitAddress(visit)
  const [start, second, third, more] = segments
  if (start === undefined) throw methodNotAllowed(visit, 'GET')
  if (more !== undefined) throw segmentNotFound(more.name, [])
  if (third !== undefined && third.name !== '$ref') throw segmentNotFound(third.name, ['$ref'])
  const address = rowAddress(visit.door.metadata, start)
  if (second === undefined) return await answerRow(context, start, address)
  if (address === undefined) throw segmentNotFound(second.name, [])
  if (third !== undefined) return await changeLink(context, address, second, otherId)
  if (address.table.navigations.has(second.name)) {
    if (visit.request.method !== 'POST') throw methodNotAllowed(visit, 'GET, POST')
    return await answerRepresented(context, await createThrough(context, address, second))
  }
  return await writeProperty(context, address, second)
}

async function answerRow(
  context: WriteContext,
  start: Segment,
  address: RowAddress | undefined,
): Promise<DataAnswer> {
  const { visit } = context
  const { method } = visit.request
  if (address === undefined) {
    if (method !== 'POST') throw methodNotAllowed(visit, 'GET, POST')
    const table = findTable(visit.door.metadata, start.name)
    return await answerRepresented(context, await create(context, table))
  }
  if (method === 'DELETE') return await deleteRow(visit, address)
  if (method === 'PATCH') return await answerRepresented(context, await change(context, address))
  throw methodNotAllowed(visit, 'GET, PATCH, DELETE')
}

async function create(context: WriteContext, table: QueryTable): Promise<Written> {
  const { visit } = context
  const payload = readPayload(payloadContext(context), table, readJsonObject(visit.request.body))
  const made = await writePayload(visit, table, payload, { message: 'Create' })
  return { table, id: made.id, created: true, warnings: warningsOf(made) }
}

async function change(context: WriteContext, address: RowAddress): Promise<Written> {
  const { visit } = context
  const body = readJsonObject(visit.request.body)
  const outcome = await upsert(context, address, body)
  const created = outcome.output.RecordCreated === true || outcome.output.id !== undefined
  return { table: address.table, id: outcome.id, created, warnings: warningsOf(outcome) }
}

/** PATCH changes the row or creates it, unless a condition allows only one of both. */
async function upsert(
  context: WriteContext,
  address: RowAddress,
  body: JsonObject,
): Promise<Outcome> {
  const { visit } = context
  const { table, key } = address
  const { update, create, ifVersion } = rowConditions(visit.request)
  const payload = readPayload(payloadContext(context), table, body)
  const values = keyValues(address)
  const row = rowOf(address)
  if (!create) {
    const message = update ? 'Update' : 'Upsert'
    const version = ifVersion === undefined ? {} : { ifVersion }
    return await asMissing(address, () =>
      writePayload(visit, table, payload, { message, ...row, ...version }),
    )
  }
  if ((await findId(visit, address)) !== undefined && key.kind !== 'id') {
    throw refusals['row-exists-already']()
  }
  const whole = { ...payload, values: { ...values, ...payload.values } }
  const id = 'id' in row ? row : {}
  return await asTaken(() => writePayload(visit, table, whole, { message: 'Create', ...id }))
}

async function asTaken<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!isRefusal(error, 'duplicate-row')) throw error
    throw refusals['row-exists-already']({}, { cause: error })
  }
}

async function deleteRow(visit: Visit, address: RowAddress): Promise<DataAnswer> {
  const { ifVersion } = rowConditions(visit.request)
  const version = ifVersion === undefined ? {} : { ifVersion }
  const request = { message: 'Delete', table: address.table.name, ...rowOf(address), ...version }
  await asMissing(address, () => visit.scope.execute(visit.caller, request))
  return emptyAnswer()
}

/** `PUT set(id)/name {"value": …}`, and DELETE, which writes null; a lookup may be cleared so, too. */
async function writeProperty(
  context: WriteContext,
  address: RowAddress,
  { name }: Segment,
): Promise<DataAnswer> {
  const { visit } = context
  const { method, body } = visit.request
  const { table } = address
  if (!table.properties.has(name)) {
    throw segmentNotFound(name, [...table.properties.keys(), ...table.navigations.keys()])
  }
  if (method !== 'PUT' && method !== 'DELETE') throw methodNotAllowed(visit, 'GET, PUT, DELETE')
  const value = method === 'DELETE' ? null : propertyValue(body)
  const column = table.properties.get(name)
  const clears = method === 'DELETE' && column?.kind === 'lookup'
  const payload = clears
    ? { values: { [column.name]: null }, links: [], parents: [], children: [] }
    : readPayload(payloadContext(context), table, { [name]: value })
  const { ifVersion } = rowConditions(visit.request)
  const version = ifVersion === undefined ? {} : { ifVersion }
  const { id } = await asMissing(address, () =>
    writePayload(visit, table, payload, { message: 'Update', ...rowOf(address), ...version }),
  )
  return emptyAnswer({ 'odata-entityid': entityUrl(visit, table, id) })
}

function propertyValue(body: string): unknown {
  const found = readJsonObject(body)
  if (isObject(found) && 'value' in found) return found.value
  const problem = 'it has no member "value"'
  throw refusals['malformed-payload']({ problem }, { input: 'body', expected: '{"value": …}' })
}

/** 204 with the address of the row, or the row itself where the caller prefers it. */
async function answerRepresented(
  { visit }: WriteContext,
  { table, id, created, warnings }: Written,
): Promise<DataAnswer> {
  const entityId = entityUrl(visit, table, id)
  const location: Record<string, string> = created ? { location: entityId } : {}
  if (!visit.preferences.representation) {
    return { ...emptyAnswer({ 'odata-entityid': entityId, ...location }), entityId }
  }
  const path = `${table.set}(${id})`
  const headers = { ...visit.request.headers, 'if-none-match': undefined }
  const request = { ...visit.request, method: 'GET', path, headers }
  const answer = await answerRead({ ...visit, request })
  const added = { ...answer.headers, ...location, 'odata-entityid': entityId }
  const body = visit.preferences.wants('gr.warnings') ? warned(answer.body, warnings) : answer.body
  return { ...answer, body, status: created ? 201 : 200, headers: added, entityId }
}

/** As an annotation of the row, `@gr.warnings`. */
function warned(body: DataAnswer['body'], warnings: readonly string[]): DataAnswer['body'] {
  if (warnings.length === 0 || typeof body !== 'string') return body
  return `{"@gr.warnings":${JSON.stringify(warnings)},${body.slice(1)}`
}
