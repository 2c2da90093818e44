import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type MovableClock, movableClock } from '#clock'
import { silentLog } from '#log'
import { createOutbound } from '#outbound'
import type {
  Account,
  Authorization,
  Provider,
  ProviderDefinition,
  RegistrantPlan,
  TokenGrant,
  TokenOptions,
  TokenSet,
  WebinarPlan,
} from '../contract.ts'
import { networkFailure } from '../network-failure.ts'
import { ProviderError } from '../provider-error.ts'
import type { Peer, StartPeer } from './peer.ts'

/** Twins answer in milliseconds; a slow one is given up after this. */
const timeoutMs = 800

const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'

/** One account at one peer, without database: everything a case works with. */
export interface Bench {
  readonly definition: ProviderDefinition
  readonly peer: Peer
  readonly clock: MovableClock
  /** What the provider works with; a test may connect another one to a changed account. */
  readonly account: Account
  readonly provider: Provider
  readonly redirectUri: string
  authorization(): Authorization
  /** The whole way of a person: page, agreement, code, token. Later calls use the token. */
  signIn(): Promise<TokenSet>
  plan(changes?: Partial<WebinarPlan>): WebinarPlan
  person(changes?: Partial<RegistrantPlan>): RegistrantPlan
  /** It reads as a sentence, and no secret or token is in it. */
  assertSentence(message: string): void
  close(): Promise<void>
}

export async function openBench(
  definition: ProviderDefinition,
  startPeer: StartPeer,
): Promise<Bench> {
  const clock = movableClock()
  const peer = await startPeer(clock)
  const outbound = createOutbound({ allow: ['127.0.0.1'], log: silentLog })
  const tokens: TokenSet[] = []
  const beside: TokenSet[] = []
  const configurationId = randomUUID()
  const account: Account = {
    configurationId,
    baseUrl: peer.baseUrl,
    clientId: peer.clientId,
    settings: peer.settings,
    secret: async (column) => peer.secrets[column],
    token: (options) => {
      const kept = options?.grant?.isBeside ? beside : tokens
      return currentToken(definition, kept, () => provider, options)
    },
    request: (request) =>
      outbound.request({ timeoutMs, ...request }).catch((error: unknown) => {
        throw networkFailure(definition.id, error)
      }),
    callbackUrl: `https://hub.example/hooks/${definition.id}/${configurationId}`,
    clock,
    log: silentLog,
  }
  const provider = definition.connect(account)
  return {
    definition,
    peer,
    clock,
    account,
    provider,
    redirectUri,
    authorization: () => authorizationOf(provider),
    signIn: () => signIn(peer, authorizationOf(provider), tokens),
    plan: (changes) => plan(clock, changes),
    person,
    assertSentence: (message) =>
      assertSentence(message, [...secretsOf(peer), ...given([...tokens, ...beside])]),
    async close() {
      await outbound.close()
      await peer.close()
    },
  }
}

async function signIn(
  peer: Peer,
  authorization: Authorization,
  tokens: TokenSet[],
): Promise<TokenSet> {
  const state = randomUUID()
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  assert.ok(peer.signIn !== undefined, 'The peer of a provider with "authorize" must sign in.')
  const back = await peer.signIn(authorization.authorizeUrl(state, redirectUri, challenge))
  assert.equal(back.searchParams.get('state'), state)
  const code = back.searchParams.get('code') ?? ''
  const set = await authorization.exchangeCode(code, redirectUri, verifier)
  tokens.push(set)
  return set
}

/** What the hub does with tokens, in memory: a refused one is renewed with the refresh token. */
async function currentToken(
  definition: ProviderDefinition,
  tokens: TokenSet[],
  provider: () => Provider,
  { refused, grant }: TokenOptions = {},
): Promise<string> {
  const latest = tokens.at(-1)
  if (latest !== undefined && latest.accessToken !== refused) return latest.accessToken
  if (grant !== undefined) return await grantedToken(tokens, grant)
  if (latest?.refreshToken === undefined) {
    throw new ProviderError('auth', { provider: definition.id, message: 'Nobody is signed in.' })
  }
  const renewed = await authorizationOf(provider()).refresh(latest.refreshToken)
  tokens.push({ ...renewed, refreshToken: renewed.refreshToken ?? latest.refreshToken })
  return renewed.accessToken
}

async function grantedToken(tokens: TokenSet[], grant: TokenGrant): Promise<string> {
  const granted = await grant.request()
  tokens.push(granted)
  return granted.accessToken
}

function authorizationOf(provider: Provider): Authorization {
  assert.ok(provider.authorization !== undefined, '"authorize" needs an authorization.')
  return provider.authorization
}

function plan(clock: MovableClock, changes: Partial<WebinarPlan> = {}): WebinarPlan {
  const start = new Date(clock.now().getTime() + 3_600_000)
  return {
    idempotencyKey: randomUUID(),
    kind: 'event',
    title: 'Growing tomatoes on a balcony',
    description: 'What to plant, when, and in which soil — für Anfänger.',
    start,
    end: new Date(start.getTime() + 3_600_000),
    timeZone: 'Europe/Berlin',
    language: 'de',
    webinarType: undefined,
    pastedUrl: undefined,
    maxAttendees: 100,
    recurrence: undefined,
    password: undefined,
    producer: { name: 'Pia Gärtner', email: 'pia@example.com' },
    presenters: [{ externalId: randomUUID(), name: 'Ola Nordmann', email: 'ola@example.com' }],
    ...changes,
  }
}

function person(changes: Partial<RegistrantPlan> = {}): RegistrantPlan {
  const idempotencyKey = randomUUID()
  return {
    idempotencyKey,
    firstName: 'Zoë',
    lastName: "O'Brien",
    email: `zoe.${idempotencyKey.slice(0, 8)}@example.com`,
    company: 'Smith & Sons',
    language: 'en',
    ...changes,
  }
}

function assertSentence(message: string, secrets: readonly string[]): void {
  assert.match(message, /^\S.{8,999}$/u, `"${message}" is no sentence for people.`)
  for (const secret of secrets) assert.ok(!message.includes(secret), 'A secret is in the message.')
}

const secretsOf = (peer: Peer) => Object.values(peer.secrets)

const given = (tokens: readonly TokenSet[]) =>
  tokens.flatMap(({ accessToken, refreshToken }) =>
    refreshToken === undefined ? [accessToken] : [accessToken, refreshToken],
  )
