import {
  type Exchange,
  isWebPage,
  jsonOrUndefined,
  refuseRedirect,
  retryAfterSeconds,
  vendorText,
} from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import type { FailureReply } from './wire.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** Completes "<host> was asked to <act> and answered (<status>) …" where it gave no message. */
  readonly sentence: string
}

const rejected: Meaning = { kind: 'rejected', sentence: 'that it will not do this' }
const failing: Meaning = { kind: 'unavailable', sentence: 'that it is failing' }

/** Which statuses eTutorium uses is not known; these are the meanings of HTTP. */
const meanings: Readonly<Record<number, Meaning>> = {
  401: { kind: 'auth', sentence: 'that it does not accept the API token' },
  403: { kind: 'scope', sentence: 'that the account lacks the right to do this' },
  404: { kind: 'not-found', sentence: 'that there is no such thing' },
  408: { kind: 'unavailable', sentence: 'that the request came too slowly' },
  410: { kind: 'not-found', sentence: 'that this is gone' },
  429: { kind: 'rate-limited', sentence: 'that there were too many requests' },
}

/** Failures also come with status 200: then only their text tells what they mean. First match wins. */
const texts: readonly (readonly [RegExp, ProviderErrorKind])[] = [
  [/too many|limit exceeded/i, 'rate-limited'],
  [/api.?key|token|unauthori[sz]ed|not authenticated/i, 'auth'],
  [/access denied|forbidden|no permission|no rights/i, 'scope'],
  [/not found|does not exist|не найден|не знайден/i, 'not-found'],
]

/** The vendor says nothing about when to come again. */
const pauseSeconds = 60

/** Lets good answers pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange): void {
  const { provider, response, receivedAt, service, act } = exchange
  const { status } = response
  const text = failureIn(exchange)
  if (status < 400 && text === undefined) return
  const byStatus = meanings[status] ?? (status >= 500 ? failing : undefined)
  const byText = texts.find(([pattern]) => pattern.test(text ?? ''))?.[1]
  const kind = byStatus?.kind ?? byText ?? 'rejected'
  const page = isWebPage(response) ? ', with a web page instead of JSON' : ''
  const wait = retryAfterSeconds(response, receivedAt)
  throw new ProviderError(kind, {
    provider,
    status,
    message: text
      ? `${service} was asked to ${act} and answered (${status}): ${text}`
      : `${service} was asked to ${act} and answered (${status}) ${(byStatus ?? rejected).sentence}${page}.`,
    ...(kind === 'rate-limited' ? { retryAfterSeconds: wait ?? pauseSeconds } : {}),
  })
}

/** The text of a failure, empty where it has none; undefined: the answer tells of no failure. */
function failureIn({ response, sent }: Exchange): string | undefined {
  const answer = jsonOrUndefined(response)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined
  const { ok, error, validate, message }: FailureReply = answer
  const isBare = ok === undefined && typeof message === 'string' && !('id' in answer)
  const isFailure = ok === false || ok === 0 || isBare
  if (!isFailure && response.status < 400) return undefined
  return vendorText(textsIn([error, validate, message]).join(' '), sent)
}

/** Lists and objects of texts, whichever it is. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** For acts whose answer has no content worth reading. */
export function readDone(exchange: Exchange): void {
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** A deletion of what is gone has succeeded. */
export function readDeletion(exchange: Exchange): void {
  try {
    readDone(exchange)
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof ProviderError && error.kind === 'not-found'
