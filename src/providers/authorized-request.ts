import type { OutboundRequest, OutboundResponse } from '#outbound'
import { withoutSecrets } from './answer.ts'
import type { Account, TokenGrant } from './contract.ts'

export interface AuthorizedAnswer {
  readonly response: OutboundResponse
  /** The tokens that were sent; the text of the answer is without them already. */
  readonly sent: readonly string[]
}

/**
 * Sends a request with the account's bearer token. A token that is refused (401) is replaced and
 * the request sent once more; a second 401 is the answer. Nothing else is repeated here: jobs do.
 * `grant` is for accounts in which nobody signs in.
 */
export async function sendAuthorized(
  account: Account,
  request: OutboundRequest,
  grant?: TokenGrant,
): Promise<AuthorizedAnswer> {
  const options = grant === undefined ? {} : { grant }
  const token = await account.token(options)
  const response = await account.request(withBearer(request, token))
  if (response.status !== 401) return answerTo([token], response)
  const another = await account.token({ ...options, refused: token })
  return answerTo([token, another], await account.request(withBearer(request, another)))
}

/** A message that repeats the token would be stored and shown; shorter ones are words, not tokens. */
const shortestToken = 8

function answerTo(sent: readonly string[], response: OutboundResponse): AuthorizedAnswer {
  const secrets = sent.filter((token) => token.length >= shortestToken)
  return { response: { ...response, text: () => withoutSecrets(response.text(), secrets) }, sent }
}

function withBearer(request: OutboundRequest, token: string): OutboundRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
}
