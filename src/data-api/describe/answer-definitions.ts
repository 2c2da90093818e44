/**
 * `EntityDefinitions`: what tables and columns there are, as JSON. Clients read set names and
 * options from it. Read-only.
 */
import {
  type Expand,
  type Key,
  parseOData,
  type QueryPlan,
  type QueryTable,
  type SourceStep,
} from '#query'
import { type DataAnswer, emptyAnswer, jsonAnswer, type Visit } from '../exchange.ts'
import { segmentNotFound } from '../find-table.ts'
import { refusals } from '../refusals.ts'
import {
  attributeDefinition,
  type Definition,
  entityDefinition,
  keyDefinitions,
  manyToMany,
  manyToOne,
  oneToMany,
  optionSet,
} from './definitions.ts'
import { fits, inOrder, notAnswered } from './evaluate-filter.ts'

export const definitionSets: ReadonlySet<string> = new Set([
  'EntityDefinitions',
  'RelationshipDefinitions',
  'GlobalOptionSetDefinitions',
])

/** Definitions with what can be expanded in each. */
interface Described {
  readonly definition: Definition
  readonly related: Readonly<Record<string, () => readonly Described[] | Definition | undefined>>
}

export function answerDefinitions(visit: Visit): DataAnswer {
  const plan = readPlan(visit)
  const { source } = plan
  let found = startsOf(visit, source.table)
  let one = source.key === undefined ? undefined : pick(found, source.key)
  for (const step of source.steps) {
    if (isCast(step)) found = cast(one === undefined ? found : [one], step)
    else {
      if (isProperty(one, step)) return answerProperty(visit, one, step)
      const next = follow(one, step)
      if (!Array.isArray(next))
        return answerOne(visit, { definition: next as Definition, related: {} }, plan)
      found = next
      one = undefined
    }
    if (isCast(step) && one !== undefined) [one] = found
    if (step.key !== undefined) one = pick(found, step.key)
  }
  if (one !== undefined) return answerOne(visit, one, plan)
  return answerMany(visit, found, plan)
}

/** Enumeration members such as `Microsoft.Dynamics.CRM.AttributeTypeCode'Lookup'` are texts here. */
const enumeration = /Microsoft\.Dynamics\.CRM\.\w+(?='|%27)/g

function readPlan({ request, door }: Visit): QueryPlan {
  const { path } = request
  const query = request.query.replace(enumeration, '')
  const ofKeys = path.replace(/MetadataId(?:=|%3D)/gi, '')
  return parseOData({ path: ofKeys, query }, door.metadata).plan
}

function startsOf(visit: Visit, set: string): readonly Described[] {
  if (set === 'EntityDefinitions') return entities(visit)
  return set === 'RelationshipDefinitions' ? relationships(visit) : optionSets(visit)
}

/** Every choice has a set of its own; here they are by their names, such as `contact_gendercode`. */
function optionSets({ door: { metadata } }: Visit): readonly Described[] {
  return [...metadata.sets.values()]
    .flatMap((table) => [...table.columns.values()])
    .map((column) => (column.kind === 'boolean' ? undefined : optionSet(column)))
    .filter((set) => set !== undefined)
    .map((set) => plain({ '@odata.type': `#${castPrefix}OptionSetMetadata`, ...set }))
}

function entities(visit: Visit): readonly Described[] {
  const { metadata } = visit.door
  return [...metadata.sets.values()].map((table) => ({
    definition: entityDefinition(table),
    related: {
      Attributes: () => attributes(table),
      Keys: () => keyDefinitions(table).map(plain),
      ManyToOneRelationships: () => manyToOne(table).map(plain),
      OneToManyRelationships: () => oneToMany(metadata, table).map(plain),
      ManyToManyRelationships: () => manyToMany(table).map(plain),
    },
  }))
}

const plain = (definition: Definition): Described => ({ definition, related: {} })

const attributes = (table: QueryTable): readonly Described[] =>
  [...table.columns.values()].map((column) => ({
    definition: attributeDefinition(table, column),
    related: { OptionSet: () => optionSet(column), GlobalOptionSet: () => undefined },
  }))

function relationships({ door: { metadata } }: Visit): readonly Described[] {
  const tables = [...metadata.sets.values()]
  const pairs = tables.flatMap(manyToMany)
  const once = new Map(pairs.map((each) => [each.SchemaName, each]))
  return [...tables.flatMap(manyToOne), ...once.values()].map(plain)
}

function pick(found: readonly Described[], key: Key): Described {
  const wanted = (definition: Definition): boolean => {
    if (key.kind === 'id') return definition.MetadataId === key.value.text.toLowerCase()
    return key.parts.every(({ name, value }) => definition[name] === value.text)
  }
  const one = found.find(({ definition }) => wanted(definition))
  const id = key.kind === 'id' ? key.value.text : key.parts.map(({ value }) => value.text).join()
  if (one === undefined) throw refusals['row-not-found']({ table: 'Metadata', id: id.slice(0, 60) })
  return one
}

const castPrefix = 'Microsoft.Dynamics.CRM.'
const isCast = ({ navigation }: SourceStep): boolean => navigation.startsWith(castPrefix)

function cast(found: readonly Described[], { navigation }: SourceStep): readonly Described[] {
  const type = `#${navigation}`
  const fitting = found.filter(({ definition }) => {
    const own = definition['@odata.type']
    const relationship = `#${castPrefix}${String(definition.RelationshipType)}Metadata`
    return own === type || relationship === type
  })
  if (fitting.length === 0 && !/Metadata$/.test(navigation)) throw segmentNotFound(navigation, [])
  return fitting
}

function follow(one: Described | undefined, { navigation }: SourceStep) {
  const read = one?.related[navigation]
  if (read === undefined) throw segmentNotFound(navigation, Object.keys(one?.related ?? {}))
  return read() ?? {}
}

/** `EntityDefinitions(LogicalName='contact')/EntitySetName`. */
const isProperty = (one: Described | undefined, { navigation }: SourceStep): one is Described =>
  one !== undefined && !(navigation in one.related) && Object.hasOwn(one.definition, navigation)

function answerProperty(
  { request }: Visit,
  { definition }: Described,
  { navigation }: SourceStep,
): DataAnswer {
  const value = definition[navigation] ?? null
  if (value === null) return emptyAnswer()
  const context = `${request.root}$metadata#${request.path}`
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, value }))
}

