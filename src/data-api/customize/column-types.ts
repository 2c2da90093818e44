/** What each type of column takes in its definition: one entry of a table per type. */
import type { Column, ColumnKind } from '#database'
import type { JsonObject } from '../read-json.ts'
import { numberMember, truthMember, wordMember, wrongMember } from './read-members.ts'
import { readOptions, readTruths } from './read-options.ts'
import { refusals } from './refusals.ts'

/** What a type adds to a column. */
export type TypeFacts = Pick<
  Column,
  'kind' | 'maxLength' | 'min' | 'max' | 'precision' | 'options' | 'defaultValue'
>

type ReadType = (body: JsonObject) => TypeFacts

const types: Readonly<Record<string, ReadType>> = {
  String: (body) => ({ kind: 'text', maxLength: lengthOf(body, 4_000, 100) }),
  Memo: (body) => ({ kind: 'memo', maxLength: lengthOf(body, 1_048_576, 2_000) }),
  Integer: (body) => ({ kind: 'integer', ...rangeOf(body, 2 ** 31 - 1) }),
  BigInt: () => ({ kind: 'bigint' }),
  Double: (body) => ({ kind: 'float', ...rangeOf(body, 100_000_000_000) }),
  Decimal: (body) => ({
    kind: 'decimal',
    precision: precisionOf(body, 10, 2),
    ...rangeOf(body, 100_000_000_000),
  }),
  Money: (body) => ({
    kind: 'money',
    precision: precisionOf(body, 4, 2),
    ...rangeOf(body, 922_337_203_685_477),
  }),
  Boolean: readBoolean,
  DateTime: (body) => ({ kind: dateKind(body) }),
  Picklist: readPicklist,
  MultiSelectPicklist: (body) => ({ kind: 'multichoice', options: demandOptions(body) }),
}

/** The word before `AttributeMetadata` in `@odata.type`. */
export function typeName(body: JsonObject): string {
  const name = String(body['@odata.type'] ?? '').slice(0, 100)
  return /^#?Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(name)?.[1] ?? name
}

export function readType(body: JsonObject): TypeFacts {
  const name = typeName(body)
  const read = Object.hasOwn(types, name) ? types[name] : undefined
  if (read !== undefined) return read(body)
  const known = Object.keys(types).map((each) => `Microsoft.Dynamics.CRM.${each}AttributeMetadata`)
  throw refusals['column-type-not-offered'](
    { found: name === '' ? 'nothing' : name, known: known.join(', ') },
    { input: '@odata.type' },
  )
}

export function lengthOf(body: JsonObject, most: number, usual: number): number {
  return numberMember(body, 'MaxLength', { min: 1, max: most, whole: true }) ?? usual
}

/** The widest range of each kind is the one that Dataverse allows. */
export function rangeOf(body: JsonObject, widest: number): Pick<Column, 'min' | 'max'> {
  const limits = { min: -widest - (widest === 2 ** 31 - 1 ? 1 : 0), max: widest }
  const min = numberMember(body, 'MinValue', limits)
  const max = numberMember(body, 'MaxValue', limits)
  if (min !== undefined && max !== undefined && min > max) {
    throw wrongMember('MinValue', 'no more than MaxValue', min)
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

export function precisionOf(body: JsonObject, most: number, usual: number): number {
  return numberMember(body, 'Precision', { min: 0, max: most, whole: true }) ?? usual
}

function readBoolean(body: JsonObject): TypeFacts {
  const given = truthMember(body, 'DefaultValue')
  const start = given === undefined ? {} : { defaultValue: given }
  return { kind: 'boolean', options: readTruths(body), ...start }
}

/** Calendar dates, points in time, or wall-clock times, as format and behaviour say. */
function dateKind(body: JsonObject): ColumnKind {
  const format = wordMember(body, 'Format', ['DateOnly', 'DateAndTime'])
  const behaviour = wordMember(body, 'DateTimeBehavior', [
    'UserLocal',
    'DateOnly',
    'TimeZoneIndependent',
  ])
  if (format === 'DateOnly' || behaviour === 'DateOnly') return 'date'
  return behaviour === 'TimeZoneIndependent' ? 'localtime' : 'instant'
}

function readPicklist(body: JsonObject): TypeFacts {
  const options = demandOptions(body)
  return { kind: 'choice', options, ...defaultChoice(body, options) }
}

/** -1 is Dataverse's word for none. */
export function defaultChoice(
  body: JsonObject,
  options: NonNullable<Column['options']>,
): Pick<Column, 'defaultValue'> {
  const value = numberMember(body, 'DefaultFormValue', { min: -(2 ** 31), max: 2 ** 31 - 1 })
  if (value === undefined || value === -1) return {}
  if (options.some((each) => each.value === value)) return { defaultValue: value }
  throw wrongMember('DefaultFormValue', 'the value of one of the options', value)
}

function demandOptions(body: JsonObject): NonNullable<Column['options']> {
  const options = readOptions(body)
  if (options !== undefined) return options
  throw wrongMember('OptionSet', 'an OptionSet with Options of its own', body.OptionSet ?? null)
}
