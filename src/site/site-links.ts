/**
 * Addresses with a token, beside those of registrations (which `#registrations` makes): whoever has
 * one may see and do what it is for. A token is the ids it is about and a signature for its purpose.
 */

/** Parts of the vault. */
export interface Signing {
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

/** What a request for several people led to. */
export interface Party {
  readonly registrationIds: readonly string[]
  readonly waitlistItemIds: readonly string[]
}

export interface SiteLinks {
  purchaseToken(purchaseId: string): string
  readPurchaseToken(token: string): string | undefined
  /**
   * For whoever has just sent the form. A form proves nothing about the address in it, so this one
   * opens the registration that was made and no other of the same person; letters carry the token
   * of `#registrations`, which opens all.
   */
  receiptToken(registrationId: string): string
  readReceiptToken(token: string): string | undefined
  waitlistToken(waitlistItemId: string): string
  readWaitlistToken(token: string): string | undefined
  partyToken(party: Party): string
  readPartyToken(token: string): Party | undefined
}

const idBytes = 16
const signatureBytes = 32

export function createSiteLinks(signing: Signing): SiteLinks {
  const one = (purpose: string) => ({
    make: (id: string) => seal(signing, purpose, bytesOf(id)),
    read(token: string) {
      const bytes = open(signing, purpose, token)
      return bytes?.length === idBytes ? idOf(bytes) : undefined
    },
  })
  const purchases = one('purchase-page')
  const places = one('waitlist-page')
  const receipts = one('receipt-page')
  return {
    purchaseToken: purchases.make,
    readPurchaseToken: purchases.read,
    receiptToken: receipts.make,
    readReceiptToken: receipts.read,
    waitlistToken: places.make,
    readWaitlistToken: places.read,
    partyToken: (party) => seal(signing, 'party-page', partyBytes(party)),
    readPartyToken(token) {
      const bytes = open(signing, 'party-page', token)
      return bytes === undefined ? undefined : partyOf(bytes)
    },
  }
}

function seal({ sign }: Signing, purpose: string, content: Uint8Array): string {
  return Buffer.concat([content, sign(purpose, content)]).toString('base64url')
}

function open({ verify }: Signing, purpose: string, token: string): Buffer | undefined {
  const bytes = Buffer.from(token, 'base64url')
  // Decoding skips what is no base64url; only the one spelling that we made is a token.
  if (bytes.length <= signatureBytes || bytes.toString('base64url') !== token) return undefined
  const content = bytes.subarray(0, -signatureBytes)
  return verify(purpose, content, bytes.subarray(-signatureBytes)) ? content : undefined
}

/** One byte says how many of the ids are registrations; the others are places in a waitlist. */
function partyBytes({ registrationIds, waitlistItemIds }: Party): Buffer {
  const ids = [...registrationIds, ...waitlistItemIds].map(bytesOf)
  return Buffer.concat([Buffer.from([registrationIds.length]), ...ids])
}

function partyOf(bytes: Buffer): Party {
  const ids: string[] = []
  for (let at = 1; at < bytes.length; at += idBytes)
    ids.push(idOf(bytes.subarray(at, at + idBytes)))
  const registrations = bytes[0] as number
  return { registrationIds: ids.slice(0, registrations), waitlistItemIds: ids.slice(registrations) }
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
