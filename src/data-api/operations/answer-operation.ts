import type { Offer } from '#pipeline'
import { parseAddress, type QueryTable } from '#query'
import { type DataAnswer, emptyAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { hintOf, segmentNotFound } from '../find-table.ts'
import { readParameterObject } from '../read-json.ts'
import { refusals } from '../refusals.ts'
import { findId, type RowAddress, rowAddress } from '../write/find-row.ts'
import { methodNotAllowed } from '../write/writing.ts'
import { type CalledOperation, findOperation } from './find-operation.ts'
import { type OfferedMessage, offeredMessages } from './offered-messages.ts'
import { readMergeRequest } from './read-merge.ts'
import { readParameters } from './read-parameters.ts'
import { isSeveralRows, severalRows, writeSeveral } from './several-rows.ts'
import { unboundFunctions } from './unbound-functions.ts'

/** The function or action that the address calls; undefined: it is about rows. */
export function calledOperation(visit: Visit): CalledOperation | undefined {
  const unbound = offered(visit, 'nothing')
  return findOperation(
    visit,
    (name) => Object.hasOwn(unboundFunctions, name) || unbound.some((each) => each.name === name),
  )
}

/** Messages of the hub's own that are called on a row of their table, or on none. */
const offered = ({ door }: Visit, on: Offer['on']) =>
  offeredMessages(door.pipeline).filter(({ offer }) => offer.on === on)

export async function answerOperation(visit: Visit, called: CalledOperation): Promise<DataAnswer> {
  const { name, binding } = called
  if (binding !== undefined) return await answerBound(visit, name, binding)
  const read = unboundFunctions[name]
  if (read === undefined) return await answerUnbound(visit, name)
  demandMethod(visit, 'GET')
  return outputAnswer(visit, name, await read(visit, called))
}

async function answerUnbound(visit: Visit, name: string): Promise<DataAnswer> {
  const own = offered(visit, 'nothing').find((each) => each.name === name)
  if (own === undefined) throw unknownOperation(visit, name)
  return await answerMessage(visit, own, undefined)
}

function demandMethod(visit: Visit, method: 'GET' | 'POST'): void {
  const asked = visit.request.method === 'HEAD' ? 'GET' : visit.request.method
  if (asked !== method) throw methodNotAllowed(visit, method)
}

async function answerBound(visit: Visit, name: string, binding: string): Promise<DataAnswer> {
  const [start, more] = parseAddress(binding, new Map())
  if (start === undefined || more !== undefined) throw segmentNotFound(more?.name ?? '', [])
  const address = rowAddress(visit.door.metadata, start)
  const table = address?.table ?? visit.door.metadata.sets.get(start.name)
  if (table === undefined) throw segmentNotFound(start.name, visit.door.metadata.sets.keys())
  if (address === undefined && isSeveralRows(name)) {
    demandMethod(visit, 'POST')
    const ids = await writeSeveral(visit, table, name)
    if (name === 'UpdateMultiple' || name === 'DeleteMultiple') return emptyAnswer()
    return outputAnswer(visit, name, { Ids: ids })
  }
  return await answerBoundAction(visit, name, table, address)
}

async function answerBoundAction(
  visit: Visit,
  name: string,
  table: QueryTable,
  address: RowAddress | undefined,
): Promise<DataAnswer> {
  const id = address === undefined ? undefined : await findId(visit, address)
  if (id === undefined) throw unknownOperation(visit, name)
  const isMeant = (each: { name: string; table: string }) =>
    each.name === name && each.table === table.name
  const action = visit.door.actions.find(isMeant)
  if (action !== undefined) {
    demandMethod(visit, 'POST')
    const input = readParameters(name, action.offer, readParameterObject(visit.request.body))
    return outputAnswer(visit, name, await action.run(visit.caller, id, input))
  }
  const own = offered(visit, 'row').find(isMeant)
  if (own === undefined) throw unknownOperation(visit, name)
  return await answerMessage(visit, own, id)
}

async function answerMessage(
  visit: Visit,
  { name, table, offer }: OfferedMessage,
  id: string | undefined,
): Promise<DataAnswer> {
  demandMethod(visit, 'POST')
  const body = readParameterObject(visit.request.body)
  const asked =
    name === 'Merge'
      ? await readMergeRequest(visit, body)
      : { ...(id === undefined ? {} : { id }), input: readParameters(name, offer, body) }
  const request = { message: name, table, ...asked }
  const { output } = await visit.scope.execute(visit.caller, request)
  return outputAnswer(visit, name, output)
}

function unknownOperation(visit: Visit, operation: string) {
  const known = [
    ...Object.keys(unboundFunctions),
    ...Object.keys(severalRows),
    ...offeredMessages(visit.door.pipeline).map(({ name }) => name),
  ]
  const shown = operation.slice(0, 100)
  return refusals['operation-unknown']({ operation: shown, hint: hintOf(shown, known) })
}

function outputAnswer(
  { request }: Visit,
  name: string,
  output: Readonly<Record<string, unknown>>,
): DataAnswer {
  if (Object.keys(output).length === 0) return emptyAnswer()
  const context = `${request.root}$metadata#Microsoft.Dynamics.CRM.${name}Response`
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, ...output }))
}
