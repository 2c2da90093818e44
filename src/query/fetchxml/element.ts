import type { Place } from '../plan/place.ts'

/** An element of the FetchXML; comments and white space between elements are not kept. */
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Element[]
  /** The text directly inside, sections of CDATA included. */
  readonly text: string
  /** `fetch/entity/filter/condition[2]`, with line and column. */
  readonly at: Place
}
