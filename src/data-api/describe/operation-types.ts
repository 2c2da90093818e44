/** Functions and actions in `$metadata`; #operations answers them. */
import type { Offer, OfferedType } from '#pipeline'
import type { QueryTable } from '#query'
import { element } from './xml.ts'

const property = (Name: string, Type: string): string =>
  element('Property', { Name, Type, Nullable: Type.startsWith('Collection') ? 'false' : undefined })

const guid = 'Edm.Guid'

const complexType = (Name: string, properties: readonly string[]): string =>
  element('ComplexType', { Name }, properties)

/** Any JSON object, where its members vary or are many. */
const anyObject = element('ComplexType', { Name: 'gr_Object', OpenType: 'true' })

/** What functions and actions take and answer with, apart from those of the hub's own. */
const operationTypes: readonly string[] = [
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
  complexType('LocalizedLabel', [
    property('Label', 'Edm.String'),
    property('LanguageCode', 'Edm.Int32'),
  ]),
  complexType('Label', [property('LocalizedLabels', 'Collection(mscrm.LocalizedLabel)')]),
  complexType('InsertOptionValueResponse', [property('NewOptionValue', 'Edm.Int32')]),
  anyObject,
]

/** A type's name, and whether the parameter must be there. */
type Parameter = readonly [name: string, type: string, required?: 'required']

interface OperationType {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly returns: string | undefined
}

const functions: readonly OperationType[] = [
  { name: 'WhoAmI', parameters: [], returns: 'mscrm.WhoAmIResponse' },
  { name: 'RetrieveVersion', parameters: [], returns: 'mscrm.RetrieveVersionResponse' },
  {
    name: 'RetrieveTotalRecordCount',
    parameters: [['EntityNames', 'Collection(Edm.String)', 'required']],
    returns: 'mscrm.RetrieveTotalRecordCountResponse',
  },
  {
    name: 'RetrieveCurrentOrganization',
    parameters: [['AccessType', 'Edm.String', 'required']],
    returns: 'mscrm.RetrieveCurrentOrganizationResponse',
  },
]

const optionOf: readonly Parameter[] = [
  ['EntityLogicalName', 'Edm.String', 'required'],
  ['AttributeLogicalName', 'Edm.String', 'required'],
]
const label: Parameter = ['Label', 'mscrm.Label', 'required']
const value: Parameter = ['Value', 'Edm.Int32', 'required']

/** Those that change the options of a column, and PublishXml, which has nothing to do. */
const optionActions: readonly OperationType[] = [
  {
    name: 'InsertOptionValue',
    parameters: [...optionOf, ['Value', 'Edm.Int32'], label],
    returns: 'mscrm.InsertOptionValueResponse',
  },
  {
    name: 'UpdateOptionValue',
    parameters: [...optionOf, value, label, ['MergeLabels', 'Edm.Boolean']],
    returns: undefined,
  },
  { name: 'DeleteOptionValue', parameters: [...optionOf, value], returns: undefined },
  { name: 'PublishXml', parameters: [['ParameterXml', 'Edm.String']], returns: undefined },
  { name: 'PublishAllXml', parameters: [], returns: undefined },
]

const several: readonly (readonly [string, string | undefined])[] = [
  ['CreateMultiple', 'mscrm.CreateMultipleResponse'],
  ['UpdateMultiple', undefined],
  ['UpsertMultiple', 'mscrm.UpsertMultipleResponse'],
  ['DeleteMultiple', undefined],
]

/** An action of the hub's own: a message, or what another module offers on its rows. */
export interface OwnAction {
  readonly name: string
  readonly table: string
  readonly offer: Offer
}

/** The parts of `$metadata` about functions and actions. */
export interface OperationParts {
  readonly types: readonly string[]
  readonly operations: readonly string[]
  readonly imports: readonly string[]
}

export function describeOperations(
  tables: readonly QueryTable[],
  own: readonly OwnAction[],
): OperationParts {
  // Tables that APIs do not show have no type that an action could be called on.
  const shown = own.filter(
    ({ table, offer }) => offer.on === 'nothing' || tables.some(({ name }) => name === table),
  )
  const free = [...optionActions, ...shown.filter(isFree).map(ownAction)]
  return {
    types: [...operationTypes, ...shown.flatMap(answerType)],
    operations: [
      ...functions.map((each) => element('Function', { Name: each.name }, inside(each))),
      ...several.flatMap(([name, returns]) =>
        tables.map((table) => actionOnSet(table, name, returns)),
      ),
      ...free.map((each) => element('Action', { Name: each.name }, inside(each))),
      ...shown.filter((each) => !isFree(each)).map(actionOnRow),
    ],
    imports: [
      ...functions.map(({ name }) => imported('Function', name)),
      ...free.map(({ name }) => imported('Action', name)),
    ],
  }
}

const isFree = ({ offer }: OwnAction): boolean => offer.on === 'nothing'

const imported = (kind: 'Function' | 'Action', name: string): string =>
  element(`${kind}Import`, { Name: name, [kind]: `mscrm.${name}` })

function inside({ parameters, returns }: OperationType): readonly string[] {
  return [
    ...parameters.map(([Name, Type, required]) =>
      element('Parameter', { Name, Type, Nullable: required && 'false' }),
    ),
    ...(returns === undefined ? [] : [element('ReturnType', { Type: returns, Nullable: 'false' })]),
  ]
}

function actionOnSet(table: QueryTable, name: string, returns: string | undefined): string {
  const type = `Collection(mscrm.${table.name})`
  const parameters: readonly Parameter[] = [
    ['entityset', type, 'required'],
    ['Targets', type, 'required'],
  ]
  return element('Action', { Name: name, IsBound: 'true' }, inside({ name, parameters, returns }))
}

function actionOnRow(own: OwnAction): string {
  const action = ownAction(own)
  const row: Parameter = ['entity', `mscrm.${own.table}`, 'required']
  const parts = inside({ ...action, parameters: [row, ...action.parameters] })
  return element('Action', { Name: own.name, IsBound: 'true' }, parts)
}

function ownAction({ name, offer: { takes, gives } }: OwnAction): OperationType {
  const parameters = Object.entries(takes).map(([parameter, declared]): Parameter => {
    const type = declared.replace('?', '') as OfferedType
    return declared.endsWith('?')
      ? [parameter, nameOf(type)]
      : [parameter, nameOf(type), 'required']
  })
  if (gives === 'Object') return { name, parameters, returns: 'mscrm.gr_Object' }
  const returns = Object.keys(gives).length === 0 ? undefined : `mscrm.${name}Response`
  return { name, parameters, returns }
}

function answerType({ name, offer: { gives } }: OwnAction): readonly string[] {
  if (gives === 'Object' || Object.keys(gives).length === 0) return []
  const members = Object.entries(gives).map(([member, type]) => property(member, nameOf(type)))
  return [complexType(`${name}Response`, members)]
}

const ownTypes: Readonly<Record<string, string>> = {
  Object: 'mscrm.gr_Object',
  Value: 'mscrm.gr_Object',
  Row: 'mscrm.crmbaseentity',
}

/** `Guid` is `Edm.Guid`, `Collection(Object)` is `Collection(mscrm.gr_Object)`. */
const nameOf = (type: OfferedType): string =>
  type.replace(/\w+(?=\)|$)/, (name) => ownTypes[name] ?? `Edm.${name}`)
