import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import { close, type KeyRing, MasterKeyMissing, open, type SecretAddress } from './envelope.ts'
import { openMasterKey } from './master-key.ts'
import { refusals } from './refusals.ts'
import { countKeyUse, type KeyUse, type Rotation, rotateSecrets } from './rotate.ts'
import { SealBroken } from './seal.ts'
import { deleteSecrets, findSecret, listPlaces, upsertSecret } from './secret-rows.ts'

/** Keeps the values of write-only columns, and signs what the hub hands out. */
export interface Vault {
  /** Keeps a value, in place of an earlier one. At most 64 KiB. */
  put(tx: Tx, address: SecretAddress, plaintext: string): Promise<void>
  /**
   * The value, or undefined where none is kept. Only for code that sends it to the system it
   * belongs to; no API shows it. Fails with `secret-unreadable` when the master key is another.
   */
  read(db: Db, address: SecretAddress): Promise<string | undefined>
  /** Which columns of which rows have a value. Rows without any are not in the map. */
  which(
    db: Db,
    table: string,
    rows: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  /** Forgets one secret, or without `column` all of a row: to be called when the row is deleted. */
  remove(
    tx: Tx,
    address: Omit<SecretAddress, 'column'> & { readonly column?: string },
  ): Promise<void>
  /** Puts all secrets under the first master key; while it runs, everything stays usable. */
  rotate(db: Db, options?: { readonly batchSize?: number }): Promise<Rotation>
  /** How many secrets are under the first, an older or an unknown master key. */
  keyUse(db: Db): Promise<KeyUse>
  /**
   * HMAC-SHA-256 (32 bytes). The purpose is a constant in the code: a signature made for one
   * purpose is worthless for another.
   */
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  /**
   * Whether `sign` made it, with the first or an older master key: what was signed before a
   * rotation holds as long as the older key is still given to the hub. Takes constant time.
   */
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

export interface VaultOptions {
  /** 32 bytes each. The first one writes and signs; the others still read and verify. */
  readonly masterKeys: readonly Uint8Array[]
  readonly clock: Clock
}

const longestSecret = 65_536

/** @throws the refusal `master-key-invalid` when there is no key or one of another length. */
export function createVault({ masterKeys, clock }: VaultOptions): Vault {
  const ring = openRing(masterKeys)
  return {
    async put(tx, address, plaintext) {
      checkLength(address, plaintext)
      await upsertSecret(tx, address, close(ring, address, plaintext), clock.now())
    },
    read: (db, address) => readSecret(db, ring, address),
    which: (db, table, rows) => whichAreSet(db, table, rows),
    remove: (tx, { table, row, column }) => deleteSecrets(tx, table, row, column),
    rotate: (db, { batchSize = 200 } = {}) => rotateSecrets(db, ring, batchSize),
    keyUse: (db) => countKeyUse(db, ring),
    sign: (purpose, content) => hmac(ring[0].signing(purpose), content),
    verify: (purpose, content, signature) => verify(ring, purpose, content, signature),
  }
}

function openRing(masterKeys: readonly Uint8Array[]): KeyRing {
  const [first, ...older] = masterKeys.map((bytes) => openMasterKey(bytes))
  if (first !== undefined) return [first, ...older]
  const [source, problem] = ['GREENROOM_MASTER_KEY', 'it is empty']
  throw refusals['master-key-invalid']({ source, problem })
}

function checkLength({ column }: SecretAddress, plaintext: string): void {
  const found = Buffer.byteLength(plaintext)
  if (found <= longestSecret) return
  throw refusals['secret-too-long']({ column, found, limit: longestSecret }, { input: column })
}

async function readSecret(
  db: Db,
  ring: KeyRing,
  address: SecretAddress,
): Promise<string | undefined> {
  const envelope = await findSecret(db, address)
  if (envelope === undefined) return undefined
  try {
    return open(ring, address, envelope)
  } catch (cause) {
    const problem = problemOf(cause)
    if (problem === undefined) throw cause
    throw refusals['secret-unreadable']({ ...address, problem }, { cause })
  }
}

function problemOf(error: unknown): string | undefined {
  if (error instanceof MasterKeyMissing) return 'the hub does not have the master key it is under'
  if (error instanceof SealBroken) return 'what is stored was changed or belongs to another place'
  return undefined
}

async function whichAreSet(db: Db, table: string, rows: readonly string[]) {
  const set = new Map<string, Set<string>>()
  for (const { rowid, columnname } of await listPlaces(db, table, rows)) {
    const columns = set.get(rowid)
    if (columns === undefined) set.set(rowid, new Set([columnname]))
    else columns.add(columnname)
  }
  return set
}

function hmac(key: Parameters<typeof createHmac>[1], content: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(content).digest()
}

/** Tries every key even after a match, so that the time does not tell which one it was. */
function verify(
  ring: KeyRing,
  purpose: string,
  content: string | Uint8Array,
  signature: Uint8Array,
): boolean {
  let matches = 0
  for (const master of ring) {
    const expected = hmac(master.signing(purpose), content)
    const comparable = signature.byteLength === expected.byteLength
    if (comparable && timingSafeEqual(expected, signature)) matches += 1
  }
  return matches > 0
}
