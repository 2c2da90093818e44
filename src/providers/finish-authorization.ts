import { withTransaction } from '#database'
import type { Refusal } from '#errors'
import type { Caller } from '#pipeline'
import { vendorText } from './answer.ts'
import { type AuthorizationRequest, redeemAuthorizationRequest } from './authorization-rows.ts'
import { authorized } from './choices.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { ServiceCheck, TokenSet } from './contract.ts'
import type { Needs } from './needs.ts'
import { obstacleTo } from './open-account.ts'
import { requireRight } from './policy.ts'
import { ProviderError } from './provider-error.ts'
import { refusals } from './refusals.ts'
import {
  authorizationMinutes,
  authorizationOf,
  codeVerifierOf,
  hashOfState,
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
  requireRight(caller, 'Update')
  const request = await redeemState(needs, caller, answer.state)
  const configuration = await requireConfiguration(needs.db, request.configurationId)
  const obstacle = await obstacleTo(needs, configuration)
  if (obstacle !== undefined) throw obstacle
  const code = codeIn(answer, configuration)
  const codeVerifier = codeVerifierOf(needs, answer.state)
  const tokens = await exchange(needs, configuration, { ...request, code, codeVerifier })
  await keepSignIn(needs, caller, configuration.id, tokens)
  const check = await verifyConfiguration(needs, caller, { configurationId: configuration.id })
  return { configurationId: configuration.id, check }
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

interface CodeExchange {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string
}

async function exchange(
  needs: Needs,
  configuration: Configuration,
  { code, redirectUri, codeVerifier }: CodeExchange,
): Promise<TokenSet> {
  const authorization = await authorizationOf(needs, configuration)
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
  configurationId: string,
  tokens: TokenSet,
): Promise<void> {
  await withTransaction(needs.db, async (tx) => {
    await forgetTokens(needs.vault, tx, configurationId)
    const now = needs.clock.now()
    const expiresOn = await keepTokens(needs.vault, tx, configurationId, tokens, now)
    await writeConfiguration(needs, tx, caller, configurationId, {
      msevtmgt_authorized: authorized.yes.value,
      gr_tokenexpireson: expiresOn ?? null,
    })
  })
}
