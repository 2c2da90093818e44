/** What a body wants written: values by column, links to other rows, rows to be created with it. */
import type { Values } from '#pipeline'
import type { Metadata, Navigation, QueryColumn, QueryTable, SingleNavigation } from '#query'
import { hintOf } from '../find-table.ts'
import { describe, ExactNumber, isObject, type JsonObject } from '../read-json.ts'
import { refusals } from '../refusals.ts'
import { linkedAddress, type RowAddress } from './find-row.ts'

export interface Payload {
  readonly values: Values
  readonly links: readonly PayloadLink[]
  /** Rows that this one points to, created before it. */
  readonly parents: readonly { readonly navigation: SingleNavigation; readonly row: NestedRow }[]
  /** Rows that point to this one or pair with it, created or linked after it. */
  readonly children: readonly {
    readonly navigation: Exclude<Navigation, SingleNavigation>
    readonly rows: readonly (NestedRow | RowAddress)[]
  }[]
}

export interface NestedRow {
  readonly table: QueryTable
  readonly payload: Payload
}

export interface PayloadLink {
  readonly column: QueryColumn
  readonly property: string
  /** Undefined: the lookup is cleared. */
  readonly to: RowAddress | undefined
}

export interface PayloadContext {
  readonly metadata: Metadata
  /** Row addresses by Content-ID (`$1`), inside a change set. */
  readonly references: ReadonlyMap<string, string>
}

interface Building {
  readonly values: Values
  readonly links: PayloadLink[]
  readonly parents: { navigation: SingleNavigation; row: NestedRow }[]
  readonly children: Payload['children'][number][]
}

const deepest = 10

export function readPayload(
  context: PayloadContext,
  table: QueryTable,
  body: JsonObject,
  depth = 1,
): Payload {
  if (depth > deepest) throw refusals['payload-too-deep']({ limit: deepest })
  const building: Building = { values: {}, links: [], parents: [], children: [] }
  for (const [name, value] of Object.entries(body)) {
    addMember(context, table, building, name, value, depth)
  }
  return building
}

const bind = '@odata.bind'

function addMember(
  context: PayloadContext,
  table: QueryTable,
  building: Building,
  name: string,
  value: unknown,
  depth: number,
): void {
  if (name.endsWith(bind)) {
    addBind(context, table, building, name.slice(0, -bind.length), value)
    return
  }
  if (name === '@odata.type') demandType(context, table, value)
  // Other annotations (`@odata.etag`, `x@OData.Community…`) come back from clients as they were read.
  if (name.includes('@')) return
  const navigation = table.navigations.get(name)
  if (navigation !== undefined) {
    addNested(context, table, building, navigation, value, depth)
    return
  }
  const column = table.properties.get(name)
  if (column === undefined) throw undeclared(table, name)
  if (column.kind === 'lookup') throw lookupWritten(table, column)
  building.values[column.name] = plainValue(column, value)
}

function plainValue({ kind }: QueryColumn, value: unknown): unknown {
  if (!(value instanceof ExactNumber)) return value
  return kind === 'decimal' || kind === 'money' ? value.text : Number(value.text)
}

function addBind(
  context: PayloadContext,
  table: QueryTable,
  building: Building,
  property: string,
  value: unknown,
): void {
  const navigation = table.navigations.get(property)
  if (navigation === undefined) throw undeclared(table, property)
  if (navigation.kind === 'single') {
    const to = value === null ? undefined : linkTo(context, navigation, `${property}${bind}`, value)
    addLink(building, { column: navigation.column, property, to })
    return
  }
  if (!Array.isArray(value)) throw wrongMember(`${property}${bind}`, 'a list of addresses', value)
  const rows = value.map((each) => linkTo(context, navigation, `${property}${bind}`, each))
  building.children.push({ navigation, rows })
}

/**
 * A lookup that leads to several tables has a name for each of them. Clients write null to those
 * that they do not mean; two that lead somewhere would lose one of them.
 */
function addLink(building: Building, link: PayloadLink): void {
  const { links } = building
  const { column } = link
  if (link.to !== undefined) demandAlone(building, column, link.property)
  const before = links.findIndex((each) => each.column.name === column.name)
  if (before < 0) links.push(link)
  else if (link.to !== undefined) links[before] = link
}

