/** Custom columns as the Data API defines them: what a form holds, and the requests made of it. */
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { request, send } from '../../api/request.ts'
import { type ColumnFacts, type TableFacts, tablesOptions, useTables } from '../../api/tables.ts'

const root = '/api/data/v9.2/'

export const kinds = [
  'text',
  'memo',
  'integer',
  'decimal',
  'money',
  'date',
  'instant',
  'boolean',
  'choice',
  'multichoice',
  'lookup',
] as const

export type Kind = (typeof kinds)[number]

const metadataTypes: Readonly<Record<Kind, string>> = {
  text: 'String',
  memo: 'Memo',
  integer: 'Integer',
  decimal: 'Decimal',
  money: 'Money',
  date: 'DateTime',
  instant: 'DateTime',
  boolean: 'Boolean',
  choice: 'Picklist',
  multichoice: 'MultiSelectPicklist',
  lookup: 'Lookup',
}

export interface OptionDraft {
  /** Of this form only. */
  readonly key: string
  /** The hub numbers new options. */
  readonly value?: number
  readonly label: string
}

export interface ColumnDraft {
  readonly table: string
  readonly kind: Kind
  readonly label: string
  /** With the publisher's prefix, such as `new_BadgeName`. */
  readonly name: string
  readonly description: string
  readonly required: boolean
  readonly indexed: boolean
  readonly maxLength: number | undefined
  readonly precision: number | undefined
  readonly min: number | undefined
  readonly max: number | undefined
  readonly startsAs: boolean
  readonly options: readonly OptionDraft[]
  readonly target: string
  readonly onDelete: 'RemoveLink' | 'Restrict' | 'Cascade'
}

/** A column that an administrator added, with what only its definition knows. */
export interface CustomColumn {
  readonly table: TableFacts
  readonly facts: ColumnFacts
  readonly schemaName: string
  readonly description: string
  readonly indexed: boolean
  readonly startsAs: boolean
}

interface Attribute {
  readonly LogicalName: string
  readonly SchemaName: string
  readonly IsFilterable: boolean
  readonly DefaultValue?: boolean
  readonly Description?: { readonly UserLocalizedLabel?: { readonly Label?: string } | null }
}

const definitionsKey = ['column-definitions']

/** Attributes of the tables that have custom columns; a hub has few of them. */
const definitionsOptions = (tables: readonly string[]) =>
  queryOptions({
    queryKey: [...definitionsKey, ...tables],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        tables.map(async (table) => {
          const { value } = await request<{ readonly value: readonly Attribute[] }>(
            `${root}EntityDefinitions(LogicalName='${table}')/Attributes?$filter=IsCustomAttribute eq true`,
            { signal },
          )
          return [table, value] as const
        }),
      )
      return Object.fromEntries(answers) as Readonly<Record<string, readonly Attribute[]>>
    },
  })

export function useCustomColumns(): readonly CustomColumn[] {
  const tables = useTables().filter(({ columns }) => columns.some(({ custom }) => custom))
  const { data } = useSuspenseQuery(definitionsOptions(tables.map(({ name }) => name)))
  return tables.flatMap((table) =>
    table.columns
      .filter(({ custom }) => custom)
      .map((facts) => withDefinition(table, facts, data[table.name] ?? [])),
  )
}

function withDefinition(
  table: TableFacts,
  facts: ColumnFacts,
  attributes: readonly Attribute[],
): CustomColumn {
  const found = attributes.find(({ LogicalName }) => LogicalName === facts.name)
  return {
    table,
    facts,
    schemaName: found?.SchemaName ?? facts.name,
    description: found?.Description?.UserLocalizedLabel?.Label ?? '',
    indexed: found?.IsFilterable ?? false,
    startsAs: found?.DefaultValue ?? false,
  }
}

interface Entity {
  readonly LogicalName: string
  readonly CanCreateAttributes: { readonly Value: boolean }
}

