import type { QueryColumn, QueryTable } from '../metadata/metadata.ts'
import type { ValueKind } from '../metadata/value-kind.ts'
import { columnValue } from './frame.ts'
import type { ColumnValue, LabelValue } from './resolved.ts'
import type { Resolving } from './resolving.ts'

const unlabelled: ReadonlySet<ValueKind> = new Set([
  'key',
  'uuid',
  'text',
  'memo',
  'json',
  'secret',
])

/** Whether people see the value otherwise than programs do. */
export const hasLabel = ({ kind }: QueryColumn): boolean => !unlabelled.has(kind)

/** The text beside a value. The primary name of rows that the caller may not read stays unsaid. */
export function labelOf(resolving: Resolving, of: ColumnValue): LabelValue {
  const named = of.column.targets.flatMap((target) => namedTable(resolving, target))
  return { kind: 'label', of, named, currency: currencyOf(resolving, of), family: 'text' }
}

function namedTable(resolving: Resolving, target: string): readonly QueryTable[] {
  const table = resolving.metadata.tables.get(target)
  return table?.primaryName !== undefined && resolving.mayRead(target) ? [table] : []
}

function currencyOf(resolving: Resolving, of: ColumnValue): ColumnValue | undefined {
  if (of.column.kind !== 'money' || !resolving.mayRead('transactioncurrency')) return undefined
  const columns = resolving.metadata.tables.get(of.column.table)?.columns
  const lookup =
    columns?.get('transactioncurrencyid') ?? columns?.get('msevtmgt_transactioncurrencyid')
  return lookup?.store === 'column' ? columnValue(of.alias, lookup) : undefined
}
