/** Parts of the vault: a signature made for one purpose is worthless for another. */
export interface Signing {
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

/**
 * Whoever has a join link may take part, and people forward it; the personal link changes and
 * cancels. A token of one is worthless for the other.
 */
export type LinkPurpose = 'join-link' | 'personal-link'

const idBytes = 16
const signatureBytes = 32

/**
 * The token of a registration's link: its id and a signature, 64 characters that fit an address. The whole signature, so that links in mails outlive a change of the master key.
 */
export function linkToken(
  { sign }: Pick<Signing, 'sign'>,
  purpose: LinkPurpose,
  registrationId: string,
): string {
  const id = Buffer.from(registrationId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sign(purpose, id)]).toString('base64url')
}

/** The registration that a token is for; undefined when this hub did not make it. */
export function readLinkToken(
  { verify }: Pick<Signing, 'verify'>,
  purpose: LinkPurpose,
  token: string,
): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  // Decoding skips what is no base64url; only the one spelling that we made is a token.
  if (bytes.length !== idBytes + signatureBytes || bytes.toString('base64url') !== token) {
    return undefined
  }
  const id = bytes.subarray(0, idBytes)
  if (!verify(purpose, id, bytes.subarray(idBytes))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
