/** The texts of `FormattedValues`: what a person would read instead of the value. */
import type { Column } from '#database'
import { decimalNumber } from './json-text.ts'

/** Undefined where a value is its own text. */
export function formattedValue(column: Column, value: unknown, zone: string): string | undefined {
  switch (column.kind) {
    case 'boolean':
      return labelOf(column, Number(value)) ?? (value === true ? 'Yes' : 'No')
    case 'choice':
      return labelOf(column, value)
    case 'multichoice':
      return Array.isArray(value) ? labelsOf(column, value) : undefined
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
    case 'money':
      return groupedNumber(value)
    case 'instant':
      return zonedText(value, zone)
    case 'date':
    case 'localtime':
      return typeof value === 'string' ? value : undefined
    default:
      return undefined
  }
}

const labelOf = ({ options }: Column, value: unknown): string | undefined =>
  options?.find((option) => option.value === value)?.label

const labelsOf = (column: Column, values: readonly unknown[]): string =>
  values.map((value) => labelOf(column, value) ?? String(value)).join('; ')

/** `987,654,321`, with the digits that the value has. */
function groupedNumber(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d+(\.\d+)?$/.test(text)) return undefined
  const [whole = '', fraction] = decimalNumber(text).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** `2023-10-17T09:00:00+02:00`. */
function zonedText(value: unknown, zone: string): string | undefined {
  const time = value instanceof Date ? value.getTime() : Date.parse(String(value))
  if (Number.isNaN(time)) return undefined
  if (zone === 'UTC') return `${new Date(time).toISOString().slice(0, 19)}+00:00`
  return inZone(time, zone).toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** `-0700`, the offset of a zone at an instant. */
export function offsetText(milliseconds: number, zone: string): string {
  return zone === 'UTC' ? '+0000' : inZone(milliseconds, zone).offset.replace(':', '')
}

function inZone(milliseconds: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)
}
