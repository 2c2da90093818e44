/** Parts of the vault: a signature made for one purpose is worthless for another. */
export interface Signing {
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

const purpose = 'join-link'
const idBytes = 16
const signatureBytes = 32

/**
 * The token of a registration's join link: its id and a signature, 64 characters that fit an
 * address. The whole signature, so that links in mails outlive a change of the master key.
 */
export function joinToken({ sign }: Pick<Signing, 'sign'>, registrationId: string): string {
  const id = Buffer.from(registrationId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sign(purpose, id)]).toString('base64url')
}

/** The registration that a token is for; undefined when this hub did not make it. */
export function readJoinToken(
  { verify }: Pick<Signing, 'verify'>,
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
