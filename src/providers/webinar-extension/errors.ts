import { type Exchange, isWebPage, retryAfterSeconds, vendorText } from '../answer.ts'
import { errorReader } from '../error-answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { type ErrorReply, errorReply } from './wire.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** Completes "<host> was asked to <act> and answered (<status>) …" where the service gave no message. */
  readonly sentence: string
}

const rejected: Meaning = { kind: 'rejected', sentence: 'that it will not do this' }
const failing: Meaning = { kind: 'unavailable', sentence: 'that it is failing' }

/** RFC 9110 status codes; the API's own contract names 401, 403, 404 and 429. */
const meanings: Readonly<Record<number, Meaning>> = {
  401: {
    kind: 'auth',
    sentence:
      'that it does not accept the sign-in any more. Press Authenticate on the configuration',
  },
  402: { kind: 'scope', sentence: 'that the account has no licence for this' },
  403: { kind: 'scope', sentence: 'that the account lacks the right to do this' },
  404: { kind: 'not-found', sentence: 'that there is no such thing' },
  408: { kind: 'unavailable', sentence: 'that the request came too slowly' },
  410: { kind: 'not-found', sentence: 'that this is gone' },
  425: { kind: 'unavailable', sentence: 'that it is too early' },
  429: { kind: 'rate-limited', sentence: 'that there were too many requests' },
  501: { kind: 'rejected', sentence: 'that it has no such function' },
}

/** `POST /auth/token`: RFC 6749 §5.2 answers 400 or 401 with one of these. */
const tokenKinds: Readonly<Record<string, ProviderErrorKind>> = {
  invalid_grant: 'auth',
  invalid_code: 'auth',
  invalid_client: 'scope',
  unauthorized_client: 'scope',
  invalid_scope: 'scope',
}

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange): void {
  if (exchange.response.status >= 400) throw failureOf(exchange)
}

/** The same for the token endpoint, where 400 and 401 speak about the code or the refresh token. */
export function refuseTokenErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status < 400) return
  const failure = failureOf(exchange)
  if (status !== 400 && status !== 401) throw failure
  throw new ProviderError(tokenKinds[failure.vendorCode ?? ''] ?? 'auth', failure)
}

function failureOf(exchange: Exchange): ProviderError {
  const { provider, response, receivedAt } = exchange
  const reply = errorIn(exchange)
  const meaning = meaningOf(response.status)
  const vendorCode = reply?.code ?? reply?.error ?? undefined
  const wait = retryAfterSeconds(response, receivedAt)
  return new ProviderError(refined(meaning.kind, reply), {
    provider,
    status: response.status,
    message: messageIn(exchange, reply) ?? ownSentence(exchange, meaning),
    ...(vendorCode === undefined ? {} : { vendorCode: vendorText(vendorCode, exchange.sent) }),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

function meaningOf(status: number): Meaning {
  return meanings[status] ?? (status >= 500 ? failing : rejected)
}

/** `retryable` decides where the status leaves it open whether asking again may help. */
function refined(kind: ProviderErrorKind, reply: ErrorReply | undefined): ProviderErrorKind {
  if (kind === 'rejected' && reply?.retryable === true) return 'unavailable'
  if (kind === 'unavailable' && reply?.retryable === false) return 'rejected'
  return kind
}

const errorIn = errorReader(errorReply)

function messageIn(exchange: Exchange, reply: ErrorReply | undefined): string | undefined {
  const text = reply?.message ?? reply?.error_description ?? ''
  const message = vendorText(text, exchange.sent)
  return message === '' ? undefined : message
}

function ownSentence({ service, act, response }: Exchange, meaning: Meaning): string {
  const page = isWebPage(response) ? ', with a web page instead of JSON' : ''
  return `${service} was asked to ${act} and answered (${response.status}) ${meaning.sentence}${page}.`
}
