/** A guest's way in: the id and a signature, so nothing is stored for it and nobody can make one up. */
import type { Signing } from './needs.ts'

const purpose = 'meeting-link'
const idBytes = 16
const signatureBytes = 32

export function guestLink(
  { vault, publicUrl }: { readonly vault: Pick<Signing, 'sign'>; readonly publicUrl: string },
  guestId: string,
): string {
  const id = Buffer.from(guestId.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([id, vault.sign(purpose, id)]).toString('base64url')
  return `${publicUrl}/m/${token}`
}

/** The id of the guest; undefined when this hub did not make the link. */
export function readGuestToken(vault: Pick<Signing, 'verify'>, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  const isWhole = bytes.length === idBytes + signatureBytes
  if (!isWhole || bytes.toString('base64url') !== token) return undefined
  const id = bytes.subarray(0, idBytes)
  if (!vault.verify(purpose, id, bytes.subarray(idBytes))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
