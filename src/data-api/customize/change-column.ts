import {
  type Column,
  type CustomColumn,
  type CustomFacts,
  type Labels,
  readCustomColumns,
  widenColumn,
} from '#database'
import type { Caller } from '#pipeline'
import type { JsonObject } from '../read-json.ts'
import { holdsOption, recordChange, updateDefinition } from './column-rows.ts'
import { defaultChoice, lengthOf, precisionOf, rangeOf, typeName } from './column-types.ts'
import { type Act, type Customizing, runAct } from './customizing.ts'
import { requestIndex } from './define-column.ts'
import { customizableTable, notFound } from './find-definition.ts'
import { labelsMember, requiredLevel, shownLabel, textMember, truthMember } from './read-members.ts'
import { readOptions, readTruths } from './read-options.ts'
import { refusals } from './refusals.ts'

/** Gives the definition as it is to be; whatever it leaves is as before. */
export type Change = (before: CustomColumn) => CustomColumn['column']

/** `PUT` or `PATCH` of an attribute: what the body says is changed, the rest stays. */
export function changeOf(body: JsonObject, mergeLabels: boolean): Change {
  return (before) => {
    refuseOtherColumn(before, body)
    const { column } = before
    return {
      ...column,
      ...changedLimits(before, body),
      ...changedOptions(column, body),
      ...changedWords(column, body, mergeLabels),
    }
  }
}

/** Runs a change on the newest definition. */
export async function changeColumn(
  customizing: Customizing,
  caller: Caller,
  named: Pick<CustomColumn, 'table' | 'name'>,
  change: Change,
): Promise<void> {
  const { table: tableName, name } = named
  await runAct(customizing, caller, tableName, async (act) => {
    const table = customizableTable(act.catalogue, tableName)
    const before = await currentColumn(act, named)
    const after = { ...before, column: withoutLostDefault(change(before)) }
    await refuseLostOptions(act, before, after)
    await updateDefinition(act.tx, after)
    await recordChange(act, 'change', before, after)
    const { kind, maxLength = 0 } = after.column
    const grows = kind === 'text' && maxLength > (before.column.maxLength ?? 0)
    if (grows) await widenColumn(act.tx, table, name, maxLength)
    if (after.column.custom.indexed && !before.column.custom.indexed) await requestIndex(act, after)
  })
}

/** As it is after every earlier act. */
export async function currentColumn(
  { tx }: Act,
  { table, name }: Pick<CustomColumn, 'table' | 'name'>,
): Promise<CustomColumn> {
  const all = await readCustomColumns(tx)
  const found = all.find((each) => each.table === table && each.name === name)
  if (found === undefined) throw notFound('column', name)
  return found
}

const typeOfKind: Partial<Record<Column['kind'], string>> = {
  text: 'String',
  memo: 'Memo',
  integer: 'Integer',
  bigint: 'BigInt',
  float: 'Double',
  decimal: 'Decimal',
  money: 'Money',
  boolean: 'Boolean',
  date: 'DateTime',
  instant: 'DateTime',
  localtime: 'DateTime',
  choice: 'Picklist',
  multichoice: 'MultiSelectPicklist',
  lookup: 'Lookup',
}

/** Clients send the type and names again; other ones would be another column. */
function refuseOtherColumn({ name, column }: CustomColumn, body: JsonObject): void {
  const own = typeOfKind[column.kind] ?? ''
  const type = typeName(body)
  if (type !== '' && type !== own) throw stays(name, '@odata.type', own, type)
  const given = textMember(body, 'SchemaName') ?? textMember(body, 'LogicalName') ?? name
  if (given.toLowerCase() !== name) throw stays(name, 'SchemaName', name, given.slice(0, 60))
}

function stays(column: string, member: string, from: string | number, to: string | number) {
  const why = 'rows, queries and clients rely on it'
  return refusals['definition-stays']({ column, member, from, to, why }, { input: member })
}

function changedLimits({ name, column }: CustomColumn, body: JsonObject): Partial<Column> {
  const { kind, maxLength = 0, precision = 0 } = column
  if (kind === 'text' || kind === 'memo') {
    const length = lengthOf(body, kind === 'text' ? 4_000 : 1_048_576, maxLength)
    if (length < maxLength) throw shrinks(name, 'MaxLength', maxLength, length)
    return { maxLength: length }
  }
  if (kind === 'integer') return rangeOf(body, 2 ** 31 - 1)
  if (kind === 'float') return rangeOf(body, 100_000_000_000)
  if (kind !== 'decimal' && kind !== 'money') return {}
  const decimals = precisionOf(body, kind === 'money' ? 4 : 10, precision)
  if (decimals < precision) throw shrinks(name, 'Precision', precision, decimals)
  const widest = kind === 'money' ? 922_337_203_685_477 : 100_000_000_000
  return { precision: decimals, ...rangeOf(body, widest) }
}

function shrinks(column: string, member: string, from: number, to: number) {
  const why = 'values that rows hold would be cut'
  return refusals['definition-stays']({ column, member, from, to, why }, { input: member })
}

function changedOptions(column: Column, body: JsonObject): Partial<Column> {
  if (column.kind === 'boolean') {
    const defaultValue = truthMember(body, 'DefaultValue')
    return {
      ...(body.OptionSet === undefined ? {} : { options: readTruths(body) }),
      ...(defaultValue === undefined ? {} : { defaultValue }),
    }
  }
  if (column.kind !== 'choice' && column.kind !== 'multichoice') return {}
  const options = readOptions(body) ?? column.options ?? []
  return { options, ...(column.kind === 'choice' ? defaultChoice(body, options) : {}) }
}

function changedWords(
  column: CustomColumn['column'],
  body: JsonObject,
  merge: boolean,
): Pick<Column, 'label' | 'required'> & { readonly custom: CustomFacts } {
  const { custom } = column
  const labels = joined(custom.labels, labelsMember(body, 'DisplayName'), merge)
  const level = requiredLevel(body) ?? custom.requiredLevel
  return {
    label: shownLabel(labels),
    required: level === 'ApplicationRequired',
    custom: {
      ...custom,
      labels,
      descriptions: joined(custom.descriptions, labelsMember(body, 'Description'), merge),
      requiredLevel: level,
      indexed: custom.indexed || truthMember(body, 'IsFilterable') === true,
    },
  }
}

const joined = (before: Labels, given: Labels | undefined, merge: boolean): Labels =>
  given === undefined ? before : merge ? { ...before, ...given } : given

/** A default that is no option any more is none. */
function withoutLostDefault(column: CustomColumn['column']): CustomColumn['column'] {
  const { defaultValue, options = [], kind } = column
  if (kind !== 'choice' || options.some(({ value }) => value === defaultValue)) return column
  const { defaultValue: _lost, ...rest } = column
  return rest
}

async function refuseLostOptions(
  { tx }: Act,
  before: CustomColumn,
  { column }: CustomColumn,
): Promise<void> {
  const kept = new Set(column.options?.map(({ value }) => value))
  const { table, name } = before
  for (const { value } of before.column.options ?? []) {
    if (kept.has(value) || !(await holdsOption(tx, before, value))) continue
    throw refusals['option-in-use']({ table, column: name, value })
  }
}
