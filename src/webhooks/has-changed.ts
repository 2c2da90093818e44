/** For steps that fire only when a value became another one. */
import { isDeepStrictEqual } from 'node:util'
import { type Execution, secretIsSet, type Values } from '#pipeline'

/** The hub itself writes these at every update. */
const bookkeeping: ReadonlySet<string> = new Set([
  'modifiedby',
  'modifiedon',
  'modifiedonbehalfby',
  'versionnumber',
])

/**
 * Whether one of the columns has another value than before; without columns, any that is written.
 * A secret that is written counts as changed: nobody can compare it.
 */
export function hasChanged(execution: Execution, columns: readonly string[]): boolean {
  const { target, pre, post, message } = execution
  if (message !== 'Update' || pre === undefined) return true
  const written = Object.keys(target).filter((name) => !bookkeeping.has(name))
  const watched = columns.length === 0 ? written : columns
  const after: Values = post ?? { ...pre, ...target }
  return watched.some(
    (name) => target[name] === secretIsSet || !isSame(pre[name] ?? null, after[name] ?? null),
  )
}

function isSame(before: unknown, after: unknown): boolean {
  return Object.is(before, after) || isDeepStrictEqual(before, after)
}
