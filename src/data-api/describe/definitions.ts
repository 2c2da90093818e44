/** Tables, columns and relationships as the objects that EntityDefinitions answers with. */
import { createHash } from 'node:crypto'
import type { Labels } from '#database'
import type { Metadata, Navigation, QueryColumn, QueryTable } from '#query'
import { takesColumns } from '../customize/takes-columns.ts'
import { attributeTypes } from './edm-types.ts'

export type Definition = Readonly<Record<string, unknown>>

const prefix = '#Microsoft.Dynamics.CRM.'

/** A stable id made of a name (RFC 9562, version 8). */
function metadataId(name: string): string {
  const hash = createHash('sha256').update(`greenroom metadata ${name}`).digest('hex')
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`]
  return [...parts, `a${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}

const localized = (Label: string, LanguageCode: number): Definition => ({
  Label,
  LanguageCode,
  IsManaged: false,
})

/** In the languages that an administrator gave, else in English. */
function label(text: string, labels: Labels = { 1033: text }): Definition {
  const all = Object.entries(labels).map(([code, each]) => localized(each, Number(code)))
  return {
    LocalizedLabels: all,
    UserLocalizedLabel: all.find(({ Label }) => Label === text) ?? all[0] ?? null,
  }
}

const managed = (
  Value: unknown,
  ManagedPropertyLogicalName: string,
  CanBeChanged = false,
): Definition => ({ Value, CanBeChanged, ManagedPropertyLogicalName })

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
    CanCreateAttributes: managed(takesColumns(table), 'cancreateattributes'),
  }
}

export function attributeDefinition(table: QueryTable, column: QueryColumn): Definition {
  const { name, declaration, readable } = column
  const { custom } = declaration
  const [type, typeName, metadataType] = typesOf(column)
  return {
    '@odata.type': prefix + metadataType,
    MetadataId: custom?.id ?? metadataId(`${table.name}.${name}`),
    LogicalName: name,
    SchemaName: custom?.schemaName ?? schemaName(name),
    EntityLogicalName: table.name,
    AttributeType: type,
    AttributeTypeName: { Value: typeName },
    AttributeOf: null,
    DisplayName: label(column.label, custom?.labels),
    Description: describedBy(column),
    RequiredLevel: managed(
      custom?.requiredLevel ?? requiredLevel(column),
      'canmodifyrequirementlevelsettings',
      custom !== undefined,
    ),
    IsPrimaryId: name === table.primaryKey,
    IsPrimaryName: name === table.primaryName,
    IsCustomAttribute: isCustom(name),
    IsCustomizable: managed(custom !== undefined, 'iscustomizable'),
    IsFilterable: custom?.indexed ?? false,
    IsValidForRead: readable,
    IsValidForCreate: !declaration.readOnly,
    IsValidForUpdate: !declaration.readOnly && column.kind !== 'key',
    IsLogical: false,
    IsManaged: false,
    ...details(column),
  }
}

function describedBy({ label: title, declaration }: QueryColumn): Definition {
  const { custom } = declaration
  if (custom === undefined) return label(title)
  return label(custom.descriptions['1033'] ?? '', custom.descriptions)
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
  const { maxLength, min, max, precision, defaultValue } = declaration
  return {
    ...(precision === undefined ? {} : { Precision: precision }),
    ...(kind === 'choice' ? { DefaultFormValue: defaultValue ?? -1 } : {}),
    ...(kind === 'boolean' ? { DefaultValue: defaultValue ?? false } : {}),
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
    const truth = (value: number, usual: string) => {
      const named = column.options.find((each) => each.value === value)
      return { Value: value, Label: label(named?.label ?? usual, named?.labels) }
    }
    const TrueOption = truth(1, 'Yes')
    const FalseOption = truth(0, 'No')
    return { ...head, OptionSetType: 'Boolean', TrueOption, FalseOption }
  }
  if (column.options.length === 0) return undefined
  const Options = column.options.map(({ value, label: text, labels }) => ({
    Value: value,
    Label: label(text, labels),
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

const deletes = { clear: 'RemoveLink', cascade: 'Cascade', restrict: 'Restrict' } as const

function oneToManyOf(table: QueryTable, { name, column }: Single, target: string): Definition {
  const { custom, onTargetDelete = 'clear', collection } = column.declaration
  const usual = `${target}_${table.name}_${column.name}`
  const schema = custom?.relationship?.name ?? usual
  return {
    MetadataId: custom?.relationship?.id ?? metadataId(`relationship ${schema}`),
    SchemaName: schema,
    IsCustomRelationship: custom !== undefined,
    CascadeConfiguration: { Delete: deletes[onTargetDelete] },
    ReferencedEntityNavigationPropertyName:
      (typeof collection === 'string' ? collection : collection?.[target]) ?? usual,
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
