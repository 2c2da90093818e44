/** Definitions as clients of Dataverse send them. */

const type = (name: string): string => `Microsoft.Dynamics.CRM.${name}`

/** English, and German where it is given. */
export const label = (english: string, german?: string) => ({
  '@odata.type': type('Label'),
  LocalizedLabels: [
    { '@odata.type': type('LocalizedLabel'), Label: english, LanguageCode: 1033 },
    ...(german === undefined ? [] : [{ Label: german, LanguageCode: 1031 }]),
  ],
})

export const attributesOf = (table: string): string =>
  `EntityDefinitions(LogicalName='${table}')/Attributes`

export const column = (kind: string, schemaName: string, more: object = {}) => ({
  '@odata.type': type(`${kind}AttributeMetadata`),
  SchemaName: schemaName,
  DisplayName: label(schemaName),
  ...more,
})

/** Numbered from 1. */
export const options = (...labels: readonly string[]) => ({
  '@odata.type': type('OptionSetMetadata'),
  IsGlobal: false,
  OptionSetType: 'Picklist',
  Options: labels.map((each, index) => ({ Value: index + 1, Label: label(each) })),
})

export const lookup = (
  relationship: string,
  schemaName: string,
  { of, to, onDelete = 'RemoveLink' }: { of: string; to: string; onDelete?: string },
) => ({
  '@odata.type': type('OneToManyRelationshipMetadata'),
  SchemaName: relationship,
  ReferencedEntity: to,
  ReferencedAttribute: `${to}id`,
  ReferencingEntity: of,
  CascadeConfiguration: { Delete: onDelete },
  Lookup: {
    '@odata.type': type('LookupAttributeMetadata'),
    SchemaName: schemaName,
    DisplayName: label(schemaName),
  },
})
