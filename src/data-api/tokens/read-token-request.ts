/** What a client asks of the token endpoint (RFC 6749, sections 2.3.1 and 4.4.2). */

export interface TokenRequest {
  readonly clientId: string
  readonly secret: string
  readonly scope: string | undefined
}

/** A refusal in the words of RFC 6749, section 5.2. */
export interface TokenProblem {
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'unsupported_grant_type'
    | 'temporarily_unavailable'
  readonly description: string
}

type Parameters = Readonly<Record<string, unknown>>

export function readTokenRequest(
  body: unknown,
  authorization: string | undefined,
): TokenRequest | TokenProblem {
  const parameters: Parameters = typeof body === 'object' && body !== null ? { ...body } : {}
  const repeated = Object.keys(parameters).find((name) => typeof parameters[name] !== 'string')
  if (repeated !== undefined) {
    return invalid(`The parameter ${shown(repeated)} was given more than once.`)
  }
  const { grant_type: grant, scope } = parameters as Readonly<Record<string, string>>
  if (grant === undefined || grant === '') {
    return invalid(
      'The parameter grant_type is missing. Send grant_type=client_credentials as application/x-www-form-urlencoded.',
    )
  }
  if (grant !== 'client_credentials') {
    const description = `The grant_type ${shown(grant)} is not offered; use client_credentials.`
    return { error: 'unsupported_grant_type', description }
  }
  const client = readClient(parameters as Readonly<Record<string, string>>, authorization)
  return 'error' in client ? client : { ...client, scope: scope === '' ? undefined : scope }
}

export const isProblem = (found: TokenRequest | TokenProblem): found is TokenProblem =>
  'error' in found

type Client = Pick<TokenRequest, 'clientId' | 'secret'>

function readClient(
  { client_id: id, client_secret: secret }: Readonly<Record<string, string>>,
  authorization: string | undefined,
): Client | TokenProblem {
  if (authorization === undefined) {
    if (id !== undefined && secret !== undefined) return { clientId: id, secret }
    return invalid(
      `The parameter ${id === undefined ? 'client_id' : 'client_secret'} is missing. Send client_id and client_secret in the body, or by Basic authentication.`,
    )
  }
  if (secret !== undefined) {
    return invalid('The client authenticates twice: by Basic authentication and in the body.')
  }
  const client = readBasic(authorization)
  if (client === undefined) {
    const description = 'The header Authorization is not Basic authentication with id and secret.'
    return { error: 'invalid_client', description }
  }
  if (id === undefined || id === client.clientId) return client
  return invalid('The client_id of the body is another than that of Basic authentication.')
}

/** Id and secret are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string): Client | undefined {
  const text = /^Basic\s+(\S+)$/i.exec(authorization)?.[1]
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(text ?? '', 'base64').toString()) ?? []
  if (id === undefined || secret === undefined) return undefined
  try {
    return { clientId: formDecoded(id), secret: formDecoded(secret) }
  } catch {
    return undefined
  }
}

const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

const invalid = (description: string): TokenProblem => ({ error: 'invalid_request', description })

/** RFC 6749 allows printable ASCII without quotes and backslashes in descriptions. */
const shown = (text: string): string => text.replace(/[^\w.:/-]/g, '').slice(0, 60)
