/** CreateMultiple, UpdateMultiple, UpsertMultiple and DeleteMultiple: all rows or none. */
import type { QueryTable } from '#query'
import type { Visit } from '../exchange.ts'
import { describe, isObject, type JsonObject, readJsonObject } from '../read-json.ts'
import { findId, keyValues, linkedAddress, plainId } from '../write/find-row.ts'
import { readPayload } from '../write/read-payload.ts'
import { writePayload } from '../write/write-payload.ts'
import { wrongInput } from './find-operation.ts'

export const severalRows = {
  CreateMultiple: 'Create',
  UpdateMultiple: 'Update',
  UpsertMultiple: 'Upsert',
  DeleteMultiple: 'Delete',
} as const

type Name = keyof typeof severalRows

export const isSeveralRows = (name: string): name is Name => Object.hasOwn(severalRows, name)

/** The ids of the rows, in the order of `Targets`. */
export async function writeSeveral(
  visit: Visit,
  table: QueryTable,
  name: Name,
): Promise<readonly string[]> {
  const targets = readTargets(table, name, readJsonObject(visit.request.body).Targets)
  return await visit.scope.together(async (scope) => {
    const ids: string[] = []
    for (const target of targets) ids.push(await writeOne({ ...visit, scope }, table, name, target))
    return ids
  })
}

const mostTargets = 1000

function readTargets(table: QueryTable, name: Name, found: unknown): readonly JsonObject[] {
  if (!Array.isArray(found)) throw wrongInput(name, 'Targets', 'a list of rows', describe(found))
  if (found.length > mostTargets) {
    throw wrongInput(name, 'Targets', `at most ${mostTargets} rows`, `${found.length}`)
  }
  return found.map((each) => {
    if (!isObject(each)) throw wrongInput(name, 'Targets', 'a list of rows', describe(each))
    const type = each['@odata.type']
    const own =
      typeof type === 'string'
        ? type.replace(/^#?(?:Microsoft\.Dynamics\.CRM|mscrm)\./, '')
        : table.name
    if (own === table.name) return each
    throw wrongInput(name, 'Targets', `rows of ${table.name}`, `one of ${String(own).slice(0, 60)}`)
  })
}

async function writeOne(
  visit: Visit,
  table: QueryTable,
  name: Name,
  target: JsonObject,
): Promise<string> {
  const row = name === 'CreateMultiple' ? {} : await rowOf(visit, table, name, target)
  const message = severalRows[name]
  if (message === 'Delete') {
    await visit.scope.execute(visit.caller, { message, table: table.name, ...row })
    return ''
  }
  const context = { metadata: visit.door.metadata, references: new Map<string, string>() }
  const payload = readPayload(context, table, target)
  return (await writePayload(visit, table, payload, { message, ...row })).id
}

/** By the id among its values, or by `@odata.id`, which may hold an alternate key. */
async function rowOf(visit: Visit, table: QueryTable, name: Name, target: JsonObject) {
  const link = target['@odata.id']
  const id = target[table.primaryKey]
  if (typeof id === 'string') return { id }
  const address = typeof link === 'string' ? linkedAddress(visit.door.metadata, link) : undefined
  if (address === undefined || address.table !== table) {
    throw wrongInput(name, 'Targets', `rows with ${table.primaryKey} or @odata.id`, 'one without')
  }
  if (address.key.kind === 'id') return { id: plainId(address.key.value) }
  const known = name === 'UpsertMultiple' ? undefined : await findId(visit, address)
  return known === undefined ? { key: keyValues(address) ?? {} } : { id: known }
}