function demandAlone({ links, parents }: Building, column: QueryColumn, property: string): void {
  const link = links.find((each) => each.column.name === column.name && each.to !== undefined)
  const parent = parents.find(({ navigation }) => navigation.column.name === column.name)
  const other = link?.property ?? parent?.navigation.name
  if (other === undefined) return
  const expected = `nothing beside ${other}, which sets the same lookup`
  const found = 'another row'
  const details = { input: property, expected, found }
  throw refusals['wrong-payload-member']({ property, expected, found }, details)
}

const typeName = /^#?(?:Microsoft\.Dynamics\.CRM|mscrm)\.(\w+)$/

/** Rows of another table would be written into this one wherever the columns have the same names. */
function demandType({ metadata }: PayloadContext, table: QueryTable, value: unknown): void {
  const named = typeName.exec(typeof value === 'string' ? value : '')?.[1] ?? ''
  if (named === table.name || !metadata.tables.has(named)) return
  const property = '@odata.type'
  const expected = `Microsoft.Dynamics.CRM.${table.name}`
  const details = { input: property, expected, found: named }
  throw refusals['wrong-payload-member']({ property, expected, found: named }, details)
}

function linkTo(
  { metadata, references }: PayloadContext,
  navigation: Navigation,
  property: string,
  value: unknown,
): RowAddress {
  if (typeof value !== 'string') throw wrongMember(property, 'the address of a row', value)
  const targets = navigation.kind === 'single' ? navigation.targets : [navigation.target]
  const address = linkedAddress(metadata, resolveReference(references, value))
  if (address !== undefined && targets.includes(address.table.name)) return address
  const found = value.slice(0, 100)
  const expected = targets.join(' or ')
  throw refusals['wrong-link']({ property, found, expected }, { input: property, expected, found })
}

/** `$1` is the row that the request with Content-ID 1 made. */
export function resolveReference(references: ReadonlyMap<string, string>, link: string): string {
  const reference = /^\/?(\$[\w.-]+)$/.exec(link)?.[1]
  if (reference === undefined) return link
  const address = references.get(reference.slice(1))
  if (address === undefined) throw refusals['content-id-unknown']({ reference })
  return address
}

function addNested(
  context: PayloadContext,
  table: QueryTable,
  building: Building,
  navigation: Navigation,
  value: unknown,
  depth: number,
): void {
  const { name } = navigation
  if (navigation.kind === 'single') {
    if (value === null) {
      addLink(building, { column: navigation.column, property: name, to: undefined })
      return
    }
    if (!isObject(value)) throw wrongMember(name, 'an object or null', value)
    demandAlone(building, navigation.column, name)
    const row = nestedRow(context, navigation, value, depth)
    building.parents.push({ navigation, row })
    return
  }
  if (!Array.isArray(value)) throw wrongMember(name, `a list of rows of ${table.name}`, value)
  const rows = value.map((each) => {
    if (!isObject(each)) throw wrongMember(name, 'a list of objects', each)
    return nestedRow(context, navigation, each, depth)
  })
  building.children.push({ navigation, rows })
}

function nestedRow(
  context: PayloadContext,
  navigation: Navigation,
  body: JsonObject,
  depth: number,
): NestedRow {
  const [target, another] = navigation.kind === 'single' ? navigation.targets : [navigation.target]
  const table = context.metadata.tables.get(target ?? '')
  if (table === undefined || another !== undefined) {
    throw wrongMember(navigation.name, `${navigation.name}_ and the name of a table`, body)
  }
  return { table, payload: readPayload(context, table, body, depth + 1) }
}

function undeclared(table: QueryTable, property: string) {
  const known = [...table.properties.keys(), ...table.navigations.keys()]
  const shown = property.slice(0, 100)
  const values = { table: table.name, property: shown, hint: hintOf(property, known) }
  return refusals['undeclared-property'](values, { input: shown })
}

function lookupWritten(table: QueryTable, { property, name }: QueryColumn) {
  const ways = [...table.navigations.values()].filter(
    (each) => each.kind === 'single' && each.column.name === name,
  )
  const instead = ways[0]?.name ?? name
  return refusals['lookup-value-written']({ property, instead }, { input: property })
}

export function wrongMember(property: string, expected: string, value: unknown) {
  const found = describe(value)
  return refusals['wrong-payload-member'](
    { property, expected, found },
    { input: property, expected, found },
  )
}
