import { rootScope } from '../plan/column-reference.ts'
import type { Place } from '../plan/place.ts'
import type { Parsing } from './parsing.ts'

/** `x/parent/name`: the variable it starts from, and names. */
export interface NamePath {
  /** A variable of a lambda or `$it`; undefined: the row that the option is about. */
  readonly scope: string | undefined
  /** At least one, unless a variable stands alone. */
  readonly names: readonly string[]
  readonly at: Place
}

const name = /[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*|\$it|\$count/y

/** Reads names joined by slashes; undefined where no name comes next. */
export function parsePath({ scanner, variables }: Parsing): NamePath | undefined {
  const at = scanner.here()
  const first = scanner.match(name)
  if (first === undefined) return undefined
  const names = [first]
  while (scanner.take('/')) {
    const next = scanner.match(name)
    if (next === undefined) throw scanner.fault('a name after the slash')
    names.push(next)
  }
  const scoped = first === rootScope || variables.has(first)
  if (!scoped) return { scope: undefined, names, at }
  return { scope: first, names: names.slice(1), at }
}
