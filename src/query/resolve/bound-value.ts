/**
 * Values reach SQL as parameters only. Most are fixed when the plan is resolved; *late* ones are
 * worked out for each run (now, the asking user, windows of days); a *slot* is a value of the
 * query text that may differ from run to run of one compiled statement.
 */
import type { RunContext } from './run-context.ts'

/** What PostgreSQL gets: text that it reads by the parameter's type, or null. */
export type SqlValue = string | number | boolean | null | readonly string[]

export type ValueSource =
  | { readonly kind: 'fixed'; readonly value: SqlValue }
  | { readonly kind: 'late'; readonly of: (context: RunContext) => SqlValue }
  | {
      readonly kind: 'slot'
      readonly slot: number
      /** The text that the statement was compiled with. */
      readonly first: string
      readonly read: (text: string) => ValueSource
    }

export interface BoundValue {
  readonly sqlType: string
  readonly source: ValueSource
}

export const fixed = (sqlType: string, value: SqlValue): BoundValue => ({
  sqlType,
  source: { kind: 'fixed', value },
})

export const late = (sqlType: string, of: (context: RunContext) => SqlValue): BoundValue => ({
  sqlType,
  source: { kind: 'late', of },
})
