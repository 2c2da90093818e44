/** Executes what a payload wants: parents first, the row, then what belongs to it. */
import type { Outcome, Request, Values } from '#pipeline'
import type { ManyToManyNavigation, QueryTable } from '#query'
import type { Scope, Visit } from '../exchange.ts'
import { tableNamed } from '../find-table.ts'
import { refusals } from '../refusals.ts'
import { findId, type RowAddress } from './find-row.ts'
import type { NestedRow, Payload } from './read-payload.ts'

/** Several messages are one transaction; a single one brings its own. */
export async function writePayload(
  visit: Visit,
  table: QueryTable,
  payload: Payload,
  request: Pick<Request, 'message' | 'id' | 'key' | 'ifVersion'>,
): Promise<Outcome> {
  const single = payload.parents.length === 0 && payload.children.length === 0
  if (single) return await writeRow(visit, visit.scope, table, payload, request)
  return await visit.scope.together((scope) => {
    return writeRow({ ...visit, scope }, scope, table, payload, request)
  })
}

async function writeRow(
  visit: Visit,
  scope: Scope,
  table: QueryTable,
  payload: Payload,
  request: Pick<Request, 'message' | 'id' | 'key' | 'ifVersion'>,
): Promise<Outcome> {
  const target: Values = { ...payload.values, ...(await linkValues(visit, payload)) }
  for (const { navigation, row } of payload.parents) {
    const { id } = await createNested(visit, row)
    target[navigation.column.name] = { table: row.table.name, id }
  }
  const outcome = await scope.execute(visit.caller, { ...request, table: table.name, target })
  for (const { navigation, rows } of payload.children) {
    for (const row of rows) {
      if (navigation.kind === 'many to many') {
        await pair(visit, table, outcome.id, navigation, row)
      } else {
        const pointing = { [navigation.column]: { table: table.name, id: outcome.id } }
        await pointBack(visit, navigation.target, row, pointing)
      }
    }
  }
  return outcome
}

/** The lookups that a payload sets, as references. */
export async function linkValues(visit: Visit, { links }: Payload): Promise<Values> {
  const values: Values = {}
  for (const { column, property, to } of links) {
    values[column.name] = to === undefined ? null : await referenceTo(visit, to, property)
  }
  return values
}

/** The table and id of a linked row. */
export async function referenceTo(visit: Visit, to: RowAddress, property: string) {
  const id = await findId(visit, to)
  if (id !== undefined) return { table: to.table.name, id }
  const found = `a row of ${to.set} that does not exist`
  const values = { property, found, expected: to.table.name }
  throw refusals['wrong-link'](values, { input: property, found })
}

const isAddress = (row: NestedRow | RowAddress): row is RowAddress => 'key' in row

async function createNested(visit: Visit, row: NestedRow, more: Values = {}): Promise<Outcome> {
  const payload = { ...row.payload, values: { ...row.payload.values, ...more } }
  return await writeRow(visit, visit.scope, row.table, payload, { message: 'Create' })
}

async function pointBack(
  visit: Visit,
  target: string,
  row: NestedRow | RowAddress,
  pointing: Values,
): Promise<void> {
  if (!isAddress(row)) {
    await createNested(visit, row, pointing)
    return
  }
  const { id } = await referenceTo(visit, row, target)
  const request = { message: 'Update', table: target, id, target: pointing }
  await visit.scope.execute(visit.caller, request)
}

async function pair(
  visit: Visit,
  table: QueryTable,
  id: string,
  navigation: ManyToManyNavigation,
  row: NestedRow | RowAddress,
): Promise<void> {
  const related = isAddress(row)
    ? await referenceTo(visit, row, navigation.name)
    : {
        table: tableNamed(visit.door.metadata, navigation.target).name,
        id: (await createNested(visit, row)).id,
      }
  const input = { Relationship: navigation.name, RelatedEntities: [related] }
  await visit.scope.execute(visit.caller, { message: 'Associate', table: table.name, id, input })
}
