/**
 * Queries that differ in values only are one statement. The skeleton of a query is its text with
 * the values of `$filter`, of keys and of aliases taken out; equal skeletons share what was
 * parsed, resolved and compiled, and the values taken out are what the statement runs with.
 */

import { addressPlace } from './parse-address.ts'
import { plus, unquote } from './parse-literal.ts'
import type { QueryOptions } from './query-options.ts'
import { slotKey } from './scanner.ts'

export interface Skeleton {
  readonly text: string
  /** The values that were taken out, as literals have them. */
  readonly values: readonly string[]
  /** Their numbers, by place. */
  readonly slots: ReadonlyMap<string, number>
}

/** Texts, ids, instants, dates and numbers; a number inside a name or a date is none. */
const value =
  /(?<text>'(?:[^']|'')*')|(?<![\w.@$-])(?:(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<instant>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d| \d\d:\d\d)?)|(?<date>\d{4}-\d\d-\d\d)|(?<number>\d+(?:\.\d+)?))(?![\w.:-])/gi

export function skeletonOf(path: string, options: QueryOptions): Skeleton {
  const values: string[] = []
  const slots = new Map<string, number>()
  const strip = (text: string, within: string) =>
    text.replace(value, (found, ...more) => {
      const groups = more.at(-1) as Readonly<Record<string, string | undefined>>
      const offset = more.at(-3) as number
      slots.set(slotKey({ within, offset }), values.length)
      const [form = 'text'] = Object.keys(groups).filter((name) => groups[name] !== undefined)
      values.push(literalText(form, found))
      return marks[form] ?? found
    })
  // Places in an encoded address do not count the characters that the parser sees.
  const parts = [path.includes('%') ? path : strip(path, addressPlace)]
  for (const [name, text] of options.system) {
    parts.push(name, name === '$filter' ? strip(text, name) : text)
  }
  for (const [name, text] of options.aliases) parts.push(`@${name}`, strip(text, `@${name}`))
  return { text: parts.join('\n'), values, slots }
}

function literalText(form: string, found: string): string {
  if (form === 'text') return unquote(found)
  return form === 'instant' ? plus(form, found) : found
}

/** Characters that no query has between its values. */
const marks: Readonly<Record<string, string>> = {
  text: '\u0001t',
  guid: '\u0001g',
  instant: '\u0001i',
  date: '\u0001d',
  number: '\u0001n',
}