const openTablesOptions = queryOptions({
  queryKey: ['customizable-tables'],
  queryFn: async ({ signal }) => {
    const { value } = await request<{ readonly value: readonly Entity[] }>(
      `${root}EntityDefinitions?$select=LogicalName,CanCreateAttributes`,
      { signal },
    )
    return value.filter((each) => each.CanCreateAttributes.Value).map((each) => each.LogicalName)
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Tables that take custom columns. */
export function useOpenTables(): readonly TableFacts[] {
  const { data } = useSuspenseQuery(openTablesOptions)
  return useTables().filter(({ name }) => data.includes(name))
}

/** Forms and lists know of a change at once: what was read of the declarations is read again. */
export function useForgetColumns(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await client.refetchQueries({ queryKey: tablesOptions.queryKey })
    await client.invalidateQueries({ queryKey: definitionsKey })
    client.removeQueries({ queryKey: ['rows'] })
  }
}

const english = 1033
const labels = (text: string) => ({
  LocalizedLabels: [{ Label: text.trim(), LanguageCode: english }],
})

export async function addColumn(draft: ColumnDraft): Promise<void> {
  if (draft.kind === 'lookup') return await addLookup(draft)
  await send(`${root}EntityDefinitions(LogicalName='${draft.table}')/Attributes`, {
    method: 'POST',
    body: { SchemaName: draft.name, ...definition(draft) },
  })
}

async function addLookup(draft: ColumnDraft): Promise<void> {
  const { table, target, name, onDelete } = draft
  await send(`${root}RelationshipDefinitions`, {
    method: 'POST',
    body: {
      '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      SchemaName: `${name}_${target}_${table}`.slice(0, 100),
      ReferencedEntity: target,
      ReferencingEntity: table,
      CascadeConfiguration: { Delete: onDelete },
      Lookup: { SchemaName: name, ...definition(draft) },
    },
  })
}

/** What is changed is what is sent; type and name stay. Labels of other languages stay, too. */
export async function changeColumn(draft: ColumnDraft): Promise<void> {
  await send(addressOf(draft.table, draft.name.toLowerCase()), {
    method: 'PATCH',
    headers: { 'mscrm.mergelabels': 'true' },
    body: definition(draft),
  })
}

/** `confirm`: whoever asks knows that the values of all rows go, too. */
export async function removeColumn({ table, facts }: CustomColumn): Promise<void> {
  await send(`${addressOf(table.name, facts.name)}?confirm=true`, { method: 'DELETE' })
}

const addressOf = (table: string, column: string) =>
  `${root}EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column}')`

function definition(draft: ColumnDraft) {
  const { kind, description, required, indexed } = draft
  return {
    '@odata.type': `Microsoft.Dynamics.CRM.${metadataTypes[kind]}AttributeMetadata`,
    DisplayName: labels(draft.label),
    ...(description.trim() === '' ? {} : { Description: labels(description) }),
    RequiredLevel: { Value: required ? 'ApplicationRequired' : 'None' },
    IsFilterable: indexed,
    ...ownMembers(draft),
  }
}

function ownMembers(draft: ColumnDraft) {
  const { kind, maxLength, precision, min, max } = draft
  switch (kind) {
    case 'text':
    case 'memo':
      return { MaxLength: maxLength }
    case 'integer':
      return { MinValue: min, MaxValue: max }
    case 'decimal':
    case 'money':
      return { Precision: precision, MinValue: min, MaxValue: max }
    case 'date':
      return { Format: 'DateOnly' }
    case 'instant':
      return { Format: 'DateAndTime' }
    case 'boolean':
      return { DefaultValue: draft.startsAs }
    case 'choice':
    case 'multichoice':
      return { OptionSet: { Options: draft.options.map(optionOf) } }
    case 'lookup':
      return {}
  }
}

const optionOf = ({ value, label }: OptionDraft) => ({
  ...(value === undefined ? {} : { Value: value }),
  Label: labels(label),
})

let made = 0
export const newOption = (label = ''): OptionDraft => ({ key: `new-${++made}`, label })

export function emptyDraft(table: string): ColumnDraft {
  return {
    table,
    kind: 'text',
    label: '',
    name: '',
    description: '',
    required: false,
    indexed: false,
    maxLength: 100,
    precision: 2,
    min: undefined,
    max: undefined,
    startsAs: false,
    options: [newOption(), newOption()],
    target: '',
    onDelete: 'RemoveLink',
  }
}

export function draftOf(column: CustomColumn): ColumnDraft {
  const { facts, table } = column
  return {
    ...emptyDraft(table.name),
    kind: kindOf(facts),
    label: facts.label,
    name: column.schemaName,
    description: column.description,
    required: facts.required,
    indexed: column.indexed,
    maxLength: facts.maxLength,
    precision: facts.precision,
    min: facts.min,
    max: facts.max,
    startsAs: column.startsAs,
    options: (facts.options ?? []).map((each) => ({ key: String(each.value), ...each })),
    target: facts.targets?.[0] ?? '',
  }
}

/** Kinds that scripts made and this page does not offer are shown as their nearest. */
export function kindOf({ kind }: ColumnFacts): Kind {
  const own = kinds.find((each) => each === kind)
  if (own !== undefined) return own
  return kind === 'localtime' ? 'instant' : kind === 'bigint' ? 'integer' : 'decimal'
}

/** "Badge name" becomes `new_BadgeName`. */
export function nameFor(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return joined === '' ? '' : `new_${joined}`.slice(0, 50)
}
