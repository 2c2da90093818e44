import { type Literal, literal } from '../plan/literal.ts'
import type { Key } from '../plan/source.ts'
import { parseLiteral } from './parse-literal.ts'
import { deeper, type Parsing } from './parsing.ts'
import { scan } from './scanner.ts'

/**
 * What stands in the parentheses of `set(…)`: an id (bare, quoted, in braces), an alias for one,
 * or `name=value` for each column of an alternate key.
 */
export function parseKey(parsing: Parsing): Key {
  const { scanner } = parsing
  const at = scanner.here()
  const first = scanner.match(/[A-Za-z_]\w*(?=\s*=)/y)
  if (first === undefined) {
    const value = parseKeyValue(parsing)
    scanner.demandEnd("')'")
    return { kind: 'id', value, at }
  }
  const parts: { name: string; value: Literal }[] = []
  let name: string | undefined = first
  while (name !== undefined) {
    scanner.demand('=')
    parts.push({ name, value: parseKeyValue(parsing) })
    name = scanner.take(',') ? scanner.match(/[A-Za-z_]\w*/y) : undefined
  }
  scanner.demandEnd("',' or ')'")
  return { kind: 'alternate', parts, at }
}

function parseKeyValue(parsing: Parsing): Literal {
  const { scanner, aliases } = parsing
  const at = scanner.here()
  const alias = scanner.match(/@\w+/y)
  if (alias !== undefined) {
    const text = aliases.get(alias.slice(1))
    if (text === undefined) return literal('null', '', at)
    const inner = deeper(parsing, { scanner: scan(text, alias, parsing.slots) })
    const value = parseKeyValue(inner)
    inner.scanner.demandEnd('the end of the value')
    return value
  }
  const braced = scanner.match(/\{[^}]*\}/y)
  if (braced !== undefined) return literal('guid', braced, at)
  const value = parseLiteral(scanner)
  if (value === undefined) throw scanner.fault('an id or a value')
  return value
}
