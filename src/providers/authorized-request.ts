import type { OutboundRequest, OutboundResponse } from '#outbound'
import type { Account } from './contract.ts'

export interface AuthorizedAnswer {
  readonly response: OutboundResponse
  /** The tokens that were sent, so that no message repeats them. */
  readonly sent: readonly string[]
}

/**
 * Sends a request with the account's bearer token. A token that is refused (401) is replaced and
 * the request sent once more; a second 401 is the answer. Nothing else is repeated here: jobs do.
 */
export async function sendAuthorized(
  account: Account,
  request: OutboundRequest,
): Promise<AuthorizedAnswer> {
  const token = await account.token()
  const response = await account.request(withBearer(request, token))
  if (response.status !== 401) return { response, sent: [token] }
  const another = await account.token({ refused: token })
  return {
    response: await account.request(withBearer(request, another)),
    sent: [token, another],
  }
}

function withBearer(request: OutboundRequest, token: string): OutboundRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
}
