/**
 * The parameters of the action Merge, as the Web API writes them: Target and Subordinate are rows
 * with `@odata.type` and their key, UpdateContent is a row with the columns to write. The message
 * takes them as the SDK names them; clients that send SubordinateId are understood as well.
 */
import type { Request, Values } from '#pipeline'
import type { Visit } from '../exchange.ts'
import { tableNamed } from '../find-table.ts'
import { describe, isObject, type JsonObject } from '../read-json.ts'
import { readPayload } from '../write/read-payload.ts'
import { linkValues } from '../write/write-payload.ts'
import { wrongInput } from './find-operation.ts'

const table = 'contact'

export async function readMergeRequest(
  visit: Visit,
  body: JsonObject,
): Promise<Pick<Request, 'id' | 'input'>> {
  const id = idOf(visit, 'Target', body.Target)
  const input = {
    Target: { table, id },
    SubordinateId:
      body.SubordinateId === undefined
        ? idOf(visit, 'Subordinate', body.Subordinate)
        : body.SubordinateId,
    UpdateContent: await contentOf(visit, body.UpdateContent ?? null),
    PerformParentingChecks: body.PerformParentingChecks === true,
  }
  return { id, input }
}

function idOf({ door }: Visit, parameter: string, value: unknown): string {
  const { primaryKey } = tableNamed(door.metadata, table)
  const expected = `a contact with @odata.type and ${primaryKey}`
  if (!isObject(value)) throw wrongInput('Merge', parameter, expected, describe(value))
  const type = String(value['@odata.type'] ?? `mscrm.${table}`)
  const id = value[primaryKey]
  if (/(?:^|\.)contact$/.test(type) && typeof id === 'string') return id.toLowerCase()
  throw wrongInput('Merge', parameter, expected, type.slice(0, 80))
}

async function contentOf(visit: Visit, value: unknown): Promise<Values | null> {
  if (value === null) return null
  const expected = 'an object with columns of a contact'
  if (!isObject(value)) throw wrongInput('Merge', 'UpdateContent', expected, describe(value))
  const own = tableNamed(visit.door.metadata, table)
  // Clients send the key too, often as zeros: which row is written is said by Target.
  const { [own.primaryKey]: _key, ...columns } = value
  const context = { metadata: visit.door.metadata, references: new Map<string, string>() }
  const payload = readPayload(context, own, columns)
  if (payload.parents.length > 0 || payload.children.length > 0) {
    throw wrongInput('Merge', 'UpdateContent', expected, 'rows inside it')
  }
  return { ...payload.values, ...(await linkValues(visit, payload)) }
}
