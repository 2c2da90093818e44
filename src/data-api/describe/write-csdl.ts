/**
 * `$metadata`: CSDL 4.0 XML (OData Common Schema Definition Language 4.0) of every table, with the
 * names that Dataverse uses, so that generators and Excel find what they expect.
 */
import type { Metadata, Navigation, QueryColumn, QueryTable, SingleNavigation } from '#query'
import { edmType } from './edm-types.ts'
import { describeOperations, type OperationParts, type OwnAction } from './operation-types.ts'
import { element } from './xml.ts'

const namespace = 'Microsoft.Dynamics.CRM'
const alias = 'mscrm'
const typeName = (name: string): string => `${alias}.${name}`

export interface CsdlOptions {
  /** Also descriptions, and which properties are computed or cannot be read. */
  readonly annotations: boolean
}

export function writeCsdl(
  metadata: Metadata,
  actions: readonly OwnAction[],
  options: CsdlOptions,
): string {
  const tables = [...metadata.sets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const operations = describeOperations(tables, actions)
  const schema = element('Schema', { Namespace: namespace, Alias: alias, xmlns: edm }, [
    ...baseTypes,
    ...tables.map((table) => entityType(metadata, table, options)),
    ...operations.types,
    ...operations.operations,
    container(metadata, tables, operations),
  ])
  const services = element('edmx:DataServices', {}, [schema])
  const document = element('edmx:Edmx', { Version: '4.0', 'xmlns:edmx': edmx }, [
    ...references(options),
    services,
  ])
  return `<?xml version="1.0" encoding="utf-8"?>${document}`
}

const edm = 'http://docs.oasis-open.org/odata/ns/edm'
const edmx = 'http://docs.oasis-open.org/odata/ns/edmx'
const vocabularies =
  'http://docs.oasis-open.org/odata/odata/v4.0/errata03/os/complete/vocabularies/'

function references({ annotations }: CsdlOptions): readonly string[] {
  if (!annotations) return []
  const uri = `${vocabularies}Org.OData.Core.V1.xml`
  const include = element('edmx:Include', { Namespace: 'Org.OData.Core.V1', Alias: 'Core' })
  return [element('edmx:Reference', { Uri: uri }, [include])]
}

/** Users and teams are both owners; `ownerid` leads to either. */
const baseTypes = [
  element('EntityType', { Name: 'crmbaseentity', Abstract: 'true' }),
  element('EntityType', {
    Name: 'principal',
    BaseType: typeName('crmbaseentity'),
    Abstract: 'true',
  }),
  element('ComplexType', { Name: 'BooleanManagedProperty' }, [
    element('Property', { Name: 'Value', Type: 'Edm.Boolean', Nullable: 'false' }),
    element('Property', { Name: 'CanBeChanged', Type: 'Edm.Boolean', Nullable: 'false' }),
    element('Property', { Name: 'ManagedPropertyLogicalName', Type: 'Edm.String' }),
  ]),
]

const principals = new Set(['systemuser', 'team'])

function entityType(metadata: Metadata, table: QueryTable, options: CsdlOptions): string {
  const base = principals.has(table.name) ? 'principal' : 'crmbaseentity'
  return element('EntityType', { Name: table.name, BaseType: typeName(base) }, [
    element('Key', {}, [element('PropertyRef', { Name: table.primaryKey })]),
    ...[...table.properties.values()].map((column) => property(column, options)),
    ...[...table.navigations.values()].flatMap((each) => navigationProperty(metadata, table, each)),
    ...alternateKeys(table, options),
    ...description(table.label, options),
  ])
}

function property(column: QueryColumn, options: CsdlOptions): string {
  const { kind, declaration } = column
  const bounded = kind === 'text' || kind === 'memo' || kind === 'secret'
  const attributes = {
    Name: column.property,
    Type: edmType(column),
    Nullable: kind === 'key' ? 'false' : undefined,
    MaxLength: bounded ? declaration.maxLength?.toString() : undefined,
    Scale: kind === 'decimal' || kind === 'money' ? 'variable' : undefined,
  }
  const computed = declaration.readOnly ? [annotation('Computed', { Bool: 'true' })] : []
  return element('Property', attributes, [
    ...(options.annotations ? computed : []),
    ...(options.annotations && !column.readable
      ? [annotation('Permissions', { EnumMember: 'Core.Permission/Write' })]
      : []),
    ...description(declaration.label, options),
  ])
}

const annotation = (term: string, value: Readonly<Record<string, string>>): string =>
  element('Annotation', { Term: `Org.OData.Core.V1.${term}`, ...value })

const description = (text: string, { annotations }: CsdlOptions): readonly string[] =>
  annotations ? [annotation('Description', { String: text })] : []

function navigationProperty(
  metadata: Metadata,
  table: QueryTable,
  navigation: Navigation,
): readonly string[] {
  if (navigation.kind !== 'single') {
    const type = `Collection(${typeName(navigation.target)})`
    const partner = partnerOf(metadata, table, navigation)
    const attributes = { Name: navigation.name, Type: type, Partner: partner }
    return [element('NavigationProperty', attributes)]
  }
  const [target, another] = navigation.targets
  if (target === undefined) return []
  const type = typeName(another === undefined ? target : 'principal')
  const partner = another === undefined ? partnerOf(metadata, table, navigation) : undefined
  const attributes = { Name: navigation.name, Type: type, Partner: partner }
  return [element('NavigationProperty', attributes, constraint(metadata, navigation))]
}

/** Only of a lookup with one target: several constraints on one property would contradict. */
function constraint(metadata: Metadata, { column, targets }: SingleNavigation): readonly string[] {
  const target = metadata.tables.get(targets[0] ?? '')
  if (column.targets.length !== 1 || target === undefined) return []
  const attributes = { Property: column.property, ReferencedProperty: target.primaryKey }
  return [element('ReferentialConstraint', attributes)]
}

/** The way back; both sides have to name each other. */
function partnerOf(
  metadata: Metadata,
  table: QueryTable,
  navigation: Navigation,
): string | undefined {
  const target = navigation.kind === 'single' ? navigation.targets[0] : navigation.target
  const there = [...(metadata.tables.get(target ?? '')?.navigations.values() ?? [])]
  if (navigation.kind === 'many to many') {
    return there.find((each) => each.kind === 'many to many' && each.name === navigation.name)?.name
  }
  const isPartner = (single: Navigation, collection: Navigation, pointing: string, to: string) =>
    single.kind === 'single' &&
    collection.kind === 'collection' &&
    collection.target === pointing &&
    collection.column === single.column.name &&
    single.targets.length === 1 &&
    single.targets[0] === to
  const back = there.find((each) =>
    navigation.kind === 'single'
      ? isPartner(navigation, each, table.name, target ?? '')
      : isPartner(each, navigation, target ?? '', table.name),
  )
  return back?.name
}

function alternateKeys(table: QueryTable, { annotations }: CsdlOptions): readonly string[] {
  const keys = Object.values(table.keys)
  if (!annotations || keys.length === 0) return []
  const records = keys.map((columns) => {
    const references = columns.map((name) => {
      const value = { Property: 'Name', PropertyPath: table.columns.get(name)?.property ?? name }
      const label = { Property: 'Alias', String: name }
      return element('Record', { Type: 'Keys.PropertyRef' }, [
        element('PropertyValue', value),
        element('PropertyValue', label),
      ])
    })
    const property = element('PropertyValue', { Property: 'Key' }, [
      element('Collection', {}, references),
    ])
    return element('Record', { Type: 'Keys.AlternateKey' }, [property])
  })
  const term = 'OData.Community.Keys.V1.AlternateKeys'
  return [element('Annotation', { Term: term }, [element('Collection', {}, records)])]
}

function container(
  metadata: Metadata,
  tables: readonly QueryTable[],
  { imports }: OperationParts,
): string {
  return element('EntityContainer', { Name: 'System' }, [
    ...tables.map((table) => entitySet(metadata, table)),
    ...imports,
  ])
}

function entitySet(metadata: Metadata, table: QueryTable): string {
  const bindings = [...table.navigations.values()].flatMap((navigation) => {
    const targets = navigation.kind === 'single' ? navigation.targets : [navigation.target]
    const set = targets.length === 1 ? metadata.tables.get(targets[0] ?? '')?.set : undefined
    if (set === undefined) return []
    return [element('NavigationPropertyBinding', { Path: navigation.name, Target: set })]
  })
  const attributes = { Name: table.set, EntityType: typeName(table.name) }
  return element('EntitySet', attributes, bindings)
}
