/** Reads a literal as a value of the column or function that it is compared with. */
import type { Refusal } from '#errors'
import { type Family, type ValueKind, valueKinds } from '../metadata/value-kind.ts'
import type { Literal, LiteralForm } from '../plan/literal.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { type BoundValue, fixed, late, type SqlValue, type ValueSource } from './bound-value.ts'
import { readMoment, readTimeOfDay } from './read-moment.ts'
import type { Expression } from './resolved.ts'

/** What the value has to be: a family, the SQL type where a column says one, and words for errors. */
export interface Wanted {
  readonly family: Family
  readonly sqlType: string | undefined
  readonly name: string
}

export function wantedBy(expression: Expression): Wanted {
  if (expression.kind !== 'column') {
    return { family: expression.family, sqlType: undefined, name: `This ${expression.family}` }
  }
  const { column } = expression
  const { sqlType } = valueKinds[column.kind]
  return { family: expression.family, sqlType, name: `The column ${column.property}` }
}

export const wantedKind = (kind: ValueKind, name: string): Wanted => ({ ...valueKinds[kind], name })

/** Gives the value to bind; refuses text that is no such value. The literal null is not for here. */
export function readLiteral(literal: Literal, wanted: Wanted): BoundValue {
  const read = readers[wanted.family]
  if (!read.forms.has(literal.form)) throw incompatible(literal, wanted, read.expected)
  const value = read.value(literal.text, literal.form, wanted)
  if (value === undefined) throw wrongValue(literal, wanted, read.expected, read.example)
  return literal.slot === undefined ? value : asSlot(literal, literal.slot, value, wanted)
}

/** The same literal with another text must give the same SQL type, or it is another statement. */
function asSlot(literal: Literal, slot: number, first: BoundValue, wanted: Wanted): BoundValue {
  const again = (text: string): ValueSource => {
    const value = readLiteral({ ...literal, text, slot: undefined }, wanted)
    if (value.sqlType !== first.sqlType) throw new OtherStatement()
    return value.source
  }
  return {
    sqlType: first.sqlType,
    source: { kind: 'slot', slot, first: literal.text, read: again },
  }
}

/** Raised where a value does not fit a compiled statement that fitted its neighbours. */
export class OtherStatement extends Error {
  override readonly name = 'OtherStatement'
}

interface Reader {
  readonly forms: ReadonlySet<LiteralForm>
  readonly expected: string
  readonly example: string
  value(text: string, form: LiteralForm, wanted: Wanted): BoundValue | undefined
}

const forms = (...list: LiteralForm[]) => new Set<LiteralForm>([...list, 'untyped'])

const readers: Readonly<Record<Family, Reader>> = {
  text: {
    forms: forms('text'),
    expected: 'text without NUL characters',
    example: "text in single quotes, such as 'Jim'",
    value: (text) => (text.includes('\0') ? undefined : fixed('text', text)),
  },
  number: {
    forms: forms('number'),
    expected: 'a number',
    example: '42 or 12.5',
    value: readNumber,
  },
  boolean: {
    forms: forms('boolean'),
    expected: 'true or false',
    example: 'true or false',
    value: (text) => mapped('boolean', truths.get(text.toLowerCase())),
  },
  guid: {
    forms: forms('guid', 'text'),
    expected: 'an id',
    example: '00000000-0000-0000-0000-000000000000',
    value: (text) => mapped('uuid', readGuid(text)),
  },
  instant: {
    forms: forms('instant', 'date'),
    expected: 'a point in time',
    example: '2026-11-21T10:00:00Z or 2026-11-21',
    value: readInstant,
  },
  localtime: {
    forms: forms('instant', 'date'),
    expected: 'a date and time',
    example: '2026-11-21T10:00:00Z or 2026-11-21',
    value: (text) => mapped('timestamp', readMoment(text)?.wall),
  },
  date: {
    forms: forms('instant', 'date'),
    expected: 'a date',
    example: '2026-11-21',
    value: (text) => mapped('date', readMoment(text)?.wall.slice(0, 10)),
  },
  time: {
    forms: forms('time'),
    expected: 'a time of day',
    example: '10:30:00',
    value: (text) => mapped('time', readTimeOfDay(text)),
  },
  choices: {
    forms: forms(),
    expected: 'null only; ContainValues asks for single choices',
    example: 'Microsoft.Dynamics.CRM.ContainValues(…)',
    value: () => undefined,
  },
  json: { forms: forms(), expected: 'null only', example: 'null', value: () => undefined },
}

const mapped = (sqlType: string, value: SqlValue | undefined): BoundValue | undefined =>
  value === undefined ? undefined : fixed(sqlType, value)

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

const guidPattern = /^[{(]?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})[)}]?$/i

/** With or without braces, as clients write them. */
export function readGuid(text: string): string | undefined {
  return guidPattern.exec(text.trim())?.[1]?.toLowerCase()
}

const numberPattern = /^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?$/

const wholeRanges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  integer: [-2147483648n, 2147483647n],
  bigint: [-9223372036854775808n, 9223372036854775807n],
}

/**
 * As the column's own type where the number fits it, so that an index can be used; else exact.
 * A whole-number column may be compared with 1.5 or with a number beyond its range.
 */
function readNumber(text: string, _form: LiteralForm, wanted: Wanted): BoundValue | undefined {
  const trimmed = text.trim()
  if (!numberPattern.test(trimmed) || !Number.isFinite(Number(trimmed))) return undefined
  const range = wholeRanges[wanted.sqlType ?? '']
  if (range !== undefined && /^[+-]?\d+$/.test(trimmed)) {
    const whole = BigInt(trimmed.replace('+', ''))
    if (whole >= range[0] && whole <= range[1]) return fixed(wanted.sqlType ?? '', trimmed)
  }
  return fixed(wanted.sqlType === 'double precision' ? 'double precision' : 'numeric', trimmed)
}

/** In OData a date is midnight of Greenwich; in FetchXML, where nothing is said, of the asking user. */
function readInstant(text: string, form: LiteralForm): BoundValue | undefined {
  const moment = readMoment(text)
  if (moment === undefined) return undefined
  if (moment.instant !== undefined) return fixed('timestamptz', moment.instant)
  if (form !== 'untyped') return fixed('timestamptz', `${moment.wall}Z`)
  const wall = Temporal.PlainDateTime.from(moment.wall)
  return late('timestamptz', ({ timeZone }) =>
    wall.toZonedDateTime(timeZone).toInstant().toString(),
  )
}

function wrongValue(literal: Literal, wanted: Wanted, expected: string, example: string): Refusal {
  const found = shorten(literal.text)
  return refusals['wrong-value'](
    { column: wanted.name, expected, found, place: describePlace(literal.at), example },
    { input: literal.at.within, expected, found },
  )
}

function incompatible(literal: Literal, wanted: Wanted, expected: string): Refusal {
  return refusals['incompatible-types'](
    {
      left: `${wanted.name} (${wanted.family})`,
      right: `the ${literal.form} ${shorten(literal.text)}`,
      place: describePlace(literal.at),
    },
    { input: literal.at.within, expected, found: shorten(literal.text) },
  )
}

export const shorten = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 57)}...` : text
