/** What can stand at a place of an OData address: sets, options, columns, operators, choices. */
import type { Completion } from '@codemirror/autocomplete'
import type { ColumnFacts, TableFacts } from '../../api/tables.ts'
import { outsideQuotes, readOData } from './odata-text.ts'

export interface Found {
  /** Characters before the cursor that are replaced. */
  readonly typed: string
  readonly options: readonly Completion[]
}

const nothing: Found = { typed: '', options: [] }

const word = (text: string) => /[\w$]*$/.exec(text)?.[0] ?? ''

export function completeOData(before: string, tables: readonly TableFacts[]): Found {
  const [question] = outsideQuotes(before, '?')
  if (question === undefined) {
    const typed = word(before)
    return { typed, options: tables.map(({ set, label }) => named(set, label, 'class')) }
  }
  const { path } = readOData(before)
  const table = tables.find(({ set }) => set === /^\w+/.exec(path)?.[0])
  const start = Math.max(question, ...outsideQuotes(before, '&')) + 1
  return inOption(before.slice(start), table, tables)
}

function inOption(
  piece: string,
  table: TableFacts | undefined,
  tables: readonly TableFacts[],
): Found {
  const equals = piece.indexOf('=')
  if (equals < 0) return { typed: word(piece), options: optionNames }
  if (table === undefined) return nothing
  const name = piece.slice(0, equals).trim().toLowerCase()
  return inValue(name, piece.slice(equals + 1), table, tables)
}

const optionNames: readonly Completion[] = [
  '$select=',
  '$filter=',
  '$orderby=',
  '$expand=',
  '$top=',
  '$count=true',
  '$apply=',
].map((label) => ({ label, type: 'keyword' }))

function inValue(
  name: string,
  value: string,
  table: TableFacts,
  tables: readonly TableFacts[],
): Found {
  const typed = word(value)
  switch (name) {
    case '$select':
      return { typed, options: properties(table) }
    case '$orderby':
      return /\w\s+\w*$/.test(value)
        ? { typed, options: [keyword('asc'), keyword('desc')] }
        : { typed, options: properties(table) }
    case '$expand':
      return inExpand(value, table, tables)
    case '$filter':
      return inFilter(value, table, tables)
    case '$apply':
      return { typed, options: [...transformations, ...properties(table)] }
    default:
      return nothing
  }
}

const keyword = (label: string, detail?: string): Completion => ({
  label,
  type: 'keyword',
  ...(detail === undefined ? {} : { detail }),
})
const named = (label: string, detail: string, type: string): Completion => ({ label, detail, type })

const transformations = ['groupby((', 'aggregate(', 'filter(', 'with sum as ', '$count as '].map(
  (label) => keyword(label),
)

/** Lookups are read by their own property. */
const propertyOf = ({ kind, name }: ColumnFacts) => (kind === 'lookup' ? `_${name}_value` : name)

function properties({ columns }: TableFacts): Completion[] {
  return columns
    .filter(({ kind }) => kind !== 'secret')
    .map((column) => named(propertyOf(column), column.label, 'property'))
}

/** Navigation properties with the table that each leads to. */
function navigations({ columns }: TableFacts): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap(({ navigation = {} }) =>
      Object.entries(navigation).map(([target, name]) => [name, target] as const),
    ),
  )
}

function inExpand(value: string, table: TableFacts, tables: readonly TableFacts[]): Found {
  const leads = navigations(table)
  const open = firstOpen(value)
  if (open === undefined) {
    const options = [...leads].map(([name, target]) => named(name, target, 'property'))
    return { typed: word(value), options }
  }
  const name = word(value.slice(0, open))
  const target = tables.find((each) => each.name === leads.get(name))
  const inner = value.slice(open + 1)
  const from = Math.max(-1, ...outsideQuotes(inner, ';').filter((at) => isFlat(inner, at))) + 1
  return inOption(inner.slice(from), target, tables)
}

/** The first bracket that is not closed before the cursor. */
function firstOpen(value: string): number | undefined {
  const open: number[] = []
  const brackets = [...outsideQuotes(value, '('), ...outsideQuotes(value, ')')]
  for (const at of brackets.toSorted((one, other) => one - other)) {
    if (value[at] === '(') open.push(at)
    else open.pop()
  }
  return open[0]
}

const isFlat = (text: string, at: number) => firstOpen(text.slice(0, at)) === undefined

function inFilter(value: string, table: TableFacts, tables: readonly TableFacts[]): Found {
  const typed = word(value)
  const path = /(\w+)\/\w*$/.exec(value)?.[1]
  if (path !== undefined) {
    const target = tables.find(({ name }) => name === navigations(table).get(path))
    return target === undefined ? nothing : { typed, options: properties(target) }
  }
  const [, compared] = /(\w+)\s+(?:eq|ne|gt|ge|lt|le)\s+\S*$/.exec(value) ?? []
  if (compared !== undefined) return { typed, options: valuesOf(columnCalled(table, compared)) }
  const [, before] = /(?:^|[\s(])(\w+)\s+\w*$/.exec(value) ?? []
  if (before !== undefined && columnCalled(table, before) !== undefined) {
    return { typed, options: comparisons }
  }
  if (/(?:'|\)|\d|null|true|false|[0-9a-f]{12})\s+\w*$/.test(value)) {
    return { typed, options: [keyword('and'), keyword('or')] }
  }
  return { typed, options: [...properties(table), ...functions] }
}

const columnCalled = (table: TableFacts, name: string) =>
  table.columns.find((column) => propertyOf(column) === name)

const comparisons = [
  keyword('eq', '='),
  keyword('ne', '≠'),
  keyword('gt', '>'),
  keyword('ge', '≥'),
  keyword('lt', '<'),
  keyword('le', '≤'),
  keyword('in'),
]

const functions = [
  'contains(',
  'startswith(',
  'endswith(',
  'not ',
  "Microsoft.Dynamics.CRM.LastXDays(PropertyName='',PropertyValue=7)",
  "Microsoft.Dynamics.CRM.NextXDays(PropertyName='',PropertyValue=7)",
  "Microsoft.Dynamics.CRM.Today(PropertyName='')",
  "Microsoft.Dynamics.CRM.ThisWeek(PropertyName='')",
  "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='')",
].map((label): Completion => ({ label, type: 'function' }))

/** Choices by their labels: nobody knows the numbers. */
function valuesOf(column: ColumnFacts | undefined): Completion[] {
  if (column === undefined) return []
  if (column.kind === 'boolean') return [keyword('true'), keyword('false'), keyword('null')]
  const choices = (column.options ?? []).map(
    ({ value, label }): Completion => ({
      label,
      apply: String(value),
      detail: String(value),
      type: 'enum',
    }),
  )
  return [...choices, keyword('null')]
}
