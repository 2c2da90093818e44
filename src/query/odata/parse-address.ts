/** The path of an address behind the service root: names, keys, and what is asked of the end. */
import { place } from '../plan/place.ts'
import type { Key } from '../plan/source.ts'
import { parseKey } from './parse-key.ts'
import { startParsing } from './parsing.ts'
import { decode } from './query-options.ts'
import { type Slots, scan, syntaxFault } from './scanner.ts'

export interface Segment {
  /** A set, a navigation property, a property, `$count`, `$ref`, `$value` or a function. */
  readonly name: string
  readonly key: Key | undefined
  /** The text in the parentheses, decoded; for functions. */
  readonly inside: string | undefined
  /** Characters before it. */
  readonly offset: number
}

export const addressPlace = 'the address'

/** `path` is still encoded and may begin with a slash, such as `/contacts(…)/parentcustomerid`. */
export function parseAddress(
  path: string,
  aliases: ReadonlyMap<string, string>,
  slots?: Slots,
): readonly Segment[] {
  const segments: Segment[] = []
  let offset = 0
  for (const part of splitSegments(path)) {
    if (part !== '') segments.push(readSegment(part, offset, aliases, slots))
    offset += part.length + 1
  }
  return segments
}

/** At slashes outside quotes; a slash in a quoted key value does not end its segment. */
const splitSegments = (path: string): string[] =>
  path.match(/(?:'[^']*'|%27(?:(?!%27).)*%27|[^/])+|(?<=\/|^)(?=\/|$)/gi) ?? []

function readSegment(
  part: string,
  offset: number,
  aliases: ReadonlyMap<string, string>,
  slots: Slots | undefined,
): Segment {
  const text = decode(part.replaceAll('+', '%2B'), addressPlace)
  const open = text.indexOf('(')
  if (open < 0) return { name: text, key: undefined, inside: undefined, offset }
  if (!text.endsWith(')')) {
    throw syntaxFault("')' at the end", `'${text.slice(-10)}'`, place(addressPlace, offset))
  }
  const name = text.slice(0, open)
  const inside = text.slice(open + 1, -1)
  // Functions have parameters, not keys, and a name with a dot or none of their own.
  if (name.includes('.')) return { name, key: undefined, inside, offset }
  const parsing = startParsing(scan(inside, addressPlace, slots, offset + open + 1), aliases, slots)
  return { name, key: inside.trim() === '' ? undefined : parseKey(parsing), inside, offset }
}
