/** Tables, columns and relationships as the objects that EntityDefinitions answers with. */
import { createHash } from 'node:crypto'
import type { Metadata, Navigation, QueryColumn, QueryTable } from '#query'
import { attributeTypes } from './edm-types.ts'

export type Definition = Readonly<Record<string, unknown>>

const prefix = '#Microsoft.Dynamics.CRM.'

/** A stable id made of a name (RFC 9562, version 8). */
function metadataId(name: string): string {
  const hash = createHash('sha256').update(`greenroom metadata ${name}`).digest('hex')
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`]
  return [...parts, `a${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}

function label(text: string): Definition {
  const localized = { Label: text, LanguageCode: 1033, IsManaged: false }
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized }
}

const managed = (Value: unknown, ManagedPropertyLogicalName: string): Definition => ({
  Value,
  CanBeChanged: false,
  ManagedPropertyLogicalName,
})

/** Names of tables and columns with a publisher's prefix stay; others begin with a capital. */
const schemaName = (name: string): string =>
  name.includes('_') ? name : name.charAt(0).toUpperCase() + name.slice(1)

const isCustom = (name: string): boolean => name.includes('_')

export function entityDefinition(table: QueryTable): Definition {
  const { name, set = null, label: title, pluralLabel, primaryKey, primaryName, ownership } = table
  return {
    MetadataId: metadataId(name),
    LogicalName: name,
    SchemaName: schemaName(name),
    EntitySetName: set,
    LogicalCollectionName: set,
    CollectionSchemaName: set,
    PrimaryIdAttribute: primaryKey,
    PrimaryNameAttribute: primaryName ?? null,
    ObjectTypeCode: table.typeCode ?? null,
    OwnershipType: ownership === 'user' ? 'UserOwned' : 'OrganizationOwned',
    DisplayName: label(title),
    DisplayCollectionName: label(pluralLabel),
    Description: label(title),
    IsCustomEntity: isCustom(name),
    IsActivity: false,
    IsIntersect: set === null,
    IsPrivate: false,
    IsManaged: false,
    IsValidForAdvancedFind: true,
    IsCustomizable: managed(false, 'iscustomizable'),
  }
}

export function attributeDefinition(table: QueryTable, column: QueryColumn): Definition {
  const { name, declaration, readable } = column
  const [type, typeName, metadataType] = typesOf(column)
  return {
    '@odata.type': prefix + metadataType,
    MetadataId: metadataId(`${table.name}.${name}`),
    LogicalName: name,
    SchemaName: schemaName(name),
    EntityLogicalName: table.name,
    AttributeType: type,
    AttributeTypeName: { Value: typeName },
    AttributeOf: null,
    DisplayName: label(column.label),
    Description: label(column.label),
    RequiredLevel: managed(requiredLevel(column), 'canmodifyrequirementlevelsettings'),
    IsPrimaryId: name === table.primaryKey,
    IsPrimaryName: name === table.primaryName,
    IsCustomAttribute: isCustom(name),
    IsValidForRead: readable,
    IsValidForCreate: !declaration.readOnly,
    IsValidForUpdate: !declaration.readOnly && column.kind !== 'key',
    IsLogical: false,
    IsManaged: false,
    ...details(column),
  }
}

function typesOf({ name, kind }: QueryColumn): readonly [string, string, string] {
  if (name === 'statecode') return ['State', 'StateType', 'StateAttributeMetadata']
  if (name === 'statuscode') return ['Status', 'StatusType', 'StatusAttributeMetadata']
  if (name === 'ownerid') return ['Owner', 'OwnerType', 'LookupAttributeMetadata']
  return attributeTypes[kind]
}

function requiredLevel({ kind, declaration }: QueryColumn): string {
  if (kind === 'key') return 'SystemRequired'
  return declaration.required ? 'ApplicationRequired' : 'None'
}

function details({ kind, declaration, targets }: QueryColumn): Definition {
  const { maxLength, min, max } = declaration
  return {
    ...(maxLength === undefined ? {} : { MaxLength: maxLength }),
    ...(min === undefined ? {} : { MinValue: min }),
    ...(max === undefined ? {} : { MaxValue: max }),
    ...(kind === 'lookup' ? { Targets: targets } : {}),
    ...(kind === 'date' ? { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } } : {}),
    ...(kind === 'instant'
      ? { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }
      : {}),
    ...(kind === 'localtime'
      ? { Format: 'DateAndTime', DateTimeBehavior: { Value: 'TimeZoneIndependent' } }
      : {}),
  }
}

/** `OptionSet` of a choice or yes/no column; undefined for others. */
export function optionSet(column: QueryColumn): Definition | undefined {
  const Name = `${column.table}_${column.name}`
  const head = { MetadataId: metadataId(`option set ${Name}`), Name, IsGlobal: false }
  if (column.kind === 'boolean') {
    const TrueOption = { Value: 1, Label: label('Yes') }
    const FalseOption = { Value: 0, Label: label('No') }
    return { ...head, OptionSetType: 'Boolean', TrueOption, FalseOption }
  }
  if (column.options.length === 0) return undefined
  const Options = column.options.map(({ value, label: text }) => ({
    Value: value,
    Label: label(text),
    Color: null,
    ExternalValue: '',
  }))
  return { ...head, DisplayName: label(column.label), OptionSetType: 'Picklist', Options }
}

export function keyDefinitions(table: QueryTable): readonly Definition[] {
  return Object.entries(table.keys).map(([name, columns]) => ({
    MetadataId: metadataId(`key ${table.name}.${name}`),
    LogicalName: name,
    SchemaName: name,
    EntityLogicalName: table.name,
    KeyAttributes: columns,
    EntityKeyIndexStatus: 'Active',
  }))
}

/** Relationships where the table points to others. */
export function manyToOne(table: QueryTable): readonly Definition[] {
  return [...table.navigations.values()].flatMap((navigation) =>
    navigation.kind === 'single'
      ? navigation.targets.map((target) => oneToManyOf(table, navigation, target))
      : [],
  )
}

type Single = Extract<Navigation, { kind: 'single' }>

function oneToManyOf(table: QueryTable, { name, column }: Single, target: string): Definition {
  const schema = `${target}_${table.name}_${column.name}`
  return {
    MetadataId: metadataId(`relationship ${schema}`),
    SchemaName: schema,
    RelationshipType: 'OneToManyRelationship',
    ReferencedEntity: target,
    ReferencedAttribute: `${target}id`,
    ReferencingEntity: table.name,
    ReferencingAttribute: column.name,
    ReferencingEntityNavigationPropertyName: name,
  }
}

export function oneToMany(metadata: Metadata, table: QueryTable): readonly Definition[] {
  return [...metadata.sets.values()]
    .flatMap(manyToOne)
    .filter(({ ReferencedEntity }) => ReferencedEntity === table.name)
}

export function manyToMany(table: QueryTable): readonly Definition[] {
  return [...table.navigations.values()].flatMap((navigation) =>
    navigation.kind !== 'many to many'
      ? []
      : [
          {
            MetadataId: metadataId(`relationship ${navigation.name}`),
            SchemaName: navigation.name,
            RelationshipType: 'ManyToManyRelationship',
            Entity1LogicalName: table.name,
            Entity1IntersectAttribute: navigation.own,
            Entity1NavigationPropertyName: navigation.name,
            Entity2LogicalName: navigation.target,
            Entity2IntersectAttribute: navigation.other,
            Entity2NavigationPropertyName: navigation.name,
            IntersectEntityName: navigation.intersect,
          },
        ],
  )
}
