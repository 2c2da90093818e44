import { type Exchange, retryAfterSeconds, vendorText } from '../answer.ts'
import { errorReader, type Meaning, meaningOfStatus, sentenceOf } from '../error-answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { type ErrorReply, errorReply } from './wire.ts'

/** Every call of the API may answer with each of these (developer.webex.com/docs/basics). */
const statuses: Readonly<Record<number, Meaning>> = {
  401: { kind: 'auth', advice: 'Press Authenticate on the webinar configuration.' },
  403: {
    kind: 'scope',
    advice: 'A scope of the integration, a role or a licence of the user is missing.',
  },
  423: { kind: 'rate-limited' },
  428: { kind: 'rejected' },
}

/** `POST /access_token`: only these two say that the sign-in itself is over or was never there. */
const tokenKinds: Readonly<Record<string, ProviderErrorKind>> = {
  invalid_grant: 'auth',
  invalid_request: 'auth',
  invalid_client: 'scope',
  unauthorized_client: 'scope',
  invalid_scope: 'scope',
}

/** Webex's own libraries wait so long where Retry-After is missing. */
const usualWaitSeconds = 15

/** Lets answers below 400 pass; throws the ProviderError that the others stand for. */
export function refuseErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status < 400) return
  throw failure(meaningOfStatus(status, statuses), exchange, errorIn(exchange))
}

/** The same for the token endpoint, where 400 and 401 speak about the code or the refresh token. */
export function refuseTokenErrors(exchange: Exchange): void {
  const { status } = exchange.response
  if (status !== 400 && status !== 401) {
    refuseErrors(exchange)
    return
  }
  const reply = errorIn(exchange)
  throw failure({ kind: tokenKinds[reply?.error ?? ''] ?? 'auth' }, exchange, reply)
}

function failure(
  meaning: Meaning,
  exchange: Exchange,
  reply: ErrorReply | undefined,
): ProviderError {
  const { provider, response, sent } = exchange
  const wait = waitOf(meaning.kind, exchange)
  return new ProviderError(meaning.kind, {
    provider,
    status: response.status,
    message: sentenceOf(exchange, messageIn(exchange, reply), meaning),
    ...(reply?.error === undefined ? {} : { vendorCode: vendorText(reply.error, sent) }),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}

function waitOf(kind: ProviderErrorKind, { response, receivedAt }: Exchange): number | undefined {
  const told = retryAfterSeconds(response, receivedAt)
  return kind === 'rate-limited' ? (told ?? usualWaitSeconds) : told
}

const errorIn = errorReader(errorReply)

/** With the single errors, where they say more than the message. */
function messageIn({ sent }: Exchange, reply: ErrorReply | undefined): string {
  const message = reply?.message ?? reply?.error_description ?? reply?.error ?? ''
  const single = (reply?.errors ?? []).flatMap(({ description }) => description ?? [])
  const told = [message, ...single.filter((each) => !message.includes(each))].join(' ')
  return vendorText(told, sent, 700)
}
