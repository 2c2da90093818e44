/**
 * Writing definitions, the way Dataverse's Web API does it: `EntityDefinitions(…)/Attributes` and
 * `RelationshipDefinitions`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api
 */
import type { CustomColumn } from '#database'
import { parseAddress, type QueryTable, type Segment } from '#query'
import { entityDefinition } from '../describe/definitions.ts'
import { type DataAnswer, emptyAnswer, type Visit } from '../exchange.ts'
import { readJsonObject } from '../read-json.ts'
import { methodNotAllowed } from '../write/writing.ts'
import { changeColumn, changeOf } from './change-column.ts'
import { refuseOthers } from './customizing.ts'
import { defineColumn, defineLookup } from './define-column.ts'
import { customColumnOf, customLookupOf, notFound, tableOf } from './find-definition.ts'
import { readRelationship } from './read-relationship.ts'
import { refusals } from './refusals.ts'
import { removeColumn } from './remove-column.ts'

export async function answerCustomize(visit: Visit): Promise<DataAnswer> {
  const { method, path } = visit.request
  const act = { POST: 'add', DELETE: 'remove' }[method] ?? 'change'
  refuseOthers(visit.caller, act)
  refuseTogether(visit)
  const [first, second, ...more] = parseAddress(
    path.replace(/MetadataId(?:=|%3D)/gi, ''),
    new Map(),
  )
  if (first?.name === 'RelationshipDefinitions') return await answerRelationship(visit, first)
  const isCast = more.length === 1 && more[0]?.name.startsWith('Microsoft.Dynamics.CRM.')
  if (first?.name !== 'EntityDefinitions' || second?.name !== 'Attributes') {
    throw methodNotAllowed(visit, 'GET')
  }
  if (more.length > 0 && isCast !== true) throw notFound('address', path)
  const table = tableOf(visit.door.metadata, first)
  return await answerAttribute(visit, table, second)
}

/** A definition is known at once and everywhere: it cannot wait for the end of a change set. */
export function refuseTogether({ scope }: Visit): void {
  if (scope.db.isTransaction) throw refusals['customizing-together']()
}

async function answerAttribute(
  visit: Visit,
  table: QueryTable,
  segment: Segment,
): Promise<DataAnswer> {
  const { door, caller, request } = visit
  if (segment.key === undefined) {
    if (request.method !== 'POST') throw methodNotAllowed(visit, 'GET, POST')
    const body = readJsonObject(request.body)
    const added = await defineColumn(door.customizing, caller, table.name, body)
    return addressAnswer(visit, attributeAddress(table, added))
  }
  const column = customColumnOf(table, segment)
  if (request.method === 'DELETE') return await remove(visit, column)
  if (request.method !== 'PUT' && request.method !== 'PATCH') {
    throw methodNotAllowed(visit, 'GET, PUT, PATCH, DELETE')
  }
  const mergesLabels = request.headers['mscrm.mergelabels']?.toLowerCase() === 'true'
  const change = changeOf(readJsonObject(request.body), mergesLabels)
  await changeColumn(door.customizing, caller, column, change)
  return addressAnswer(visit, attributeAddress(table, column))
}

function attributeAddress(table: QueryTable, { column }: CustomColumn): string {
  const { MetadataId } = entityDefinition(table)
  return `EntityDefinitions(${String(MetadataId)})/Attributes(${column.custom.id})`
}

async function remove(visit: Visit, column: CustomColumn): Promise<DataAnswer> {
  const confirmed = /(?:^|&)confirm=true(?:&|$)/i.test(visit.request.query)
  await removeColumn(visit.door.customizing, visit.caller, column, confirmed)
  return emptyAnswer()
}

async function answerRelationship(visit: Visit, segment: Segment): Promise<DataAnswer> {
  const { door, caller, request } = visit
  if (segment.key !== undefined) {
    if (request.method !== 'DELETE') throw methodNotAllowed(visit, 'GET, DELETE')
    return await remove(visit, customLookupOf(door.metadata, segment))
  }
  if (request.method !== 'POST') throw methodNotAllowed(visit, 'GET, POST')
  const { table, lookup, relationship } = readRelationship(readJsonObject(request.body))
  const added = await defineLookup(door.customizing, caller, table, lookup, relationship)
  const id = added.column.custom.relationship?.id ?? ''
  return addressAnswer(visit, `RelationshipDefinitions(${id})`)
}

function addressAnswer({ request }: Visit, address: string): DataAnswer {
  return emptyAnswer({ 'odata-entityid': request.root + address })
}
