import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/** NIST SP 800-38D §8.2: 96-bit nonces; random ones are good for 2^32 uses of a key. */
const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM: nonce, ciphertext and tag in one piece. The context is not stored but must be the
 * same when it is opened, which ties the piece to its place.
 */
export function seal(key: KeyObject | Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context))
  const sealed = [nonce, cipher.update(plain), cipher.final()]
  return Buffer.concat([...sealed, cipher.getAuthTag()])
}

/** The piece was changed, or is opened with another key or context than it was sealed with. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** @throws SealBroken */
export function unseal(key: KeyObject | Uint8Array, sealed: Uint8Array, context: string): Buffer {
  if (sealed.byteLength < nonceBytes + tagBytes) throw new SealBroken('The piece is cut off.')
  const nonce = sealed.subarray(0, nonceBytes)
  const ciphertext = sealed.subarray(nonceBytes, -tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(ciphertext)
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch (cause) {
    throw new SealBroken('The tag does not fit.', { cause })
  }
}
