/**
 * The addresses that a server calls for one room. Two of its callbacks carry no signature over what
 * they say, so every address holds a key that only hub and server know; keys are made from the
 * shared secret and need no storage.
 */
import { createHmac } from 'node:crypto'
import { isSameSecret } from '../same-secret.ts'

export type CallbackKind = 'end' | 'recording' | 'analytics' | 'events'

export interface CallbackTarget {
  readonly kind: CallbackKind
  readonly meetingId: string
  /**
   * end, recording, analytics: when the room was opened, in ms, so that a second opening is told
   * apart. events: until when the webhook is wanted.
   */
  readonly mark: string
}

export function callbackAddress(
  callbackUrl: string,
  secret: string,
  { kind, meetingId, mark }: CallbackTarget,
): string {
  const key = keyFor(secret, { kind, meetingId, mark })
  return `${callbackUrl}?${new URLSearchParams({ to: kind, meeting: meetingId, mark, key })}`
}

/** The target of a call with this query; undefined when the key is not ours. */
export function targetOf(
  query: Readonly<Record<string, string>>,
  secret: string,
): CallbackTarget | undefined {
  const { to = '', meeting: meetingId = '', mark = '', key = '' } = query
  if (!isKind(to)) return undefined
  const target = { kind: to, meetingId, mark }
  return isSameSecret(key, keyFor(secret, target)) ? target : undefined
}

/** The mark in an address of ours; undefined for addresses of others. */
export function markIn(address: string, callbackUrl: string): string | undefined {
  if (!address.startsWith(`${callbackUrl}?`)) return undefined
  return new URLSearchParams(address.slice(callbackUrl.length)).get('mark') ?? undefined
}

function keyFor(secret: string, { kind, meetingId, mark }: CallbackTarget): string {
  return createHmac('sha256', secret)
    .update(`callback ${kind} ${meetingId} ${mark}`)
    .digest('base64url')
    .slice(0, 32)
}

const kinds: readonly string[] = [
  'end',
  'recording',
  'analytics',
  'events',
] satisfies CallbackKind[]

const isKind = (text: string): text is CallbackKind => kinds.includes(text)
