/**
 * Reading what a vendor's API answered, the same for every adapter that speaks JSON. Nothing of an
 * answer is used before its schema has been checked, and whatever is wrong with it is said in a
 * sentence that the person who set up the account understands.
 */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { OutboundResponse } from '#outbound'
import { ProviderError } from './provider-error.ts'

/** One finished exchange: what was asked, and the answer. */
export interface Exchange {
  /** Id of the adapter. */
  readonly provider: string
  /** Host of the service, as people know it. */
  readonly service: string
  /** What was asked, completing "was asked to …": 'create the webinar'. */
  readonly act: string
  /** Secrets that were sent; a vendor that repeats one in its message is not repeated by us. */
  readonly sent: readonly string[]
  readonly response: OutboundResponse
  readonly receivedAt: Date
}

/**
 * Makes the function that checks a successful answer against a schema and returns it.
 * @throws ProviderError 'unexpected' for a redirect, a web page, no content, text that is not JSON,
 * and JSON that the schema does not allow.
 */
export function answerReader<T extends TSchema>(schema: T): (exchange: Exchange) => Static<T> {
  const validator = Compile(schema)
  return (exchange) => {
    refuseRedirect(exchange)
    const answer = parse(exchange)
    if (validator.Check(answer)) return answer
    const problem = validator.Errors(answer)[0]
    const place = problem?.instancePath === '' ? 'the whole answer' : problem?.instancePath
    throw unexpected(
      exchange,
      `an answer that the API does not promise: ${place} ${problem?.message}`,
    )
  }
}

/** For acts whose answer has no content worth reading: any 2xx will do. */
export function refuseRedirect(exchange: Exchange): void {
  const { status, headers } = exchange.response
  if (status < 300 || status > 399) return
  const target = locationWithoutQuery(headers.location)
  throw unexpected(
    exchange,
    `a redirect (${status})${target}. Redirects are not followed: enter the final address as the base service URL`,
  )
}

/** The body as JSON, or undefined where it is none: for error answers, which may be anything. */
export function jsonOrUndefined(response: OutboundResponse): unknown {
  try {
    return JSON.parse(response.text())
  } catch {
    return undefined
  }
}

export function isWebPage(response: OutboundResponse): boolean {
  const type = response.headers['content-type'] ?? ''
  return (
    /^(text\/html|application\/xhtml)/i.test(type) || /^\s*<(!doctype|html)/i.test(response.text())
  )
}

/**
 * Seconds of a Retry-After header, which holds seconds or a date (RFC 9110 §10.2.3). Graph sends
 * fractions too, which are rounded up: too long a pause does no harm. Zoom sends dates of ISO 8601.
 * Anything else is no time: `Date.parse` alone would take "12.5" for the fifth of December.
 */
export function retryAfterSeconds(
  response: OutboundResponse,
  receivedAt: Date,
): number | undefined {
  const value = response.headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d{1,9}(\.\d{1,9})?$/.test(value)) return Math.ceil(Number(value))
  const time = instantIn(value)
  if (Number.isNaN(time)) return undefined
  return Math.max(0, Math.ceil((time - receivedAt.getTime()) / 1000))
}

/** The forms of RFC 9110 §5.6.7 begin with a day; the oldest of them means GMT without saying so. */
function instantIn(date: string): number {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(date)) return Date.parse(date)
  if (!/^[A-Z][a-z]{2,8}[, ]/.test(date)) return Number.NaN
  return Date.parse(date.endsWith('GMT') ? date : `${date} GMT`)
}

/** `msevtmgt_message` holds as much. */
const longestMessage = 1000

/** A vendor's text as we show it: one line, bounded, without the secrets that were sent. */
export function vendorText(
  text: string,
  sent: readonly string[] = [],
  longest = longestMessage,
): string {
  const oneLine = withoutSecrets(text, sent)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return cut(oneLine, longest)
}

/** At most so many characters; where something is missing, an ellipsis says so. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/** Vendors repeat what they were sent: as it was, as it stood in JSON, as it stood in a form. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .reduce((rest, form) => rest.replaceAll(form, '[removed]'), text)
}

function parse(exchange: Exchange): unknown {
  const { response } = exchange
  if (isWebPage(response)) {
    throw unexpected(
      exchange,
      'a web page instead of JSON. The base service URL seems to lead to a web site or a sign-in page, not to the service',
    )
  }
  if (response.text().trim() === '')
    throw unexpected(exchange, 'no content where JSON was expected')
  const answer = jsonOrUndefined(response)
  if (answer === undefined) throw unexpected(exchange, 'text that is not JSON')
  return answer
}

/** For an answer that no API may give; `found` completes "and answered (200) with …". */
export function unexpected(exchange: Exchange, found: string, cause?: unknown): ProviderError {
  const { provider, service, act, response } = exchange
  return new ProviderError('unexpected', {
    provider,
    status: response.status,
    message: `${service} was asked to ${act} and answered (${response.status}) with ${found}.`,
    cause,
  })
}

/** Vendors put session keys and tokens into the query of such addresses. */
function locationWithoutQuery(location: string | undefined): string {
  const url = location === undefined ? null : URL.parse(location)
  if (url === null) return ''
  return ` to ${url.origin}${url.pathname}`
}
