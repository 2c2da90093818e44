import { Compile } from 'typebox/compile'
import {
  type Exchange,
  isWebPage,
  jsonOrUndefined,
  refuseRedirect,
  retryAfterSeconds,
  vendorText,
} from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { errorReply } from './wire.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** What to do about it. */
  readonly advice?: string
}

/** By status, as the vendor's OpenAPI document describes the answers of all operations. */
const meanings: Readonly<Record<number, Meaning>> = {
  401: {
    kind: 'auth',
    advice:
      'Enter access token key and secret of an active API token of this client; ON24 switches off tokens that were not used for 60 days.',
  },
  404: { kind: 'not-found' },
  408: { kind: 'unavailable' },
  410: { kind: 'not-found' },
  429: { kind: 'rate-limited' },
}

/** 403 has four meanings, and only its text tells them apart. */
const forbidden: readonly (Meaning & { readonly text: RegExp })[] = [
  { text: /reached the maximum number of calls/i, kind: 'rate-limited' },
  {
    text: /client.*inactive|contract/i,
    kind: 'scope',
    advice: 'Ask ON24 whether the contract of this client is still running.',
  },
  {
    text: /event.*inactive/i,
    kind: 'rejected',
    advice: 'Somebody has made this event inactive at ON24.',
  },
]

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange, right: string): void {
  const { status } = exchange.response
  if (status < 400) return
  const text = textIn(exchange)
  const { kind, advice } = meaningOf(status, text, right)
  throw new ProviderError(kind, {
    provider: exchange.provider,
    status,
    message: [sentenceOf(exchange, text), advice ?? ''].join(' ').trim(),
    ...(kind === 'rate-limited' ? { retryAfterSeconds: pauseAfter(exchange) } : {}),
    ...pauseOfOthers(exchange, kind),
  })
}

function meaningOf(status: number, text: string, right: string): Meaning {
  if (status === 403) return forbidden.find((each) => each.text.test(text)) ?? lacking(right)
  return meanings[status] ?? { kind: status >= 500 ? 'unavailable' : 'rejected' }
}

/** The vendor does not say which right is missing; what was asked for tells it. */
const lacking = (right: string): Meaning => ({
  kind: 'scope',
  advice: `The API token lacks the right "${right}". Give the token access to it in ON24.`,
})

/**
 * Limits are per minute and end with it, and ON24 sends no Retry-After. Those who were refused
 * together come back spread over ten seconds.
 */
function pauseAfter({ response, receivedAt }: Exchange): number {
  const told = retryAfterSeconds(response, receivedAt)
  if (told !== undefined) return told
  return 60 - receivedAt.getUTCSeconds() + Math.floor(Math.random() * 10)
}

function pauseOfOthers({ response, receivedAt }: Exchange, kind: ProviderErrorKind) {
  const told = kind === 'rate-limited' ? undefined : retryAfterSeconds(response, receivedAt)
  return told === undefined ? {} : { retryAfterSeconds: told }
}

/** For acts whose answer has no content worth reading. */
export function readDone(exchange: Exchange, right: string): void {
  refuseErrors(exchange, right)
  refuseRedirect(exchange)
}

/** 410: deleted before. 404 is also what an unknown client is told, and that is no success. */
export function isGone(exchange: Exchange): boolean {
  const { status } = exchange.response
  return status === 410 || (status === 404 && !/^the client\b/i.test(textIn(exchange)))
}

/** Nobody is registered under this e-mail address, so there is nobody to cancel. */
export const isNobody = ({ response }: Exchange) => response.status === 412

/** The event has taken place, or something else stands against its deletion. */
export const isKept = ({ response }: Exchange) => response.status === 412

const validator = Compile(errorReply)

function textIn({ response, sent }: Exchange): string {
  const answer = jsonOrUndefined(response)
  return validator.Check(answer) ? vendorText(answer.message, sent, 700) : ''
}

function sentenceOf({ service, act, response }: Exchange, text: string): string {
  const start = `${service} was asked to ${act} and answered (${response.status})`
  if (text !== '') return `${start}: ${/[.!?]$/.test(text) ? text : `${text}.`}`
  return `${start}${isWebPage(response) ? ' with a web page instead of JSON' : ''}.`
}
