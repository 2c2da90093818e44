/**
 * Words of this module. *Letter*: one mail to one person, ready to go. *Kind*: why it is written.
 * *Template*: what an organiser wrote for a kind in a language, with *placeholders* in double braces.
 * *Subject*: what was read to fill them.
 * *Transport*: what carries letters away; without one they are kept and shown in the console.
 */
export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** BCP 47. */
  readonly language: string
  /** What the QR code in it says; null without one. */
  readonly qrCode: string | null
  readonly calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string } | undefined
}

export interface Address {
  readonly email: string
  readonly name: string | undefined
}

export interface OutgoingLetter extends Letter {
  readonly to: Address
  /** The same for every attempt, so that mail systems recognise a repeated one (RFC 5322 §3.6.4). */
  readonly messageId: string
}

export interface MailTransport {
  /** Resolves when the server has accepted it; rejects with `MailFailure`. */
  send(letter: OutgoingLetter): Promise<void>
  close(): void
}

/** `permanent`: the server refused this recipient or message; trying again will not help. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure'
  readonly permanent: boolean

  constructor(message: string, options: { permanent: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.permanent = options.permanent
  }
}

/** `Greenroom <events@example.org>` or a bare address. */
export function parseAddress(text: string): Address {
  const match = /^\s*(?:"?([^"<]*?)"?\s*)<([^<>\s]+)>\s*$/.exec(text)
  if (match === null) return { email: text.trim(), name: undefined }
  const name = match[1]?.trim()
  return { email: match[2] ?? '', name: name === '' ? undefined : name }
}
