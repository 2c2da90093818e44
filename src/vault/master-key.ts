import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { refusals } from './refusals.ts'

export const masterKeyBytes = 32

/** What is derived from one master key; the key itself is used for nothing else. */
export interface MasterKey {
  /** 16 hexadecimal digits that name the key without telling anything about it. */
  readonly id: string
  /** Wraps data keys. */
  readonly wrapping: KeyObject
  /** Signs for one purpose; different purposes have unrelated keys. */
  signing(purpose: string): KeyObject
}

export function openMasterKey(bytes: Uint8Array): MasterKey {
  if (bytes.byteLength !== masterKeyBytes) {
    throw refusals['master-key-invalid']({
      source: 'GREENROOM_MASTER_KEY',
      problem: `it is ${bytes.byteLength} bytes long, not ${masterKeyBytes}`,
    })
  }
  const master = createSecretKey(bytes)
  const signing = new Map<string, KeyObject>()
  return {
    id: derive(master, 'key id', 8).toString('hex'),
    wrapping: createSecretKey(derive(master, 'wrapping', 32)),
    signing(purpose) {
      const known = signing.get(purpose)
      if (known !== undefined) return known
      const made = createSecretKey(derive(master, `signing ${purpose}`, 32))
      signing.set(purpose, made)
      return made
    },
  }
}

/** HKDF-SHA-256 (RFC 5869). The master key is uniformly random, so no salt is needed (§3.1). */
function derive(master: KeyObject, use: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `greenroom vault 1 ${use}`, length))
}
