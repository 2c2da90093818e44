/**
 * Words of this module.
 * *door*: where staff check people in: an event as a whole, or one of its sessions.
 * *code*: what a QR code says or what somebody types: a registration number (`ER-…`) or the number
 * of an attendee pass (`AP-…`).
 */
import { readNumber } from '#registrations'

export interface Door {
  readonly eventId: string
  /** Undefined: the event's own door. */
  readonly sessionId: string | undefined
}

export type Answer =
  | 'welcome'
  | 'already-in'
  | 'cancelled'
  | 'other-event'
  | 'unknown'
  | 'not-for-this-session'

/** What the person at the door sees after a scan. */
export interface ScanResult {
  readonly answer: Answer
  /** Who it is; null for a code that nobody has. */
  readonly name: string | null
  readonly company: string | null
  readonly number: string | null
  /** Names of passes. */
  readonly pass: string | null
  /** The event that the registration is for. */
  readonly event: string | null
  /** When they came in. */
  readonly since: string | null
}

export interface Code {
  readonly kind: 'registration' | 'pass'
  readonly number: string
}

/** Misread letters are put right as in registration numbers; undefined for what can be neither. */
export function readCode(scanned: string): Code | undefined {
  const text = scanned.trim()
  const pass = /^AP[\s-]*(.+)$/is.exec(text)?.[1]
  if (pass !== undefined) {
    const number = readNumber(pass)?.replace(/^ER-/, 'AP-')
    return number === undefined ? undefined : { kind: 'pass', number }
  }
  const number = readNumber(text)
  return number === undefined ? undefined : { kind: 'registration', number }
}
