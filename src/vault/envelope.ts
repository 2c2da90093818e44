import { randomBytes } from 'node:crypto'
import type { MasterKey } from './master-key.ts'
import { SealBroken, seal, unseal } from './seal.ts'

/** Where a secret belongs: a write-only column of one row. */
export interface SecretAddress {
  /** Logical name of the table. */
  readonly table: string
  /** The row's id (uuid). */
  readonly row: string
  /** Logical name of the column. */
  readonly column: string
}

/** A data key, wrapped by the master key with this id. */
export interface Wrapping {
  readonly keyid: string
  readonly wrappedkey: string
}

/** A secret as it is stored: sealed with a data key of its own. */
export interface Envelope extends Wrapping {
  readonly sealed: string
}

/** Which master keys there are; the first writes. */
export type KeyRing = readonly [MasterKey, ...MasterKey[]]

export function close(ring: KeyRing, address: SecretAddress, plaintext: string): Envelope {
  const dataKey = randomBytes(32)
  const sealed = seal(dataKey, Buffer.from(plaintext), contextOf('value', address))
  return { ...wrap(ring[0], address, dataKey), sealed: sealed.toString('base64') }
}

/** @throws MasterKeyMissing; SealBroken when it was changed or made for another address. */
export function open(ring: KeyRing, address: SecretAddress, envelope: Envelope): string {
  const dataKey = unwrap(ring, address, envelope)
  const sealed = Buffer.from(envelope.sealed, 'base64')
  return unseal(dataKey, sealed, contextOf('value', address)).toString()
}

/**
 * The same data key, wrapped by the first key of the ring; the sealed value stays as it is.
 * Undefined when the seal of the wrapping is broken. @throws MasterKeyMissing
 */
export function rewrap(ring: KeyRing, address: SecretAddress, wrapping: Wrapping) {
  try {
    return wrap(ring[0], address, unwrap(ring, address, wrapping))
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

/** The master key of the envelope is not on the ring. */
export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing'
}

function wrap(master: MasterKey, address: SecretAddress, dataKey: Uint8Array): Wrapping {
  const wrapped = seal(master.wrapping, dataKey, contextOf('data key', address))
  return { keyid: master.id, wrappedkey: wrapped.toString('base64') }
}

function unwrap(ring: KeyRing, address: SecretAddress, { keyid, wrappedkey }: Wrapping): Buffer {
  const master = ring.find(({ id }) => id === keyid)
  if (master === undefined) throw new MasterKeyMissing(`No master key ${keyid}.`)
  const wrapped = Buffer.from(wrappedkey, 'base64')
  return unseal(master.wrapping, wrapped, contextOf('data key', address))
}

/** JSON keeps the parts apart; PostgreSQL writes uuids in lower case. */
function contextOf(what: string, { table, row, column }: SecretAddress): string {
  return JSON.stringify(['greenroom vault 1', what, table, row.toLowerCase(), column])
}
