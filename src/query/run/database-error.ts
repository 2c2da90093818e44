import { sqlState } from '#database'
import { refusals } from '../refusals.ts'

/** What the question itself made go wrong becomes a refusal; everything else stays as it is. */
export function asRefusal(error: unknown): unknown {
  const state = sqlState(error)
  if (state === '57014') return refusals['query-too-slow']({}, { cause: error })
  const problem = problems[state ?? '']
  if (problem === undefined) return error
  return refusals['value-not-computable']({ problem }, { cause: error })
}

/** SQLSTATE: what a value of the query did. Statements hold no other text of the caller. */
const problems: Readonly<Record<string, string>> = {
  '22003': 'a number is out of range',
  '22008': 'a date is out of range',
  '22012': 'something is divided by zero',
  '22021': 'a text has characters that cannot be stored',
  '2201B': 'a pattern is not valid',
  '54000': 'a number or pattern is too long',
  '54001': 'the query is nested too deep',
  '54023': 'the query has too many values',
}
