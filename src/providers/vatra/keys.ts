/** The two keys of the form: reading what people paste, and whether they belong together. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export type KeyReading =
  | { readonly kind: 'key'; readonly key: KeyObject }
  /** Completes "takes …"; never repeats the key. */
  | { readonly kind: 'fault'; readonly expected: string }

/** RFC 7518 §3.3: a key of size 2048 bits or larger must be used with RS256. */
const leastBits = 2048

export function readPublicKey(pasted: string): KeyReading {
  const block = pemBlock(pasted)
  if (block === undefined) return fault(`${pemOf('PUBLIC KEY')}; this is no such text`)
  if (block.label.includes('PRIVATE')) {
    return fault('the public key; this is the private one, which belongs into the other field')
  }
  return read(() => createPublicKey(block.pem), 'public')
}

export function readPrivateKey(pasted: string): KeyReading {
  const block = pemBlock(pasted)
  if (block === undefined) return fault(`${pemOf('PRIVATE KEY')}; this is no such text`)
  if (!block.label.includes('PRIVATE')) {
    return fault('the private key; this is the public one, which belongs into the other field')
  }
  if (block.isEncrypted) return fault('a private key without a passphrase; this one has one')
  return read(() => createPrivateKey(block.pem), 'private')
}

/** Whether tokens that the private key signs are verified by the public one. */
export const isPair = ({ publicKey, privateKey }: KeyPair) =>
  createPublicKey(privateKey).equals(publicKey)

const fault = (expected: string): KeyReading => ({ kind: 'fault', expected })

const pemOf = (label: string) =>
  `the key as PEM text, from -----BEGIN ${label}----- to -----END ${label}-----`

function read(make: () => KeyObject, which: string): KeyReading {
  const key = keyOrUndefined(make)
  if (key === undefined) return fault(`a ${which} key that can be read; this one is cut or damaged`)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type !== 'rsa') return fault(`an RSA key, for RS256; this one is of the kind ${type}`)
  const bits = details?.modulusLength ?? 0
  if (bits < leastBits)
    return fault(`an RSA key of ${leastBits} bits or more; this one has ${bits}`)
  return { kind: 'key', key }
}

/** What OpenSSL says of a damaged key helps nobody, and could hold parts of it. */
function keyOrUndefined(make: () => KeyObject): KeyObject | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

interface PemBlock {
  readonly label: string
  readonly isEncrypted: boolean
  readonly pem: string
}

/**
 * Fields of one line swallow line breaks, and settings files write them as `\n`: the text between
 * the two marks is taken apart and put together again (RFC 7468 §3: lines of 64).
 */
function pemBlock(pasted: string): PemBlock | undefined {
  const text = pasted.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const found = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text)
  if (found === null) return undefined
  const [, label = '', inside = ''] = found
  const content = inside.replace(/\s+/g, '')
  const lines = content.match(/.{1,64}/g) ?? []
  return {
    label,
    isEncrypted: label.includes('ENCRYPTED') || inside.includes('ENCRYPTED'),
    pem: `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`,
  }
}
