/** What a firing gets besides its context, where the endpoint has options. */
import { sql } from 'kysely'
import type { Tx } from '#database'
import type { Execution } from '#pipeline'
import type { DeliveryPayload } from './delivery-job.ts'
import type { EndpointOptions } from './endpoint-options.ts'
import { operationToCome } from './operation-id.ts'

export interface FiringExtras {
  readonly payload: Pick<DeliveryPayload, 'firedOn' | 'sequence'>
  /** Deliveries of one key go one after the other. */
  readonly key: string | undefined
  /** Further shared variables of the context. */
  readonly shared: Readonly<Record<string, unknown>>
}

export const noExtras: FiringExtras = { payload: {}, key: undefined, shared: {} }

/**
 * Deliveries with a key are enqueued in the order of the commits, because the transactions have
 * locked the row that they are about.
 */
export async function firingExtras(
  execution: Execution,
  endpointId: string,
  options: EndpointOptions | undefined,
): Promise<FiringExtras> {
  if (options === undefined) return noExtras
  const { table, id, operationCreatedOn } = execution
  const isAboutRow = id !== operationToCome
  const key =
    options.ordering !== undefined && isAboutRow
      ? `webhook:${endpointId}:${table}:${id}`
      : undefined
  const firedOn =
    options.envelope === undefined ? {} : { firedOn: operationCreatedOn.toISOString() }
  if (!options.isNumbered || !isAboutRow) return { payload: firedOn, key, shared: {} }
  const sequence = await nextNumber(execution.tx, { endpointId, table, id })
  return { payload: { ...firedOn, sequence }, key, shared: { gr_Sequence: sequence } }
}

/**
 * The row of the counter stays locked until the transaction ends, so that numbers follow the order
 * of the commits, and a transaction that is rolled back takes none.
 */
async function nextNumber(
  tx: Tx,
  row: { readonly endpointId: string; readonly table: string; readonly id: string },
): Promise<number> {
  const { rows } = await sql<{ lastnumber: number }>`
insert into gr_rowsequence as s (endpointid, tablename, rowid, lastnumber)
values (${row.endpointId}, ${row.table}, ${row.id}, 1)
on conflict (endpointid, rowid, tablename) do update set lastnumber = s.lastnumber + 1
returning s.lastnumber`.execute(tx)
  return rows[0]?.lastnumber ?? 1
}