function answerOne({ request }: Visit, one: Described, plan: QueryPlan): DataAnswer {
  const context = `${request.root}$metadata#${plan.source.table}/$entity`
  return jsonAnswer(200, JSON.stringify({ '@odata.context': context, ...shown(one, plan) }))
}

function answerMany({ request }: Visit, found: readonly Described[], plan: QueryPlan): DataAnswer {
  const { filter, orders, top, count, answer } = plan
  const fitting = found
    .filter(({ definition }) => filter === undefined || fits(filter, definition))
    .toSorted((one, other) => inOrder(orders, one.definition, other.definition))
  if (answer === 'number') {
    const headers = { 'content-type': 'text/plain' }
    return { status: 200, headers, body: String(fitting.length) }
  }
  const value = fitting.slice(0, top).map((each) => shown(each, plan))
  const head = {
    '@odata.context': `${request.root}$metadata#${plan.source.table}`,
    ...(count ? { '@odata.count': fitting.length } : {}),
  }
  return jsonAnswer(200, JSON.stringify({ ...head, value }))
}

type Showing = Pick<QueryPlan, 'selection' | 'expands'>

function shown({ definition, related }: Described, { selection, expands }: Showing): Definition {
  const { all, columns } = selection
  const names = ['@odata.type', 'MetadataId', ...columns.map(({ name }) => name)]
  for (const { name } of columns) {
    if (!Object.hasOwn(definition, name) && !(name in related)) undeclaredHere(definition, name)
  }
  const chosen = all
    ? definition
    : Object.fromEntries(
        names
          .filter((name) => Object.hasOwn(definition, name))
          .map((name) => [name, definition[name]]),
      )
  return { ...chosen, ...Object.fromEntries(expands.map((each) => expanded(related, each))) }
}

/** Properties that the vendor has and this hub does not know are left out, misspelt ones too. */
function undeclaredHere(definition: Definition, name: string): void {
  if (/^[A-Z]\w*$/.test(name)) return
  throw notAnswered(`'${name.slice(0, 60)}' is no property of ${String(definition.LogicalName)}`)
}

function expanded(related: Described['related'], expand: Expand): readonly [string, unknown] {
  const read = related[expand.navigation]
  if (read === undefined) throw segmentNotFound(expand.navigation, Object.keys(related))
  const found = read()
  if (!Array.isArray(found)) return [expand.navigation, found ?? null]
  const { filter } = expand
  const fitting = (found as readonly Described[]).filter(
    ({ definition }) => filter === undefined || fits(filter, definition),
  )
  return [expand.navigation, fitting.map((each) => shown(each, expand))]
}
