import { type Literal, type LiteralForm, literal } from '../plan/literal.ts'
import type { Scanner } from './scanner.ts'

const end = '(?![\\w.-])'

/** In this order: the start of an id or a date can look like a number. */
const unquoted: readonly (readonly [LiteralForm, RegExp])[] = [
  ['guid', new RegExp(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}${end}`, 'iy')],
  [
    'instant',
    /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d| \d\d:\d\d)?(?![\w.:-])/iy,
  ],
  ['date', new RegExp(`\\d{4}-\\d\\d-\\d\\d${end}`, 'y')],
  ['time', /\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?![\w.:-])/y],
  ['number', new RegExp(`[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?${end}`, 'y')],
  ['boolean', /(?:true|false)(?![\w./(])/y],
  ['null', /null(?![\w./(])/y],
]

const closedText = /'(?:[^']|'')*'/y

/** The value that comes next, or undefined where something else does. */
export function parseLiteral(scanner: Scanner): Literal | undefined {
  const at = scanner.here()
  if (scanner.sees("'")) {
    const found = scanner.match(closedText)
    if (found === undefined) throw scanner.fault("a text with its closing quote, such as 'Jim'")
    return literal('text', unquote(found), at, scanner.slotAt(at))
  }
  for (const [form, pattern] of unquoted) {
    const found = scanner.match(pattern)
    if (found === undefined) continue
    const text = form === 'null' ? '' : plus(form, found)
    return literal(form, text, at, scanner.slotAt(at))
  }
  return undefined
}

export const unquote = (found: string): string => found.slice(1, -1).replaceAll("''", "'")

/** The plus of a time zone that was not encoded arrives as a blank. */
export const plus = (form: LiteralForm, text: string): string =>
  form === 'instant' ? text.replace(' ', '+') : text
