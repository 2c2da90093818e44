/** `$ref`: links between rows that exist; and rows created at the end of a link. */
import type { Navigation, QueryTable, Segment, SingleNavigation } from '#query'
import { type DataAnswer, emptyAnswer, type Visit } from '../exchange.ts'
import { segmentNotFound, tableNamed } from '../find-table.ts'
import { missingRow } from '../missing-row.ts'
import { readJsonObject } from '../read-json.ts'
import { refusals } from '../refusals.ts'
import { findId, linkedAddress, type RowAddress } from './find-row.ts'
import { readPayload, resolveReference, wrongMember } from './read-payload.ts'
import { referenceTo, writePayload } from './write-payload.ts'
import {
  asMissing,
  methodNotAllowed,
  payloadContext,
  type WriteContext,
  type Written,
  warningsOf,
} from './writing.ts'

export async function changeLink(
  context: WriteContext,
  address: RowAddress,
  segment: Segment,
  otherId: string | undefined,
): Promise<DataAnswer> {
  const { visit } = context
  const navigation = navigationOf(address.table, segment.name)
  const id = await existingId(visit, address)
  if (visit.request.method === 'DELETE') {
    await takeAway(context, { address, navigation, id, segment, otherId })
  } else {
    const single = navigation.kind === 'single'
    if (visit.request.method !== (single ? 'PUT' : 'POST')) {
      throw methodNotAllowed(visit, single ? 'GET, PUT, DELETE' : 'GET, POST, DELETE')
    }
    const link = readJsonObject(visit.request.body)['@odata.id']
    if (typeof link !== 'string') throw wrongMember('@odata.id', 'the address of a row', link)
    const other = await otherRow(context, navigation, link)
    await join(visit, address, navigation, id, 'Associate', other)
  }
  return emptyAnswer()
}

function navigationOf(table: QueryTable, name: string): Navigation {
  const navigation = table.navigations.get(name)
  if (navigation === undefined) throw segmentNotFound(name, table.navigations.keys())
  return navigation
}

async function existingId(visit: Visit, address: RowAddress): Promise<string> {
  const { key, set } = address
  const id = await findId(visit, address)
  if (id === undefined) throw missingRow(set, key)
  return id
}

interface OtherRow {
  readonly table: string
  readonly id: string
}

async function otherRow(
  { visit, references }: WriteContext,
  navigation: Navigation,
  link: string,
): Promise<OtherRow> {
  const targets = navigation.kind === 'single' ? navigation.targets : [navigation.target]
  const address = linkedAddress(visit.door.metadata, resolveReference(references, link))
  if (address !== undefined && targets.includes(address.table.name)) {
    return await referenceTo(visit, address, navigation.name)
  }
  const found = link.slice(0, 100)
  const expected = targets.join(' or ')
  const values = { property: navigation.name, found, expected }
  throw refusals['wrong-link'](values, { input: '@odata.id', expected, found })
}

interface Parting {
  readonly address: RowAddress
  readonly navigation: Navigation
  readonly id: string
  readonly segment: Segment
  readonly otherId: string | undefined
}

/** `coll(id)/$ref`, `coll/$ref?$id=<address>`, or `single/$ref` for whatever it points to. */
async function takeAway(context: WriteContext, parting: Parting): Promise<void> {
  const { visit } = context
  const { address, navigation, id, segment, otherId } = parting
  if (navigation.kind === 'single') {
    await writeLookup(visit, address, navigation, id, null)
    return
  }
  const target = tableNamed(visit.door.metadata, navigation.target)
  const other =
    segment.key === undefined
      ? await otherRow(context, navigation, otherId ?? '')
      : await referenceTo(
          visit,
          { table: target, set: target.set ?? target.name, key: segment.key },
          navigation.name,
        )
  await join(visit, address, navigation, id, 'Disassociate', other)
}

async function join(
  visit: Visit,
  address: RowAddress,
  navigation: Navigation,
  id: string,
  message: 'Associate' | 'Disassociate',
  other: OtherRow,
): Promise<void> {
  if (navigation.kind === 'single') {
    await writeLookup(visit, address, navigation, id, other)
    return
  }
  const input = { Relationship: relationshipOf(visit, navigation), RelatedEntities: [other] }
  const request = { message, table: address.table.name, id, input }
  await asMissing(address, () => visit.scope.execute(visit.caller, request))
}

/** The pipeline knows links by the lookup that makes them. */
function relationshipOf(
  { door }: Visit,
  navigation: Exclude<Navigation, SingleNavigation>,
): string {
  if (navigation.kind === 'many to many') return navigation.name
  const lookup = tableNamed(door.metadata, navigation.target).columns.get(navigation.column)
  return lookup?.declaration.navigation ?? navigation.column
}

async function writeLookup(
  visit: Visit,
  address: RowAddress,
  { column }: SingleNavigation,
  id: string,
  value: OtherRow | null,
): Promise<void> {
  const target = { [column.name]: value }
  const request = { message: 'Update', table: address.table.name, id, target }
  await asMissing(address, () => visit.scope.execute(visit.caller, request))
}

/** `POST set(id)/collection`: a new row that is linked to this one from its beginning. */
export async function createThrough(
  context: WriteContext,
  address: RowAddress,
  segment: Segment,
): Promise<Written> {
  const { visit } = context
  const navigation = navigationOf(address.table, segment.name)
  if (navigation.kind === 'single') throw methodNotAllowed(visit, 'GET')
  const table = tableNamed(visit.door.metadata, navigation.target)
  const payload = readPayload(payloadContext(context), table, readJsonObject(visit.request.body))
  const id = await existingId(visit, address)
  const here: OtherRow = { table: address.table.name, id }
  if (navigation.kind === 'collection') {
    const values = { ...payload.values, [navigation.column]: here }
    const made = await writePayload(visit, table, { ...payload, values }, { message: 'Create' })
    return { table, id: made.id, created: true, warnings: warningsOf(made) }
  }
  const made = await visit.scope.together(async (scope) => {
    const inside = { ...visit, scope }
    const outcome = await writePayload(inside, table, payload, { message: 'Create' })
    const other = { table: table.name, id: outcome.id }
    await join(inside, address, navigation, id, 'Associate', other)
    return outcome
  })
  return { table, id: made.id, created: true, warnings: warningsOf(made) }
}
