/** What the parsers of all options share: the text, parameter aliases, and how deep they are. */
import { queryLimits } from '../limits.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import type { Scanner, Slots } from './scanner.ts'

export interface Parsing {
  readonly scanner: Scanner
  /** Values of `@name`, by name without the sign. */
  readonly aliases: ReadonlyMap<string, string>
  /** Variables of the lambdas around, and `$it`. */
  readonly variables: ReadonlySet<string>
  readonly depth: number
  /** For the texts of aliases. */
  readonly slots: Slots | undefined
}

export const startParsing = (
  scanner: Scanner,
  aliases: ReadonlyMap<string, string> = new Map(),
  slots?: Slots,
): Parsing => ({ scanner, aliases, variables: new Set(), depth: 0, slots })

/** One level further in; refuses texts that would only exhaust the stack. */
export function deeper(parsing: Parsing, more: Partial<Parsing> = {}): Parsing {
  const depth = parsing.depth + 1
  if (depth <= queryLimits.depth) return { ...parsing, ...more, depth }
  const at = parsing.scanner.here()
  const values = { limit: queryLimits.depth, place: describePlace(at) }
  throw refusals['query-too-deep'](values, { input: at.within })
}
