import {
  type Exchange,
  isWebPage,
  refuseRedirect,
  retryAfterSeconds,
  vendorText,
} from '../answer.ts'
import { errorReader } from '../error-answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { type ErrorReply, errorReply } from './wire.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** Completes "<host> was asked to <act> and answered (<status>) …" where it gave no message. */
  readonly sentence: string
}

const rejected: Meaning = { kind: 'rejected', sentence: 'that it will not do this' }
const failing: Meaning = { kind: 'unavailable', sentence: 'that it is failing' }

/** The statuses that the vendor's own clients tell apart; the API's document lists successes only. */
const meanings: Readonly<Record<number, Meaning>> = {
  401: {
    kind: 'auth',
    sentence: 'that it does not accept the API token (developer key) or the team ID',
  },
  402: { kind: 'scope', sentence: 'that the plan of the team does not include this' },
  403: { kind: 'scope', sentence: 'that the team lacks the right to do this' },
  404: { kind: 'not-found', sentence: 'that there is no such thing' },
  408: { kind: 'unavailable', sentence: 'that the request came too slowly' },
  409: { kind: 'rejected', sentence: 'that it contradicts what is there' },
  410: { kind: 'not-found', sentence: 'that this is gone' },
  425: { kind: 'unavailable', sentence: 'that it is too early' },
  429: { kind: 'rate-limited', sentence: 'that there were more than 1,000 requests in a minute' },
}

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange): void {
  const { provider, response, receivedAt } = exchange
  if (response.status < 400) return
  const { kind, sentence } =
    meanings[response.status] ?? (response.status >= 500 ? failing : rejected)
  const wait = retryAfterSeconds(response, receivedAt)
  const reply = errorIn(exchange)
  throw new ProviderError(kind, {
    provider,
    status: response.status,
    message: messageIn(exchange, reply) ?? ownSentence(exchange, sentence),
    ...(reply?.error ? { vendorCode: vendorText(reply.error, exchange.sent, 100) } : {}),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

/** For acts whose answer has no content worth reading: some answer 204, some with plain text. */
export function readDone(exchange: Exchange): void {
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** A deletion of what is gone has succeeded. */
export function readDeletion(exchange: Exchange): void {
  const { status } = exchange.response
  if (status !== 404 && status !== 410) readDone(exchange)
}

/** The room address is taken: 409, or a complaint about the field. */
export function isAddressTaken(exchange: Exchange): boolean {
  const { status } = exchange.response
  return status === 409 || (status === 422 && errorIn(exchange)?.errors?.friendly_url !== undefined)
}

const errorIn = errorReader(errorReply)

/** What is wrong with each field says more than the message, which names the first one only. */
function messageIn(exchange: Exchange, reply: ErrorReply | undefined): string | undefined {
  const fields = Object.values(reply?.errors ?? {}).flat()
  const text = vendorText(fields.join(' ') || (reply?.message ?? ''), exchange.sent)
  if (text === '') return undefined
  const { service, act, response } = exchange
  return `${service} was asked to ${act} and answered (${response.status}): ${text}`
}

function ownSentence({ service, act, response }: Exchange, sentence: string): string {
  const page = isWebPage(response) ? ', with a web page instead of JSON' : ''
  return `${service} was asked to ${act} and answered (${response.status}) ${sentence}${page}.`
}
