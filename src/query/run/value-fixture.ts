/** Values of every kind, odd ones among them, for tests of how rows are written. */
import fc from 'fast-check'
import type { Writing } from '../compile/row-shape.ts'

const zulu = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`

export interface Shape {
  readonly as: Writing
  readonly sqlType: string
  /** What PostgreSQL's own JSON shows of a value, where it is not the value itself. */
  readonly json?: (value: string) => string
}

export const shapes: readonly Shape[] = [
  { as: 'text', sqlType: 'text' },
  { as: 'plain', sqlType: 'bigint' },
  { as: 'number', sqlType: 'numeric' },
  { as: 'number', sqlType: 'double precision' },
  { as: 'boolean', sqlType: 'boolean' },
  { as: 'quoted', sqlType: 'uuid' },
  { as: 'quoted', sqlType: 'date' },
  { as: 'plain', sqlType: 'jsonb' },
  { as: 'moment', sqlType: 'timestamp', json: (value) => `to_char(${value}, ${zulu})` },
]

const characters = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))
const odd = fc.string({
  unit: fc.constantFrom('"', '\\', '\n', '\u0001', '\u001f', '\u2028', 'ä', '😀'),
})
/** By SQL type, as PostgreSQL reads them. */
export const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: fc.oneof(characters, odd),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  numeric: fc.constantFrom('12.50', '-0.001', 'NaN', 'Infinity', '-Infinity', '0', '1e30'),
  'double precision': fc.oneof(fc.double().map(String), fc.constantFrom('NaN', '-Infinity')),
  boolean: fc.boolean().map(String),
  uuid: fc.uuid(),
  date: fc.constantFrom('2026-11-21', '0044-03-15', '12026-01-01', 'infinity'),
  jsonb: fc.json(),
  timestamp: fc.constantFrom(
    '2026-11-21 10:00:00',
    '2026-11-21 10:00:00.999999',
    '12026-01-01 00:00:00.5',
    '0044-03-15 12:00:00 BC',
    'infinity',
    '-infinity',
  ),
}
