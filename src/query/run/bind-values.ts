import type { CompiledQuery } from '../compile/compile.ts'
import type { SqlValue, ValueSource } from '../resolve/bound-value.ts'
import type { RunContext } from '../resolve/run-context.ts'

/**
 * The parameters of one run. `slots` are the texts of values that differ from the text that the
 * query was compiled with; a text that would need another statement raises `OtherStatement`.
 */
export function bindValues(
  query: CompiledQuery,
  context: RunContext,
  slots?: readonly string[],
): SqlValue[] {
  return query.values.map(({ source }) => sqlValue(source, context, slots))
}

function sqlValue(
  source: ValueSource,
  context: RunContext,
  slots: readonly string[] | undefined,
): SqlValue {
  if (source.kind === 'fixed') return source.value
  if (source.kind === 'late') return source.of(context)
  const text = slots?.[source.slot] ?? source.first
  return sqlValue(source.read(text), context, slots)
}
