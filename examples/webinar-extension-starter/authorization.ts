/** Codes, tokens and who may have them. Tokens are kept as hashes: a stolen table opens nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { problem, tokenProblem } from './problems.ts'
import type { Vendor } from './vendor.ts'

export interface Client {
  readonly id: string
  readonly secret: string
  /** Exactly the hub's: https://<hub>/WebResources/msevtmgt_AuthorizationResult.html */
  readonly redirectUri: string
}

const codeLifeMs = 60_000
const accessLifeSeconds = 3600

interface Grant {
  readonly account: string
  readonly isRevoked?: boolean
}

interface Code {
  readonly grant: string
  readonly redirectUri: string
  readonly expires: number
  readonly isUsed?: boolean
}

interface Token {
  readonly use: 'access' | 'refresh'
  readonly grant: string
  /** Undefined: when its grant is revoked. */
  readonly expires?: number
  readonly isUsed?: boolean
}

export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: 'bearer'
  readonly expires_in: number
  readonly refresh_token: string
}

export interface Authorization {
  /** A one-time code for somebody who has signed in and agreed. */
  giveCode(account: string, redirectUri: string): Promise<string>
  /** `POST /auth/token`. */
  exchange(body: unknown): Promise<TokenAnswer>
  /** The account that the header stands for. */
  accountOf(header: string | undefined): Promise<string>
}

export function createAuthorization(
  vendor: Vendor,
  client: Client,
  now: () => Date,
): Authorization {
  const find = async <Kind>(kind: string, secret: string) =>
    (await vendor.note(`${kind} ${hash(secret)}`)) as Kind | undefined
  const keep = (kind: string, secret: string, value: unknown) =>
    vendor.keepNote(`${kind} ${hash(secret)}`, value)
  const grantOf = async (id: string) => (await vendor.note(`grant ${id}`)) as Grant | undefined
  const revoke = async (id: string) =>
    vendor.keepNote(`grant ${id}`, { ...(await grantOf(id)), isRevoked: true })

  async function give(grant: string): Promise<TokenAnswer> {
    const [access, refresh] = [newSecret(), newSecret()]
    const expires = now().getTime() + accessLifeSeconds * 1000
    await keep('token', access, { use: 'access', grant, expires } satisfies Token)
    await keep('token', refresh, { use: 'refresh', grant } satisfies Token)
    const expires_in = accessLifeSeconds
    return { access_token: access, token_type: 'bearer', expires_in, refresh_token: refresh }
  }

  /** What comes twice may have been stolen: then nobody has it any more (RFC 9700 §4.14.2). */
  async function refuseSecondUse(isUsed: boolean | undefined, grant: string): Promise<void> {
    if (isUsed !== true) return
    await revoke(grant)
    throw tokenProblem('invalid_grant', 'This was used before. Sign in again.')
  }

  async function exchangeCode(secret: string, redirectUri: string): Promise<TokenAnswer> {
    const code = await find<Code>('code', secret)
    if (code === undefined) throw tokenProblem('invalid_grant', 'The code is not known.')
    await refuseSecondUse(code.isUsed, code.grant)
    if (code.expires < now().getTime()) throw tokenProblem('invalid_grant', 'The code has expired.')
    if (code.redirectUri !== redirectUri) {
      throw tokenProblem('invalid_grant', 'The redirect_uri is not the one the code was made for.')
    }
    await keep('code', secret, { ...code, isUsed: true })
    return await give(code.grant)
  }

  async function refresh(secret: string): Promise<TokenAnswer> {
    const token = await find<Token>('token', secret)
    if (token?.use !== 'refresh' || (await grantOf(token.grant))?.isRevoked === true) {
      throw tokenProblem('invalid_grant', 'The refresh token is not known. Sign in again.')
    }
    await refuseSecondUse(token.isUsed, token.grant)
    await keep('token', secret, { ...token, isUsed: true })
    return await give(token.grant)
  }

  return {
    async giveCode(account, redirectUri) {
      const [code, grant] = [newSecret(), newSecret()]
      await vendor.keepNote(`grant ${grant}`, { account } satisfies Grant)
      const expires = now().getTime() + codeLifeMs
      await keep('code', code, { grant, redirectUri, expires } satisfies Code)
      return code
    },

    async exchange(body) {
      const field = fieldReader(body)
      if (
        !isSame(field('client_id'), client.id) ||
        !isSame(field('client_secret'), client.secret)
      ) {
        throw tokenProblem('invalid_client', 'The client_id or the client_secret is wrong.')
      }
      const type = field('grant_type')
      if (type === 'authorization_code') return exchangeCode(field('code'), field('redirect_uri'))
      if (type === 'refresh_token') return refresh(field('refresh_token'))
      throw tokenProblem('unsupported_grant_type', `The grant_type "${type}" is not supported.`)
    },

    async accountOf(header) {
      const secret = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
      const token = secret === undefined ? undefined : await find<Token>('token', secret)
      const isLive = token?.use === 'access' && (token.expires ?? 0) > now().getTime()
      const grant = isLive ? await grantOf(token.grant) : undefined
      if (grant !== undefined && grant.isRevoked !== true) return grant.account
      throw problem(
        'unauthenticated',
        'The access token is missing, unknown, expired or revoked.',
        {
          'www-authenticate': secret === undefined ? 'Bearer' : 'Bearer error="invalid_token"',
        },
      )
    },
  }
}

function fieldReader(body: unknown): (name: string) => string {
  return (name) => {
    const value: unknown =
      typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
    if (typeof value === 'string' && value !== '') return value
    throw tokenProblem('invalid_request', `The body needs "${name}" as a text.`)
  }
}

/** 32 characters: clients that exist store at most 100. */
const newSecret = () => randomBytes(24).toString('base64url')

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

const isSame = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)))
