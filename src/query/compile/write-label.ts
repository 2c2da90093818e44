import type { QueryColumn, QueryTable } from '../metadata/metadata.ts'
import type { ValueKind } from '../metadata/value-kind.ts'
import type { ColumnValue, LabelValue } from '../resolve/resolved.ts'
import { quoted, type Statement, text } from './statement.ts'

type ColumnSql = (alias: string, column: QueryColumn) => string

/** The text that people see for a value, in the formats of an English organisation. */
export function writeLabel(statement: Statement, label: LabelValue, columnSql: ColumnSql): string {
  const value = columnSql(label.of.alias, label.of.column)
  return writers[label.of.column.kind](statement, value, label, columnSql)
}

type WriteLabel = (
  statement: Statement,
  value: string,
  label: LabelValue,
  columnSql: ColumnSql,
) => string

const asText: WriteLabel = (_statement, value) => `${value}::text`
const wholeNumber: WriteLabel = (_statement, value) =>
  `to_char(${value}, 'FM999,999,999,999,999,999,990')`
/** With the places that the column keeps; at least two where nobody said how many. */
const fraction: WriteLabel = (_statement, value, { of }) => {
  const { precision } = of.column.declaration
  const places = precision === undefined ? '0099999999' : '0'.repeat(precision)
  const point = places === '' ? '' : '.'
  return `to_char(${value}::numeric, 'FM999,999,999,999,999,990${point}${places}')`
}

const moment = 'FMMM/FMDD/YYYY FMHH12:MI AM'

const writers: Readonly<Record<ValueKind, WriteLabel>> = {
  choice: (statement, value, { of }) => `(${optionLabels(statement, of)} ->> ${value}::text)`,
  multichoice: (statement, value, { of }) =>
    `(select string_agg(${optionLabels(statement, of)} ->> v.value, '; ' order by v.ordinality) from jsonb_array_elements_text(${value}) with ordinality v)`,
  boolean: writeTruth,
  lookup: writeName,
  integer: wholeNumber,
  bigint: wholeNumber,
  float: fraction,
  decimal: fraction,
  money: writeMoney,
  instant: (statement, value) => `to_char(${value} at time zone ${statement.zone()}, '${moment}')`,
  localtime: (_statement, value) => `to_char(${value}, '${moment}')`,
  date: (_statement, value) => `to_char(${value}, 'FMMM/FMDD/YYYY')`,
  key: asText,
  uuid: asText,
  text: asText,
  memo: asText,
  json: asText,
  secret: asText,
}

function writeTruth(_statement: Statement, value: string, { of }: LabelValue): string {
  const word = (number: number, usual: string): string =>
    text(of.column.options.find((option) => option.value === number)?.label ?? usual)
  return `case when ${value} then ${word(1, 'Yes')} when not ${value} then ${word(0, 'No')} end`
}

function optionLabels(statement: Statement, { column }: ColumnValue): string {
  return statement.labels(
    Object.fromEntries(column.options.map(({ value, label }) => [String(value), label])),
  )
}

function writeName(
  _statement: Statement,
  value: string,
  { of, named }: LabelValue,
  columnSql: ColumnSql,
): string {
  const names = named.map((table) => [table.name, nameOf(table, value, columnSql)] as const)
  const [only] = names
  if (only === undefined) return 'null::text'
  if (names.length === 1) return only[1]
  const typed = of.column.typeColumn
  if (typed === undefined) return `coalesce(${names.map(([, name]) => name).join(', ')})`
  const cases = names.map(([table, name]) => `when ${text(table)} then ${name}`)
  return `case ${of.alias}.${quoted(typed)} ${cases.join(' ')} end`
}

function nameOf(table: QueryTable, id: string, columnSql: ColumnSql): string {
  const column = table.columns.get(table.primaryName ?? '')
  if (column === undefined) return 'null::text'
  const name = columnSql('named', column)
  return `(select ${name}::text from ${quoted(table.name)} named where named.${quoted(table.primaryKey)} = ${id})`
}

function writeMoney(
  _statement: Statement,
  value: string,
  { currency }: LabelValue,
  columnSql: ColumnSql,
): string {
  const amount = `to_char(${value}, 'FM999,999,999,999,999,990.00')`
  if (currency === undefined) return amount
  const lookup = columnSql(currency.alias, currency.column)
  return `(coalesce((select c.currencysymbol from transactioncurrency c where c.transactioncurrencyid = ${lookup}), '') || ${amount})`
}
