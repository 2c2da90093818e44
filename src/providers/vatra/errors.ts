import {
  type Exchange,
  isWebPage,
  jsonOrUndefined,
  refuseRedirect,
  retryAfterSeconds,
  vendorText,
} from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import type { Surface } from './surface.ts'
import { pick } from './template.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** Completes "<host> was asked to <act> and answered (<status>) …" where it gave no message. */
  readonly sentence: string
}

const rejected: Meaning = { kind: 'rejected', sentence: 'that it will not do this' }
const failing: Meaning = { kind: 'unavailable', sentence: 'that it is failing' }

/** Nothing is known of Vatra's errors; these are the meanings of HTTP (RFC 9110 §15.5, RFC 6585). */
const meanings: Readonly<Record<number, Meaning>> = {
  401: { kind: 'auth', sentence: 'that it does not accept the API token' },
  402: { kind: 'scope', sentence: 'that the plan of the account does not include this' },
  403: { kind: 'scope', sentence: 'that the account lacks the right to do this' },
  404: { kind: 'not-found', sentence: 'that there is no such thing' },
  405: { kind: 'rejected', sentence: 'that this path takes another method' },
  408: { kind: 'unavailable', sentence: 'that the request came too slowly' },
  410: { kind: 'not-found', sentence: 'that this is gone' },
  425: { kind: 'unavailable', sentence: 'that it is too early' },
  429: { kind: 'rate-limited', sentence: 'that there were too many requests' },
}

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange, fields: Surface['errors']): void {
  const { provider, response, receivedAt, service, act, sent } = exchange
  const { status } = response
  if (status < 400) return
  const { kind, sentence } = meanings[status] ?? (status >= 500 ? failing : rejected)
  const wait = retryAfterSeconds(response, receivedAt)
  const { message, code } = errorIn(exchange, fields)
  const page = isWebPage(response) ? ', with a web page instead of JSON' : ''
  throw new ProviderError(kind, {
    provider,
    status,
    message:
      message === undefined
        ? `${service} was asked to ${act} and answered (${status}) ${sentence}${page}.`
        : `${service} was asked to ${act} and answered (${status}): ${message}`,
    ...(code === undefined ? {} : { vendorCode: vendorText(code, sent, 100) }),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

/** Message and code where the description says that they are. */
export function errorIn(
  { response, sent }: Pick<Exchange, 'response' | 'sent'>,
  fields: Surface['errors'],
): { readonly message: string | undefined; readonly code: string | undefined } {
  const answer = jsonOrUndefined(response)
  const text = (field: string | undefined) => {
    const value = pick(answer, field)
    const read = typeof value === 'string' ? vendorText(value, sent) : ''
    return read === '' ? undefined : read
  }
  return { message: text(fields.message), code: text(fields.code) }
}

/** For acts whose answer has no content worth reading. */
export function readDone(exchange: Exchange, fields: Surface['errors']): void {
  refuseErrors(exchange, fields)
  refuseRedirect(exchange)
}

/** A deletion of what is gone has succeeded. */
export function readDeletion(exchange: Exchange, fields: Surface['errors']): void {
  const { status } = exchange.response
  if (status !== 404 && status !== 410) readDone(exchange, fields)
}
