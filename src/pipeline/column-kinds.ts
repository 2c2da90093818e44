/**
 * What each kind of column accepts from a caller and how it is stored: one line of a table per
 * kind. Reading a value gives what rows hold (a Date for an instant, an exact string for money),
 * or a `Mismatch` that says what was expected.
 */
import type { Column, ColumnKind } from '#database'
import type { RowReference } from './execution.ts'
import { decimalText, localDateText, localTimeText, toInstant } from './scalar-text.ts'

type Reason = 'type' | 'text' | 'length' | 'whole' | 'range' | 'choice'

/** A value that a column does not take. */
export class Mismatch {
  readonly reason: Reason
  readonly expected: string

  constructor(reason: Reason, expected: string) {
    this.reason = reason
    this.expected = expected
  }
}

interface Kind {
  /** For casts of parameters in SQL. */
  readonly sqlType: string
  read(value: unknown, column: Column): unknown
  /** From what rows hold to what the driver sends, where they differ. */
  readonly encode?: (value: never) => unknown
}

const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 }
const int53 = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }

export const columnKinds: Readonly<Record<ColumnKind, Kind>> = {
  key: { sqlType: 'uuid', read: readUuid },
  uuid: { sqlType: 'uuid', read: readUuid },
  lookup: { sqlType: 'uuid', read: readLookup },
  text: { sqlType: 'text', read: readText },
  memo: { sqlType: 'text', read: readText },
  secret: { sqlType: 'text', read: readText },
  integer: { sqlType: 'int4', read: (value, column) => readWhole(value, column, int32) },
  bigint: { sqlType: 'int8', read: (value, column) => readWhole(value, column, int53) },
  float: { sqlType: 'float8', read: readFloat },
  decimal: { sqlType: 'numeric', read: (value, column) => readDecimal(value, column, 13, 10) },
  money: { sqlType: 'numeric', read: (value, column) => readDecimal(value, column, 15, 4) },
  boolean: { sqlType: 'bool', read: readBoolean },
  choice: { sqlType: 'int4', read: readChoice },
  multichoice: {
    sqlType: 'jsonb',
    read: readChoices,
    encode: (value: unknown) => JSON.stringify(value),
  },
  // pg would format a Date in the zone of the process; ISO text is the same instant and cheaper.
  instant: { sqlType: 'timestamptz', read: readInstant, encode: (value: Date) => toIso(value) },
  localtime: { sqlType: 'timestamp', read: readLocalTime },
  date: { sqlType: 'date', read: readDate },
  json: { sqlType: 'jsonb', read: readJson, encode: (value: unknown) => JSON.stringify(value) },
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id in lower case, or undefined when it is none. */
export function asUuid(value: unknown): string | undefined {
  if (typeof value !== 'string' || !uuidPattern.test(value)) return undefined
  return value.toLowerCase()
}

export function isReference(value: unknown): value is RowReference {
  if (typeof value !== 'object' || value === null) return false
  return 'table' in value && typeof value.table === 'string' && 'id' in value
}

function readUuid(value: unknown): unknown {
  return asUuid(value) ?? new Mismatch('type', 'an id such as 01234567-89ab-4cde-8f01-23456789abcd')
}

/** One target: its id. Several: the id, with the table where the caller named it. */
function readLookup(value: unknown, column: Column): unknown {
  const targets = column.targets ?? []
  const expected = `the id of a row of ${targets.join(' or ')}`
  if (!isReference(value)) return asUuid(value) ?? new Mismatch('type', expected)
  const id = asUuid(value.id)
  if (id === undefined || !targets.includes(value.table)) return new Mismatch('type', expected)
  return targets.length === 1 ? id : { table: value.table, id }
}

/** An empty text is no value, as in Dataverse; so `eq null` finds what a form left empty. */
function readText(value: unknown, column: Column): unknown {
  const most = column.maxLength
  const expected = most === undefined ? 'text' : `text of at most ${most} characters`
  if (typeof value !== 'string') return new Mismatch('type', expected)
  if (!isStorable(value)) return new Mismatch('text', 'text without NUL or broken characters')
  if (most !== undefined && value.length > most) return new Mismatch('length', expected)
  return value === '' ? null : value
}

/** PostgreSQL stores neither U+0000 nor halves of surrogate pairs; the latter would change silently. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

interface Range {
  readonly min: number
  readonly max: number
}

function readWhole(value: unknown, column: Column, whole: Range): unknown {
  const expected = `a whole number from ${column.min ?? whole.min} to ${column.max ?? whole.max}`
  if (typeof value !== 'number' || !Number.isInteger(value)) return new Mismatch('type', expected)
  // A number that the type cannot hold is a malformed one for Dataverse (0x80048d19, not 0x8004432f).
  if (value < whole.min || value > whole.max) return new Mismatch('type', expected)
  return isInside(value, column) ? value + 0 : new Mismatch('whole', expected)
}

function readFloat(value: unknown, column: Column): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return new Mismatch('type', 'a number')
  return isInside(value, column) ? value + 0 : new Mismatch('range', numbersFrom(column))
}

function readDecimal(value: unknown, column: Column, digits: number, most: number): unknown {
  const decimals = Math.min(column.precision ?? most, most)
  const expected = `a number with at most ${digits} digits and ${decimals} decimals`
  if (typeof value !== 'number' && typeof value !== 'string') return new Mismatch('type', expected)
  const text = decimalText(value, decimals)
  if (text === undefined) return new Mismatch('type', expected)
  if (wholeDigits(text) > digits) return new Mismatch('range', expected)
  return isInside(Number(text), column) ? text : new Mismatch('range', numbersFrom(column))
}

function wholeDigits(decimal: string): number {
  return (decimal.replace('-', '').split('.')[0] as string).length
}

function isInside(value: number, { min, max }: Column): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max)
}

function numbersFrom({ min, max }: Column): string {
  if (max === undefined) return `a number of at least ${min}`
  return min === undefined ? `a number of at most ${max}` : `a number from ${min} to ${max}`
}

function readBoolean(value: unknown): unknown {
  return typeof value === 'boolean' ? value : new Mismatch('type', 'true or false')
}

function readChoice(value: unknown, column: Column): unknown {
  if (isOption(value, column)) return value
  const reason = Number.isInteger(value) ? 'choice' : 'type'
  return new Mismatch(reason, `one of the numbers ${listed(column)}`)
}

/** `1,2` as the Web API writes it, or a list; kept in order, each once. None is no value. */
function readChoices(value: unknown, column: Column): unknown {
  const numbers = typeof value === 'string' ? numbersIn(value) : value
  if (!Array.isArray(numbers) || !numbers.every(Number.isInteger)) {
    return new Mismatch('type', `numbers with commas between them, out of ${listed(column)}`)
  }
  if (!numbers.every((each) => isOption(each, column))) {
    return new Mismatch('choice', `only the numbers ${listed(column)}`)
  }
  const kept = [...new Set(numbers as number[])].sort((a, b) => a - b)
  return kept.length === 0 ? null : kept
}

const numbersIn = (text: string): number[] | undefined =>
  /^\s*(-?\d{1,10}(\s*,\s*-?\d{1,10})*)?\s*$/.test(text)
    ? (text.match(/-?\d+/g) ?? []).map(Number)
    : undefined

const isOption = (value: unknown, { options = [] }: Column): boolean =>
  options.some((option) => option.value === value)

const listed = ({ options = [] }: Column): string =>
  options.map(({ value, label }) => `${value} (${label})`).join(', ')

/** The years that Dataverse stores too. */
const firstInstant = Date.UTC(1753, 0, 1)
const lastInstant = Date.UTC(9999, 11, 31)
const rangeText = 'between 1753-01-01 and 9999-12-30'

function readInstant(value: unknown): unknown {
  const instant = toInstant(value)
  const expected = `a date and time with offset (ISO 8601) ${rangeText}`
  if (instant === undefined) return new Mismatch('type', expected)
  const time = instant.getTime()
  return time >= firstInstant && time < lastInstant ? instant : new Mismatch('range', expected)
}

function toIso(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

function readLocalTime(value: unknown): unknown {
  return readCalendar(localTimeText(value), `a local time YYYY-MM-DDTHH:MM:SS ${rangeText}`)
}

function readDate(value: unknown): unknown {
  return readCalendar(localDateText(value), `a date YYYY-MM-DD ${rangeText}`)
}

function readCalendar(text: string | undefined, expected: string): unknown {
  if (text === undefined) return new Mismatch('type', expected)
  return text >= '1753' && text < '9999-12-31' ? text : new Mismatch('range', expected)
}

/** Deeper values would run into the stack limits of JavaScript and PostgreSQL. */
const deepestJson = 100

function readJson(value: unknown): unknown {
  return isJson(value, 0) ? value : new Mismatch('type', 'a JSON value of storable texts')
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return isStorable(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === deepestJson) return false
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1))
  return isPlainObject(value) && Object.entries(value).every((each) => isJson(each, depth + 1))
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
