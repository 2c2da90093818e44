import { createHash, randomBytes } from 'node:crypto'
import { withTransaction } from '#database'
import type { Caller } from '#pipeline'
import { type AuthorizationPurpose, insertAuthorizationRequest } from './authorization-rows.ts'
import { type Configuration, requireConfiguration } from './configuration.ts'
import type { Authorization } from './contract.ts'
import type { Needs } from './needs.ts'
import {
  connectAccount,
  definitionOf,
  hasActions,
  missingClient,
  obstacleTo,
} from './open-account.ts'
import { requireRight } from './policy.ts'
import { refusals } from './refusals.ts'

/** A person reads, signs in with a second factor and agrees; then it is over. */
export const authorizationMinutes = 10

export interface AuthorizationWish {
  readonly configurationId: string
  /** Default: the account. */
  readonly purpose?: AuthorizationPurpose
}

export interface StartedAuthorization {
  /** For the pop-up. It holds the state, so it belongs into this user's browser only. */
  readonly url: string
  readonly expiresOn: Date
}

/**
 * Begins a sign-in at the provider. The state (128 random bits) is stored as its hash, is good for
 * one use, and is bound to the configuration and the caller.
 * @throws what `openAccount` throws, but nobody need have signed in before; and
 * `authorization-not-needed`
 */
export async function startAuthorization(
  needs: Needs,
  caller: Caller,
  { configurationId, purpose = 'account' }: AuthorizationWish,
): Promise<StartedAuthorization> {
  requireSignInRight(caller, purpose)
  const configuration = await requireConfiguration(needs.db, configurationId)
  const obstacle =
    (await obstacleTo(needs, configuration)) ??
    (await missingClient(needs, configuration, 'Authenticate'))
  if (obstacle !== undefined) throw obstacle
  const authorization = await authorizationOf(needs, configuration, purpose, caller)
  const state = randomBytes(16).toString('base64url')
  const redirectUri = redirectUriOf(needs, purpose)
  const expiresOn = new Date(needs.clock.now().getTime() + authorizationMinutes * 60_000)
  await withTransaction(needs.db, (tx) =>
    insertAuthorizationRequest(tx, {
      stateHash: hashOfState(state),
      configurationId,
      userId: caller.userId,
      purpose,
      redirectUri,
      expiresOn,
    }),
  )
  const url = authorization.authorizeUrl(state, redirectUri, codeChallengeOf(needs, state))
  return { url, expiresOn }
}

/**
 * RFC 7636 §4.1. It is not stored: whoever knows the state and the hub's key makes it again, and
 * the key never leaves the hub. 32 bytes are the 43 characters that the RFC asks for at least.
 */
export const codeVerifierOf = ({ vault }: Pick<Needs, 'vault'>, state: string) =>
  Buffer.from(vault.sign('code verifier of a sign-in', state)).toString('base64url')

/** RFC 7636 §4.2, method S256. */
const codeChallengeOf = (needs: Needs, state: string) =>
  createHash('sha256').update(codeVerifierOf(needs, state)).digest('base64url')

/**
 * Documented: providers redirect to this page of the organisation. The second client has an address
 * of its own, so that neither app at the vendor accepts what was meant for the other.
 */
const redirectPaths: Readonly<Record<AuthorizationPurpose, string>> = {
  account: '/WebResources/msevtmgt_AuthorizationResult.html',
  action: '/oauth/action/callback',
}

export const redirectUriOf = ({ publicUrl }: Needs, purpose: AuthorizationPurpose) =>
  `${publicUrl.replace(/\/+$/, '')}${redirectPaths[purpose]}`

/** The account is the administrators' matter; for actions signs in whoever may plan events. */
export function requireSignInRight(caller: Caller, purpose: AuthorizationPurpose): void {
  if (purpose === 'account') requireRight(caller, 'Update')
  else requireRight(caller, 'Create', 'msevtmgt_event')
}

export const hashOfState = (state: string) => createHash('sha256').update(state).digest('hex')

export async function authorizationOf(
  needs: Needs,
  configuration: Configuration,
  purpose: AuthorizationPurpose,
  { userId }: Pick<Caller, 'userId'>,
): Promise<Authorization> {
  if (purpose === 'action' && !hasActions(configuration, definitionOf(needs, configuration))) {
    throw refusals['actions-not-set-up']({ configuration: configuration.name })
  }
  const person = purpose === 'action' ? { userId, signInId: undefined } : undefined
  const { provider } = await connectAccount(needs, configuration, {}, person)
  if (provider.authorization !== undefined) return provider.authorization
  throw refusals['authorization-not-needed']({ provider: configuration.provider.name })
}
