import { type Exchange, retryAfterSeconds, vendorText } from '../answer.ts'
import { errorReader, type Meaning, meaningOfStatus, sentenceOf } from '../error-answer.ts'
import { ProviderError } from '../provider-error.ts'
import { type ErrorReply, errorReply } from './wire.ts'

/** Zoom's codes (developers.zoom.us/docs/api/errors and the pages of the calls). */
const meaningOfCode: Readonly<Record<number, Meaning>> = {
  124: { kind: 'auth', advice: 'Check the credentials and that the app is activated.' },
  200: { kind: 'scope', advice: 'The licence of the host or the plan of the account lacks this.' },
  300: { kind: 'rejected' },
  1001: { kind: 'not-found', advice: 'Check the e-mail of the host.' },
  1010: { kind: 'rejected', advice: 'The host is not in the account of the app.' },
  3000: { kind: 'rejected' },
  3001: { kind: 'not-found' },
  3027: { kind: 'rejected' },
  3034: { kind: 'rejected' },
  3035: { kind: 'rejected' },
  3038: { kind: 'rejected' },
  3043: { kind: 'rejected' },
  3161: { kind: 'scope', advice: 'The host may not schedule: give a licence or another host.' },
  3301: { kind: 'not-found' },
  4711: { kind: 'scope', advice: 'Add the scopes on the page of the app, then press Verify.' },
  4717: { kind: 'auth', advice: 'Activate the app in the Zoom App Marketplace.' },
  12702: { kind: 'rejected', advice: 'Reports are kept for a year.' },
}

/** Codes of registrations that cannot be there already: full, over, only invited people, the host. */
export const finalCodes: ReadonlySet<string> = new Set(['3027', '3034', '3035', '3038', '3043'])

const statuses: Readonly<Record<number, Meaning>> = {
  401: { kind: 'auth', advice: 'Check the credentials and that the app is activated.' },
  403: { kind: 'scope', advice: 'The app or the host lacks a right.' },
}

/** `POST /oauth/token` names what is wrong with the credentials, not always helpfully. */
const tokenAdvice: Readonly<Record<string, string>> = {
  invalid_client: 'Client ID or client secret is wrong.',
  unsupported_grant_type:
    'The account ID is wrong, or the app is not activated or no Server-to-Server OAuth app.',
}

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status < 400) return
  const reply = errorIn(exchange)
  if (status === 429) throw tooMuch(exchange, reply)
  const meaning = meaningOf(status, reply?.code)
  throw new ProviderError(meaning.kind, {
    ...detailsOf(exchange, reply),
    message: sentenceOf(exchange, messageIn(exchange, reply), meaning),
  })
}

export function refuseTokenErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status < 400) return
  const reply = errorIn(exchange)
  const advice = tokenAdvice[reply?.error ?? '']
  if (advice === undefined) refuseErrors(exchange)
  throw new ProviderError('auth', {
    ...detailsOf(exchange, reply),
    message: `Zoom gave no token (${reply?.error}). ${advice}`,
  })
}

function meaningOf(status: number, code: number | undefined): Meaning {
  const named = status < 500 ? meaningOfCode[code ?? 0] : undefined
  return named ?? meaningOfStatus(status, statuses)
}

const detailsOf = ({ provider, response, receivedAt, sent }: Exchange, reply?: ErrorReply) => {
  const vendorCode = reply?.error ?? reply?.code?.toString()
  const wait = retryAfterSeconds(response, receivedAt)
  return {
    provider,
    status: response.status,
    ...(vendorCode === undefined ? {} : { vendorCode: vendorText(vendorCode, sent) }),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  }
}

/**
 * Quotas of a day end at midnight UTC and come without Retry-After. What they say is not repeated:
 * it holds the e-mail of the registrant.
 */
function tooMuch(exchange: Exchange, reply: ErrorReply | undefined): ProviderError {
  const details = detailsOf(exchange, reply)
  const text = reply?.message ?? reply?.reason ?? ''
  const isDaily = /daily rate limit|GMT 00:00/i.test(text)
  const wait = isDaily ? secondsToMidnight(exchange.receivedAt) : 1
  return new ProviderError('rate-limited', {
    ...details,
    retryAfterSeconds: details.retryAfterSeconds ?? wait,
    message: isDaily
      ? quotaSentence(text)
      : sentenceOf(exchange, messageIn(exchange, reply), { kind: 'rate-limited' }),
  })
}

function quotaSentence(text: string): string {
  const most = /limit\s*(?:of\s*)?\((\d+)\)/i.exec(text)?.[1]
  const again = 'It takes them again from midnight UTC.'
  if (/registrant/i.test(text)) {
    return `Zoom takes ${most ?? 'only a few'} registrations of the same person a day, and that many were made. ${again}`
  }
  if (/create|update/i.test(text)) {
    return `Zoom takes ${most ?? 'only so many'} creations and changes for one host a day, and that many were made. ${again} Another configuration may name another host.`
  }
  return `The daily limit of Zoom for calls of this kind is reached. ${again}`
}

function secondsToMidnight(now: Date): number {
  const midnight = new Date(now)
  midnight.setUTCHours(24, 0, 0, 0)
  return Math.ceil((midnight.getTime() - now.getTime()) / 1000)
}

const errorIn = errorReader(errorReply)

/** With what Zoom says about single fields. */
function messageIn({ sent }: Exchange, reply: ErrorReply | undefined): string {
  const fields = (reply?.errors ?? []).map(({ field, message }) => `${field}: ${message}`)
  const text = [reply?.message ?? reply?.reason ?? '', ...fields].join(' ')
  return vendorText(text, sent, 700)
}
