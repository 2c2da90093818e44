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

export interface Literal {
  readonly kind: 'literal'
  readonly form: LiteralForm
  /** Without quotes and escapes: `O'Neil`, `12.5`, `true`, `2026-11-21T10:00:00Z`; '' for null. */
  readonly text: string
  /**
   * Number of a value that may be another one each time the compiled statement runs; undefined
   * where the value belongs to the statement. Parsers of whole texts leave it out.
   */
  readonly slot: number | undefined
  readonly at: Place
}

export const literal = (form: LiteralForm, text: string, at: Place, slot?: number): Literal =>
  Object.freeze({ kind: 'literal', form, text, slot, at })
