/** What values of a column are like: for comparing, binding and writing them as JSON. */
import type { ColumnKind } from '#database'

export type ValueKind = ColumnKind

/** Values of one family can be compared with each other. */
export type Family =
  | 'text'
  | 'number'
  | 'boolean'
  | 'guid'
  | 'instant'
  | 'localtime'
  | 'date'
  | 'time'
  | 'choices'
  | 'json'

interface KindRules {
  readonly family: Family
  readonly sqlType: string
}

export const valueKinds: Readonly<Record<ValueKind, KindRules>> = {
  key: { family: 'guid', sqlType: 'uuid' },
  uuid: { family: 'guid', sqlType: 'uuid' },
  lookup: { family: 'guid', sqlType: 'uuid' },
  text: { family: 'text', sqlType: 'text' },
  memo: { family: 'text', sqlType: 'text' },
  secret: { family: 'text', sqlType: 'text' },
  integer: { family: 'number', sqlType: 'integer' },
  bigint: { family: 'number', sqlType: 'bigint' },
  choice: { family: 'number', sqlType: 'integer' },
  float: { family: 'number', sqlType: 'double precision' },
  decimal: { family: 'number', sqlType: 'numeric' },
  money: { family: 'number', sqlType: 'numeric' },
  boolean: { family: 'boolean', sqlType: 'boolean' },
  instant: { family: 'instant', sqlType: 'timestamptz' },
  localtime: { family: 'localtime', sqlType: 'timestamp' },
  date: { family: 'date', sqlType: 'date' },
  multichoice: { family: 'choices', sqlType: 'jsonb' },
  json: { family: 'json', sqlType: 'jsonb' },
}
