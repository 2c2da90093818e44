import type { Place } from './place.ts'

/**
 * A value as the caller wrote it. OData shows the type by its notation; in FetchXML every value
 * is `untyped` text. `resolve` reads the text as a value of the column that it is compared with.
 */
export type LiteralForm =
  | 'untyped'
  | 'null'
  | 'text'
  | 'number'
  | 'boolean'
  | 'guid'
  | 'instant'
  | 'date'
  | 'time'
  | 'duration'

export interface Literal {
  readonly kind: 'literal'
  readonly form: LiteralForm
  /** Without quotes and escapes: `O'Neil`, `12.5`, `true`, `2026-11-21T10:00:00Z`; '' for null. */
  readonly text: string
  readonly at: Place
}

export const literal = (form: LiteralForm, text: string, at: Place): Literal =>
  Object.freeze({ kind: 'literal', form, text, at })
