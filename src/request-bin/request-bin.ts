/**
 * Words of this module.
 * *bin*: a place in the hub with an address of its own that takes every request, keeps it for a
 * while, and answers as it is told. An endpoint can be pointed at it to see what it would be sent.
 * *verdict*: what an endpoint that points at the bin expects of a request, and whether it was so.
 */
import type { ReceivedCheck } from '#webhooks'

export interface Bin {
  readonly id: string
  readonly name: string
  /** Where to send to; whoever knows it may. */
  readonly url: string
  readonly createdOn: Date
  readonly expiresOn: Date
  readonly answer: Answer
  readonly requests: number
}

/** How a bin answers. */
export interface Answer {
  /** 200 to 599. */
  readonly status: number
  readonly delayMs: number
  /** Value of the header Retry-After: seconds or an HTTP date. */
  readonly retryAfter: string | undefined
  /** For so many requests, then 200 at once again; undefined: for all. */
  readonly times: number | undefined
}

export const plainAnswer: Answer = {
  status: 200,
  delayMs: 0,
  retryAfter: undefined,
  times: undefined,
}

/** Names as they were spelled on the wire, in their order. */
export type RawHeaders = readonly (readonly [name: string, value: string])[]

export type Verdict = Pick<ReceivedCheck, 'endpointId' | 'endpointName' | 'checks'>

export interface KeptRequest {
  readonly id: string
  readonly receivedOn: Date
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: RawHeaders
  /** As text, or in base64 where it is no UTF-8. */
  readonly body: string
  readonly isBase64: boolean
  readonly bodyBytes: number
  /** One for every endpoint that points here. */
  readonly verdicts: readonly Verdict[]
  /** The status that the bin answered with. */
  readonly answered: number
}

const path = '/bin/'

export const addressOf = (publicUrl: string, token: string): string => `${publicUrl}${path}${token}`

/**
 * Whether a URL is an address of this hub's bins: those may be called though the hub itself lies
 * in a private network. The path is compared as `URL` has resolved it, so that no `..` is left.
 */
export function isBinAddress(url: URL, publicUrl: string): boolean {
  const own = new URL(publicUrl)
  const base = own.pathname.replace(/\/$/, '') + path
  return (
    url.origin === own.origin &&
    url.pathname.startsWith(base) &&
    /^[\w-]{32}(\/|$)/.test(url.pathname.slice(base.length))
  )
}
