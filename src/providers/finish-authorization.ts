import { withTransaction } from '#database'
import type { Refusal } from '#errors'
import type { Caller } from '#pipeline'
import { vendorText } from './answer.ts'
import { type AuthorizationRequest, redeemAuthorizationRequest } from './authorization-rows.ts'
import { authorized } from './choices.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { ServiceCheck, TokenSet } from './contract.ts'
import type { Needs } from './needs.ts'
import { connectAccount, definitionOf, obstacleTo } from './open-account.ts'
import { ProviderError } from './provider-error.ts'
import { refusals } from './refusals.ts'
import { checkedService } from './service-check.ts'
import { nameSignIn, type SignInOf, saveSignIn } from './sign-in-rows.ts'
import { fingerprintOf, toldAtSignIn } from './sign-in-state.ts'
import {
  authorizationMinutes,
  authorizationOf,
  codeVerifierOf,
  hashOfState,
  requireSignInRight,
} from './start-authorization.ts'
import { forgetTokens, keepTokens } from './tokens.ts'
import { verifyConfiguration } from './verify-configuration.ts'
import { writeConfiguration } from './write-configuration.ts'

/** Query parameters with which the provider sent the browser back. */
export interface AuthorizationAnswer {
  readonly state: string
  readonly code?: string | undefined
  /** RFC 6749 §4.1.2.1, e.g. `access_denied`. */
  readonly error?: string | undefined
  readonly errorDescription?: string | undefined
}

export interface FinishedAuthorization {
  readonly configurationId: string
  readonly check: ServiceCheck
}

/**
 * Ends a sign-in: exchanges the code, keeps the tokens, marks the configuration as authenticated
 * and verifies it. Whatever is wrong, the state is used up.
 * @throws `authorization-unknown`, `-used`, `-expired`, `-of-another`, `-denied`, `-incomplete`,
 * `-code-refused`; what `startAuthorization` throws
 */
export async function finishAuthorization(
  needs: Needs,
  caller: Caller,
  answer: AuthorizationAnswer,
): Promise<FinishedAuthorization> {
  const request = await redeemState(needs, caller, answer.state)
  requireSignInRight(caller, request.purpose)
  const configuration = await requireConfiguration(needs.db, request.configurationId)
  const obstacle = await obstacleTo(needs, configuration)
  if (obstacle !== undefined) throw obstacle
  const code = codeIn(answer, configuration)
  const codeVerifier = codeVerifierOf(needs, answer.state)
  const tokens = await exchange(needs, configuration, {
    ...request,
    code,
    codeVerifier,
  })
  const { id: configurationId } = configuration
  if (request.purpose === 'action') {
    return { configurationId, check: await keepPersonsSignIn(needs, caller, configuration, tokens) }
  }
  await keepSignIn(needs, caller, configuration, tokens)
  const check = await verifyConfiguration(needs, caller, { configurationId })
  await noteName(needs, { configurationId, userId: undefined }, check)
  return { configurationId, check }
}

/** Committed before anything else happens, so that no second answer gets this far. */
async function redeemState(
  needs: Needs,
  caller: Caller,
  state: string,
): Promise<AuthorizationRequest> {
  const now = needs.clock.now()
  const request = await withTransaction(needs.db, (tx) =>
    redeemAuthorizationRequest(tx, hashOfState(state), now),
  )
  if (request === undefined) throw refusals['authorization-unknown']()
  if (request.userId !== caller.userId) throw refusals['authorization-of-another']()
  if (request.alreadyUsed) throw refusals['authorization-used']()
  if (request.expiresOn <= now) {
    throw refusals['authorization-expired']({ minutes: authorizationMinutes })
  }
  return request
}

function codeIn(answer: AuthorizationAnswer, { provider }: Configuration): string {
  if (answer.error !== undefined) {
    const problem = vendorText([answer.error, answer.errorDescription ?? ''].join(' '))
    throw refusals['authorization-denied']({ provider: provider.name, problem })
  }
  if (answer.code) return answer.code
  throw refusals['authorization-incomplete']({ provider: provider.name })
}

interface CodeExchange extends Pick<AuthorizationRequest, 'purpose' | 'userId'> {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string
}

async function exchange(
  needs: Needs,
  configuration: Configuration,
  { code, redirectUri, codeVerifier, ...who }: CodeExchange,
): Promise<TokenSet> {
  const authorization = await authorizationOf(needs, configuration, who.purpose, who)
  try {
    return await authorization.exchangeCode(code, redirectUri, codeVerifier)
  } catch (error) {
    throw codeRefused(configuration, error)
  }
}

function codeRefused({ provider }: Configuration, error: unknown): Refusal | unknown {
  if (!(error instanceof ProviderError)) return error
  return refusals['authorization-code-refused'](
    { provider: provider.name, problem: error.message },
    { cause: error },
  )
}

/** A new sign-in takes nothing over from an earlier one, not even its refresh token. */
async function keepSignIn(
  needs: Needs,
  caller: Caller,
  configuration: Configuration,
  tokens: TokenSet,
): Promise<void> {
  const { id: configurationId } = configuration
  const fingerprint = await currentFingerprint(needs, configuration, false)
  await withTransaction(needs.db, async (tx) => {
    await forgetTokens(needs.vault, tx, configurationId)
    const now = needs.clock.now()
    const expiresOn = await keepTokens(needs.vault, tx, configurationId, tokens, now)
    await saveSignIn(tx, { configurationId, userId: undefined }, { fingerprint, now })
    await writeConfiguration(needs, tx, caller, configurationId, {
      msevtmgt_authorized: authorized.yes.value,
      gr_tokenexpireson: expiresOn ?? null,
    })
  })
}

/** The same for a person; nothing of it is a state of the account. Asks the vendor who it is. */
async function keepPersonsSignIn(
  needs: Needs,
  { userId }: Caller,
  configuration: Configuration,
  tokens: TokenSet,
): Promise<ServiceCheck> {
  const of = { configurationId: configuration.id, userId }
  const fingerprint = await currentFingerprint(needs, configuration, true)
  const signInId = await withTransaction(needs.db, async (tx) => {
    const now = needs.clock.now()
    const id = await saveSignIn(tx, of, { fingerprint, now })
    await forgetTokens(needs.vault, tx, id)
    await keepTokens(needs.vault, tx, id, tokens, now)
    return id
  })
  const { provider } = await connectAccount(needs, configuration, {}, { userId, signInId })
  const check = await checkedService(() => provider.check())
  await noteName(needs, of, check)
  return check
}

async function noteName(needs: Needs, of: SignInOf, { accountName }: ServiceCheck): Promise<void> {
  if (accountName === undefined) return
  await withTransaction(needs.db, (tx) => nameSignIn(tx, of, accountName))
}

async function currentFingerprint(
  needs: Needs,
  configuration: Configuration,
  forActions: boolean,
): Promise<string> {
  const definition = definitionOf(needs, configuration)
  return fingerprintOf(needs, await toldAtSignIn(needs, configuration, definition, forActions))
}
