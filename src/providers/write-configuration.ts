import type { Tx } from '#database'
import type { Caller, Values } from '#pipeline'
import type { Needs } from './needs.ts'

/** The hub's own knowledge about an account: columns that people read but do not write. */
export async function writeConfiguration(
  { pipeline }: Pick<Needs, 'pipeline'>,
  tx: Tx,
  caller: Caller,
  id: string,
  target: Values,
): Promise<void> {
  await pipeline.executeIn(tx, caller, {
    message: 'Update',
    table: 'msevtmgt_webinarconfiguration',
    id,
    target,
    internal: true,
  })
}
