import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#clock'
import type { Ledger } from '../../twin/ledger.ts'
import type { Pulse } from '../../twin/pulse.ts'
import type { Modes } from './modes.ts'
import type { TwinSettings } from './settings.ts'
import type { VendorState } from './state.ts'

/** The simulated company: everything its parts share. */
export interface Vendor {
  readonly clock: Clock
  /** Base service URL; known once the service listens. */
  readonly url: () => string
  readonly client: { readonly id: string; readonly secret: string }
  readonly state: VendorState
  readonly settings: TwinSettings
  readonly modes: Modes
  readonly ledger: Ledger
  readonly pulse: Pulse
  /** Reasons for which the next creations fail, first come first served. */
  readonly failures: string[]
}

/** The twin's present, as rows keep it. */
export function nowOf(vendor: Vendor): string {
  return vendor.clock.now().toISOString()
}

/** An instant so many seconds later. */
export function later(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString()
}

/** The later of two instants; ISO-8601 UTC of equal form sorts as text. */
export function latest(one: string, other: string): string {
  return one > other ? one : other
}

export function earliest(one: string, other: string): string {
  return one < other ? one : other
}

/** A short id that says what it names; far below the 100 characters a caller may store. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('base64url')}`
}

/** 128 random bits for a link or a token. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}

/** Codes and tokens are kept only as this, so the state file opens no account. */
export function hashed(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
