/** Where in the caller's text a name or value stands. Refusals show it. */
export interface Place {
  /** A query option (`$filter`), or the path of an element (`fetch/entity/filter/condition[2]`). */
  readonly within: string
  /** Characters before it, from 0; undefined where the reader of the text does not know. */
  readonly offset: number | undefined
}

export const place = (within: string, offset?: number): Place => Object.freeze({ within, offset })

/** "at character 13 of $filter", "in fetch/entity/filter". */
export function describePlace({ within, offset }: Place): string {
  return offset === undefined ? `in ${within}` : `at character ${offset + 1} of ${within}`
}
