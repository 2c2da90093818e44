/** Where in the caller's text a name or value stands. Refusals show it. */
export interface Place {
  /** A query option (`$filter`), or the path of an element (`fetch/entity/filter/condition[2]`). */
  readonly within: string
  /** Characters before it, from 0; undefined where the reader of the text does not know. */
  readonly offset: number | undefined
  /** From 1, of texts that people write in lines. */
  readonly line?: { readonly number: number; readonly column: number }
}

export const place = (within: string, offset?: number): Place => Object.freeze({ within, offset })

export const placeOnLine = (within: string, number: number, column: number): Place =>
  Object.freeze({ within, offset: undefined, line: Object.freeze({ number, column }) })

/** "at character 13 of $filter", "in fetch/entity/filter (line 4, column 7)". */
export function describePlace({ within, offset, line }: Place): string {
  if (line !== undefined) return `in ${within} (line ${line.number}, column ${line.column})`
  return offset === undefined ? `in ${within}` : `at character ${offset + 1} of ${within}`
}
