/** Writes rows as JSON, from the values as PostgreSQL sends them. */
import type { CompiledQuery } from '../compile/compile.ts'
import type { CursorColumn, Member, Writing } from '../compile/row-shape.ts'
import type { SqlRow } from './read-rows.ts'
import { rename } from './rename-members.ts'

/** Writes one row; made once for each statement. */
export type RowWriter = (row: SqlRow) => string

const writers = new WeakMap<CompiledQuery, RowWriter>()

export function rowWriter(query: CompiledQuery, members: readonly Member[]): RowWriter {
  const known = writers.get(query)
  if (known !== undefined) return known
  const made = objectWriter(members, writerOf(query, 'rows'))
  writers.set(query, made)
  return made
}

export type WriteValue = (value: string) => string

/** Writes the values of one kind, as PostgreSQL sends them, for rows of a statement. */
export const writerOf = ({ renames }: CompiledQuery, as: Writing): WriteValue =>
  as === 'rows' ? (json) => rename(renames, json) : writings[as]

interface Part {
  readonly column: number
  /** `,"name":` */
  readonly start: string
  readonly whenNull: string
  readonly write: (value: string, row: SqlRow) => string
}

function objectWriter(members: readonly Member[], renamed: WriteValue): RowWriter {
  const parts = members.map((member) => partOf(member, renamed))
  return (row) => {
    let text = ''
    for (const { column, start, whenNull, write } of parts) {
      const value = row[column] ?? null
      text += value === null ? whenNull : start + write(value, row)
    }
    return `{${text.slice(1)}}`
  }
}

function partOf(member: Member, renamed: WriteValue): Part {
  const { column } = member
  const start = `,${JSON.stringify(member.name)}:`
  if (member.kind === 'row') {
    const write = objectWriter(member.members, renamed)
    return { column, start, whenNull: `${start}null`, write: (_key, row) => write(row) }
  }
  const write = member.as === 'rows' ? renamed : writings[member.as]
  return { column, start, whenNull: member.dropNull ? '' : `${start}null`, write }
}

const quote: WriteValue = (value) => `"${value}"`

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has these escaped.
const needsEscape = /["\\\u0000-\u001f]/

const writings: Readonly<Record<Exclude<Writing, 'rows'>, WriteValue>> = {
  plain: (value) => value,
  // NaN, Infinity: their last character is a letter.
  number: (value) => (/\d$/.test(value) ? value : quote(value)),
  boolean: (value) => (value.startsWith('t') ? 'true' : 'false'),
  quoted: quote,
  text: (value) => (needsEscape.test(value) ? JSON.stringify(value) : quote(value)),
  moment: writeMoment,
  version: (value) => `"W/\\"${value}\\""`,
}

/** `2026-11-21 10:00:00` and what may follow: parts of a second, or the era. */
const moment = /^(\d{4,})(-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?/

function writeMoment(value: string): string {
  if (value.length >= 19 && value[10] === ' ')
    return `"${value.slice(0, 10)}T${value.slice(11, 19)}Z"`
  const [, year, day, time] = moment.exec(value) ?? []
  return year === undefined ? 'null' : `"${year}${day}T${time}Z"`
}

/** The value of an order column as the cursor carries it: exact, and readable again. */
export function cursorValue({ as, column }: CursorColumn, row: SqlRow): string | null {
  const value = row[column] ?? null
  if (value === null || as === 'plain') return value
  if (as === 'boolean') return value.startsWith('t') ? 'true' : 'false'
  const [, year, day, time, fraction = ''] = moment.exec(value) ?? []
  return year === undefined ? null : `${year}${day}T${time}.${fraction.padEnd(6, '0')}Z`
}
