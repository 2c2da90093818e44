/** Functions and actions in `$metadata`; #operations answers them. */
import type { QueryTable } from '#query'
import { element } from './xml.ts'

const property = (Name: string, Type: string): string =>
  element('Property', { Name, Type, Nullable: Type.startsWith('Collection') ? 'false' : undefined })

const guid = 'Edm.Guid'

const complexType = (Name: string, properties: readonly string[]): string =>
  element('ComplexType', { Name }, properties)

/** What functions and actions answer with. */
export const operationTypes: readonly string[] = [
  complexType('WhoAmIResponse', [
    property('BusinessUnitId', guid),
    property('UserId', guid),
    property('OrganizationId', guid),
  ]),
  complexType('RetrieveVersionResponse', [property('Version', 'Edm.String')]),
  complexType('EntityRecordCountCollection', [
    property('Count', 'Edm.Int32'),
    property('IsReadOnly', 'Edm.Boolean'),
    property('Keys', 'Collection(Edm.String)'),
    property('Values', 'Collection(Edm.Int64)'),
  ]),
  complexType('RetrieveTotalRecordCountResponse', [
    property('EntityRecordCountCollection', 'mscrm.EntityRecordCountCollection'),
  ]),
  complexType('OrganizationDetail', [
    property('OrganizationId', guid),
    property('FriendlyName', 'Edm.String'),
    property('OrganizationVersion', 'Edm.String'),
    property('UrlName', 'Edm.String'),
    property('UniqueName', 'Edm.String'),
    property('State', 'Edm.String'),
  ]),
  complexType('RetrieveCurrentOrganizationResponse', [
    property('Detail', 'mscrm.OrganizationDetail'),
  ]),
  complexType('CreateMultipleResponse', [property('Ids', 'Collection(Edm.Guid)')]),
  complexType('UpsertMultipleResponse', [property('Ids', 'Collection(Edm.Guid)')]),
]

interface OperationType {
  readonly name: string
  readonly parameters: readonly (readonly [string, string])[]
  readonly returns: string
}

const functions: readonly OperationType[] = [
  { name: 'WhoAmI', parameters: [], returns: 'mscrm.WhoAmIResponse' },
  { name: 'RetrieveVersion', parameters: [], returns: 'mscrm.RetrieveVersionResponse' },
  {
    name: 'RetrieveTotalRecordCount',
    parameters: [['EntityNames', 'Collection(Edm.String)']],
    returns: 'mscrm.RetrieveTotalRecordCountResponse',
  },
  {
    name: 'RetrieveCurrentOrganization',
    parameters: [['AccessType', 'Edm.String']],
    returns: 'mscrm.RetrieveCurrentOrganizationResponse',
  },
]

const several: readonly (readonly [string, string | undefined])[] = [
  ['CreateMultiple', 'mscrm.CreateMultipleResponse'],
  ['UpdateMultiple', undefined],
  ['UpsertMultiple', 'mscrm.UpsertMultipleResponse'],
  ['DeleteMultiple', undefined],
]

export function writeOperations(tables: readonly QueryTable[]): readonly string[] {
  return [
    ...functions.map(({ name, parameters, returns }) =>
      element('Function', { Name: name }, [
        ...parameters.map(([Name, Type]) =>
          element('Parameter', { Name, Type, Nullable: 'false' }),
        ),
        element('ReturnType', { Type: returns, Nullable: 'false' }),
      ]),
    ),
    ...several.flatMap(([name, returns]) =>
      tables.map((table) => boundAction(table, name, returns)),
    ),
  ]
}

function boundAction(table: QueryTable, name: string, returns: string | undefined): string {
  const type = `Collection(mscrm.${table.name})`
  return element('Action', { Name: name, IsBound: 'true' }, [
    element('Parameter', { Name: 'entityset', Type: type, Nullable: 'false' }),
    element('Parameter', { Name: 'Targets', Type: type, Nullable: 'false' }),
    ...(returns === undefined ? [] : [element('ReturnType', { Type: returns, Nullable: 'false' })]),
  ])
}

export const writeOperationImports = (): readonly string[] =>
  functions.map(({ name }) => element('FunctionImport', { Name: name, Function: `mscrm.${name}` }))
