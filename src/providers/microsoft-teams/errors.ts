import { Compile } from 'typebox/compile'
import {
  type Exchange,
  isWebPage,
  jsonOrUndefined,
  retryAfterSeconds,
  vendorText,
} from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { graphErrorReply, tokenErrorReply } from './wire.ts'

interface Meaning {
  readonly kind: ProviderErrorKind
  /** Stands behind Graph's own message, or alone where it gave none. */
  readonly advice?: string
}

const noMailbox =
  'The organizer needs a licence with an Exchange Online mailbox and Teams; give it in the Microsoft 365 admin center.'

/** Codes that say more than the status (learn.microsoft.com/graph/errors and the workloads). */
const meaningOfCode: Readonly<Record<string, Meaning>> = {
  InvalidAuthenticationToken: { kind: 'auth', advice: 'Sign in again, then press Verify.' },
  MailboxNotEnabledForRESTAPI: { kind: 'scope', advice: noMailbox },
  MailboxNotSupportedForRESTAPI: { kind: 'scope', advice: noMailbox },
  ErrorItemNotFound: { kind: 'not-found' },
  Request_ResourceNotFound: { kind: 'not-found' },
  ResourceNotFound: { kind: 'not-found' },
  NotFound: { kind: 'not-found' },
  itemNotFound: { kind: 'not-found' },
  ApplicationThrottled: { kind: 'rate-limited' },
  TooManyRequests: { kind: 'rate-limited' },
  ErrorMailboxMoveInProgress: { kind: 'unavailable' },
}

const meaningOfStatus: Readonly<Record<number, Meaning>> = {
  401: { kind: 'auth', advice: 'Sign in again, then press Verify.' },
  403: { kind: 'scope' },
  404: { kind: 'not-found' },
  408: { kind: 'unavailable' },
  410: { kind: 'not-found' },
  423: { kind: 'unavailable' },
  425: { kind: 'unavailable' },
  429: { kind: 'rate-limited' },
}

/** Missing or not yet at work; only the words tell (learn.microsoft.com, application access policy). */
const ofThePolicy = /application access policy|on behalf of (the )?user/i

const policyAdvice =
  'A Teams administrator has to let the application act for the organizer: New-CsApplicationAccessPolicy -Identity greenroom -AppIds "<client ID>", then Grant-CsApplicationAccessPolicy -PolicyName greenroom -Identity <organizer>. It takes up to 30 minutes.'

/** A token of the application where a person has to have signed in. */
const needsPerson = /only valid with delegated/i

/** Where Graph says nothing, its clients wait so long. */
const usualWaitSeconds = 10

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange & { readonly needs?: string }): void {
  const { status } = exchange.response
  if (status < 400) return
  const { code, message } = graphErrorIn(exchange)
  const meaning = meaningOf(status, code, message, exchange.needs)
  throw failure(meaning, exchange, { vendorCode: code, message })
}

function meaningOf(
  status: number,
  code: string | undefined,
  message: string,
  needs: string | undefined,
): Meaning {
  if (status < 500 && ofThePolicy.test(message)) return { kind: 'scope', advice: policyAdvice }
  if (status === 400 && needsPerson.test(message)) {
    return { kind: 'auth', advice: 'Press Authenticate and sign in.' }
  }
  if (status === 403) {
    return { kind: 'scope', ...(needs !== undefined && { advice: permissionAdvice(needs) }) }
  }
  const named = status < 500 ? meaningOfCode[code ?? ''] : undefined
  return named ?? meaningOfStatus[status] ?? { kind: status >= 500 ? 'unavailable' : 'rejected' }
}

const permissionAdvice = (needs: string) =>
  `This takes the permission ${needs}: add it to the application in Entra, grant admin consent, and sign in again.`

/** What the numbers of Entra mean (learn.microsoft.com/entra, AADSTS error codes). */
const adviceOfNumber: Readonly<Record<number, string>> = {
  7000215: 'Enter the value of the client secret, not its ID.',
  7000222: 'The client secret has expired: make and enter another one.',
  700016: 'The application is not in this directory: check both IDs.',
  90002: 'There is no such directory: check the tenant ID and the cloud.',
  65001: 'Consent is missing: sign in again, or let an administrator do it.',
}

/** Everything else that ends a sign-in: revoked, expired, another factor or consent is wanted. */
const signInOver: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
])

/** Errors of the token endpoint that are about what was typed in. */
export const credentialCodes: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
])

/**
 * The same for the token endpoint, where 400 and 401 speak about client, code or refresh token.
 * A wrong client secret does not end a sign-in: with another one its refresh token is good again.
 */
export function refuseTokenErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status < 400) return
  const reply = jsonOrUndefined(exchange.response)
  if (status >= 500 || status === 429 || !tokenErrors.Check(reply)) {
    refuseErrors(exchange)
    return
  }
  const kind = signInOver.has(reply.error) ? 'auth' : 'scope'
  const advice = reply.error_codes?.map((each) => adviceOfNumber[each]).find(Boolean)
  const usual = kind === 'auth' ? 'Press Authenticate and sign in again.' : ''
  const message = vendorText(firstSentence(reply.error_description ?? reply.error), exchange.sent)
  throw failure({ kind, advice: advice ?? usual }, exchange, { vendorCode: reply.error, message })
}

/** Behind it stand ids and a time for the support of Microsoft. */
const firstSentence = (description: string) => description.split(/\s+Trace ID:/, 1)[0] ?? ''

interface Told {
  readonly vendorCode: string | undefined
  readonly message: string
}

function failure(meaning: Meaning, exchange: Exchange, told: Told): ProviderError {
  const { provider, response, sent } = exchange
  const wait = waitOf(meaning.kind, exchange)
  const own = told.message === '' ? ownSentence(exchange) : told.message
  return new ProviderError(meaning.kind, {
    provider,
    status: response.status,
    message: [own, meaning.advice ?? ''].filter(Boolean).join(' '),
    ...(told.vendorCode !== undefined && { vendorCode: vendorText(told.vendorCode, sent, 100) }),
    ...(wait !== undefined && { retryAfterSeconds: wait }),
  })
}

/** Graph also tells fractions of a second. */
function waitOf(kind: ProviderErrorKind, { response, receivedAt }: Exchange): number | undefined {
  const text = response.headers['retry-after']?.trim() ?? ''
  const told = /^\d{1,9}\.\d+$/.test(text)
    ? Math.ceil(Number(text))
    : retryAfterSeconds(response, receivedAt)
  return kind === 'rate-limited' ? Math.max(1, told ?? usualWaitSeconds) : told
}

const graphErrors = Compile(graphErrorReply)
const tokenErrors = Compile(tokenErrorReply)

function graphErrorIn({ response, sent }: Exchange): {
  readonly code: string | undefined
  readonly message: string
} {
  const answer = jsonOrUndefined(response)
  if (!graphErrors.Check(answer)) return { code: undefined, message: '' }
  const { code, message } = answer.error
  return { code: code ?? undefined, message: vendorText(message ?? code ?? '', sent, 600) }
}

function ownSentence({ service, act, response }: Exchange): string {
  const page = isWebPage(response) ? ' with a web page instead of JSON' : ''
  return `${service} was asked to ${act} and answered (${response.status})${page}.`
}
