/** Secrets of Standard Webhooks (https://www.standardwebhooks.com, "Signature scheme"). */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'

/** Bytes that a symmetric secret may have; the hub makes 32. */
const fewestBytes = 24
const mostBytes = 64
const ownBytes = 32
const seedBytes = 32

/** PKCS #8 around a bare Ed25519 seed (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface SigningKey {
  readonly version: 'v1' | 'v1a'
  /** For `whpk_…`; undefined where the secret itself verifies. */
  readonly publicKey: string | undefined
  /** One entry of `webhook-signature`. */
  sign(content: string): string
}

/** Undefined where the text is no secret of either kind. */
export function readSigningSecret(text: string): SigningKey | undefined {
  const [, kind, encoded = ''] = /^(whsec|whsk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (kind === undefined) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  return kind === 'whsec' ? symmetricKey(bytes) : asymmetricKey(bytes)
}

function symmetricKey(bytes: Buffer): SigningKey | undefined {
  if (bytes.length < fewestBytes || bytes.length > mostBytes) return undefined
  return {
    version: 'v1',
    publicKey: undefined,
    sign: (content) => `v1,${createHmac('sha256', bytes).update(content).digest('base64')}`,
  }
}

/** The seed alone, or seed and public key in one piece, as most libraries keep it. */
function asymmetricKey(bytes: Buffer): SigningKey | undefined {
  if (bytes.length !== seedBytes && bytes.length !== 2 * seedBytes) return undefined
  const der = Buffer.concat([pkcs8Prefix, bytes.subarray(0, seedBytes)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const open = publicBytes(key)
  if (bytes.length > seedBytes && !open.equals(bytes.subarray(seedBytes))) return undefined
  return {
    version: 'v1a',
    publicKey: `whpk_${open.toString('base64')}`,
    sign: (content) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`,
  }
}

function publicBytes(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url')
}

export function makeSigningSecret(version: SigningKey['version']): string {
  if (version === 'v1') return `whsec_${randomBytes(ownBytes).toString('base64')}`
  return `whsk_${randomBytes(seedBytes).toString('base64')}`
}

/**
 * The three headers of one attempt. The receiver refuses old timestamps, so that it is the time of
 * the attempt; the id stays the same, so that it knows what it has had.
 */
export function signatureHeaders(
  keys: readonly SigningKey[],
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const content = `${id}.${timestamp}.${body}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => key.sign(content)).join(' '),
  }
}
