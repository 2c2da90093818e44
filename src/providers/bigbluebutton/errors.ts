/**
 * What BigBlueButton's failures mean. The server answers 200 also for a failure and says so in
 * `<returncode>`; the status of HTTP speaks about whatever stands before it. Texts vary by version,
 * so only keys are compared (docs.bigbluebutton.org/development/api, and the sources of bbb-web,
 * bbb-webhooks, Scalelite and BBBLB).
 */
import { type Exchange, isWebPage, retryAfterSeconds, unexpected, vendorText } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { attributeOf, childrenOf, listOf, readXml, textOf, type XmlElement } from './xml.ts'

/** What is not listed is 'rejected': the server understood and said no. */
const kinds: ReadonlyMap<string, ProviderErrorKind> = new Map([
  ['checksumError', 'auth'],
  ['apiNotEnabled', 'scope'],
  ['notFound', 'not-found'],
  ['invalidMeetingIdentifier', 'not-found'],
  ['meetingNotFound', 'not-found'],
  ['noRecordings', 'not-found'],
  ['destroyMissingHook', 'not-found'],
  ['meetingForciblyEnded', 'unavailable'],
  ['createHookError', 'unavailable'],
  ['listHookError', 'unavailable'],
  ['destroyHookError', 'unavailable'],
  ['upload_text_track_failed', 'unavailable'],
  // Scalelite, when no server of the pool can take the call.
  ['internalError', 'unavailable'],
  ['serverUnavailable', 'unavailable'],
  ['serverTagUnavailable', 'unavailable'],
])

/** Sentences for keys that people can do something about; for others the server's text is shown. */
const advice: ReadonlyMap<string, string> = new Map([
  [
    'checksumError',
    'The server does not accept the signature: the API token (shared secret) or the checksum algorithm is not the one of this server.',
  ],
  [
    'meetingForciblyEnded',
    'The host has just ended this room. It can be opened again in about a minute.',
  ],
  [
    'idNotUnique',
    'A room with this id is open that another system has opened. It has to be ended first.',
  ],
])

interface HttpMeaning {
  readonly kind: ProviderErrorKind
  /** Completes "<host> was asked to <act> and answered (<status>) …". */
  readonly sentence: string
}

const httpMeanings: Readonly<Record<number, HttpMeaning>> = {
  401: { kind: 'scope', sentence: 'that something before BigBlueButton asks for a sign-in' },
  403: { kind: 'scope', sentence: 'that the hub may not call it' },
  404: {
    kind: 'unexpected',
    sentence:
      'that nothing is there. The link to the server seems not to lead to BigBlueButton: enter what `bbb-conf --secret` prints as URL',
  },
  408: { kind: 'unavailable', sentence: 'that the request came too slowly' },
  425: { kind: 'unavailable', sentence: 'that it is too early' },
  429: { kind: 'rate-limited', sentence: 'that there were too many requests' },
}

const failing: HttpMeaning = { kind: 'unavailable', sentence: 'that it is failing' }
const refusing: HttpMeaning = { kind: 'unexpected', sentence: 'with a refusal that it never gives' }

/**
 * The root of an answer that says SUCCESS.
 * @throws ProviderError for every other answer
 */
export function readSuccess(exchange: Exchange): XmlElement {
  refuseHttpErrors(exchange)
  const answer = readXml(exchange)
  const code = textOf(answer, 'returncode')
  if (code === 'SUCCESS') return answer
  if (code === 'FAILED') throw failureOf(exchange, answer)
  throw unexpected(exchange, 'XML without a return code')
}

/** What stands before the server answered instead of it. */
export function refuseHttpErrors(exchange: Exchange): void {
  const { provider, service, act, response, receivedAt } = exchange
  const { status } = response
  if (status < 400) return
  const { kind, sentence } = httpMeanings[status] ?? (status >= 500 ? failing : refusing)
  const page = isWebPage(response) ? ', with a web page' : ''
  const wait = retryAfterSeconds(response, receivedAt)
  throw new ProviderError(kind, {
    provider,
    status,
    message: `${service} was asked to ${act} and answered (${status}) ${sentence}${page}.`,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

/** The failure that an answer of any form tells: a key, and the server's own words. */
export function failureFor(
  exchange: Exchange,
  key: string,
  text: string | undefined,
): ProviderError {
  const { provider, service, act, response, sent } = exchange
  const words = vendorText(text ?? '', sent)
  const said = words === '' ? vendorText(key, sent) : words
  return new ProviderError(kinds.get(key) ?? 'rejected', {
    provider,
    status: response.status,
    vendorCode: vendorText(key, sent, 100),
    message: advice.get(key) ?? `${service} was asked to ${act} and refused: ${said}`,
  })
}

/** Several errors may come at once, as attributes (bbb-web since 2.5); the first one counts. */
function failureOf(exchange: Exchange, answer: XmlElement): ProviderError {
  const [first] = [...listOf(answer, 'errors', 'error'), ...childrenOf(answer, 'error')]
  const key = textOf(answer, 'messageKey') ?? (first && attributeOf(first, 'key')) ?? 'unknown'
  const text = textOf(answer, 'message') ?? (first && attributeOf(first, 'message'))
  return failureFor(exchange, key, text)
}
