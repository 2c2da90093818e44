import { type Db, withTransaction } from '#database'
import { type KeyRing, rewrap, type SecretAddress } from './envelope.ts'
import { countByKey, listWrappedBy, type Rewrapping, replaceWrappings } from './secret-rows.ts'

/** How the stored secrets stand to the master keys that the hub was started with. */
export interface KeyUse {
  /** Wrapped by the first key. */
  readonly current: number
  /** Wrapped by one of the older keys, which therefore must be kept. */
  readonly older: number
  /** Wrapped by a key that the hub does not have: unreadable. */
  readonly unknown: number
}

export interface Rotation {
  /** Secrets that this run has put under the first master key. */
  readonly rewrapped: number
  /** Secrets that cannot be read with the key they name: their stored form was changed. */
  readonly unreadable: readonly SecretAddress[]
  /** Secrets still under another key: unreadable, or written meanwhile by an older process. */
  readonly remaining: number
}

const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Puts every secret under the first master key, a batch per transaction. The values are not
 * touched, only the wrapping of their data keys. It takes no locks ahead: a secret that is
 * replaced meanwhile is left as it is, and a run that was interrupted just starts again.
 */
export async function rotateSecrets(db: Db, ring: KeyRing, batchSize: number): Promise<Rotation> {
  const [current, ...older] = ring
  const olderIds = older.map(({ id }) => id).filter((id) => id !== current.id)
  const unreadable: SecretAddress[] = []
  let rewrapped = 0
  let lastId: string | undefined = olderIds.length > 0 ? firstId : undefined
  while (lastId !== undefined) {
    const batch: Batch = await listWrappedBy(db, olderIds, lastId, batchSize)
    const changes = rewrapAll(ring, batch, unreadable)
    rewrapped += await withTransaction(db, (tx) => replaceWrappings(tx, current.id, changes))
    lastId = batch.at(-1)?.gr_secretid
  }
  const use = await countKeyUse(db, ring)
  return { rewrapped, unreadable, remaining: use.older + use.unknown }
}

export async function countKeyUse(db: Db, ring: KeyRing): Promise<KeyUse> {
  const use = { current: 0, older: 0, unknown: 0 }
  for (const [keyid, count] of await countByKey(db)) {
    if (keyid === ring[0].id) use.current += count
    else if (ring.some(({ id }) => id === keyid)) use.older += count
    else use.unknown += count
  }
  return use
}

type Batch = Awaited<ReturnType<typeof listWrappedBy>>

function rewrapAll(ring: KeyRing, batch: Batch, unreadable: SecretAddress[]): Rewrapping[] {
  const changes: Rewrapping[] = []
  for (const row of batch) {
    const address = { table: row.tablename, row: row.rowid, column: row.columnname }
    const wrapped = rewrap(ring, address, row)
    if (wrapped === undefined) unreadable.push(address)
    else changes.push({ id: row.gr_secretid, before: row.wrappedkey, after: wrapped.wrappedkey })
  }
  return changes
}
