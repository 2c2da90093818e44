/** What all writes share: their context, and the answers for rows that are not there. */
import { isRefusal } from '#errors'
import type { Outcome } from '#pipeline'
import type { QueryTable } from '#query'
import type { Visit } from '../exchange.ts'
import { missingRow } from '../missing-row.ts'
import { refusals } from '../refusals.ts'
import { keyValues, plainId, type RowAddress } from './find-row.ts'
import type { PayloadContext } from './read-payload.ts'

export interface WriteContext {
  readonly visit: Visit
  /** Addresses of rows that earlier requests of the change set made, by Content-ID. */
  readonly references: ReadonlyMap<string, string>
}

export interface Written {
  readonly table: QueryTable
  readonly id: string
  readonly created: boolean
  readonly warnings: readonly string[]
}

/** What steps say about a write that they let pass. */
export function warningsOf({ output }: Outcome): readonly string[] {
  return [output.warnings, output.gr_warnings]
    .flat()
    .filter((each): each is string => typeof each === 'string')
}

export const payloadContext = ({ visit, references }: WriteContext): PayloadContext => ({
  metadata: visit.door.metadata,
  references,
})

export const entityUrl = ({ request }: Visit, { set }: QueryTable, id: string): string =>
  `${request.root}${set}(${id})`

/** The row of a request to the pipeline. */
export function rowOf(address: RowAddress) {
  const { key } = address
  return key.kind === 'id' ? { id: plainId(key.value) } : { key: keyValues(address) ?? {} }
}

/** Clients compare the vendor's words for a row that is not there. */
export async function asMissing<T>(
  { set, table, key }: RowAddress,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const ofRow = isRefusal(error, 'not-found') && error.values.what === table.label
    if (!ofRow && !isRefusal(error, 'no-row-with-key')) throw error
    throw missingRow(set, key, error)
  }
}

export function methodNotAllowed({ request }: Visit, allowed: string) {
  const details = { input: 'method', expected: allowed, found: request.method }
  return refusals['method-not-allowed']({ method: request.method, allowed }, details)
}
