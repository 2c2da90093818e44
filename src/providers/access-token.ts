/**
 * Gives a valid token and renews it where needed: exactly once over all processes, because with
 * rotation a second renewal with the same refresh token ends the sign-in at many providers.
 *
 * The row of `gr_accounttoken` is the lock. It is not held during the call to the provider, which
 * may take 20 s and would keep a transaction and a connection for each waiting job. Instead one
 * process takes a turn in a short transaction, calls, and stores tokens and the end of the turn in
 * another one. The others look again every 150 ms and find either the new token or a free turn.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Tx, withTransaction } from '#database'
import { authorized, serviceStatus } from './choices.ts'
import type { Configuration } from './configuration.ts'
import type { Authorization, TokenSet } from './contract.ts'
import type { Needs } from './needs.ts'
import { ProviderError } from './provider-error.ts'
import { findTokenRow, giveTurnBack, lockTokenRow, type TokenRow, takeTurn } from './token-rows.ts'
import { endTokens, keepTokens, readAccessToken, readRefreshToken } from './tokens.ts'
import { writeConfiguration } from './write-configuration.ts'

/** Longer than the wait for a place (10 s) and the exchange (20 s) of a renewal together. */
const turnSeconds = 45
const lookAgainMs = 150
/** A call that begins now must not meet the end of its token. */
const marginMs = 30_000

export interface SignIn {
  readonly configuration: Configuration
  refresh: Authorization['refresh']
}

/**
 * @param refused the token that the provider has just refused
 * @throws ProviderError 'auth' when a person has to sign in, 'unavailable' when the renewal fails
 */
export async function accessToken(
  needs: Needs,
  signIn: SignIn,
  refused: string | undefined,
): Promise<string> {
  const { id } = signIn.configuration
  const row = await findTokenRow(needs.db, id)
  const token = await readAccessToken(needs.vault, needs.db, id)
  if (row === undefined || row.ended || token === undefined) throw nobodySignedIn(signIn, row)
  return isGood(needs, row, token, refused) ? token : await renewed(needs, signIn, refused)
}

function isGood(
  { clock }: Needs,
  { expiresOn }: TokenRow,
  token: string,
  refused: string | undefined,
): boolean {
  if (token === refused) return false
  return expiresOn === undefined || expiresOn.getTime() - marginMs > clock.now().getTime()
}

type Turn =
  | { readonly kind: 'nobody-signed-in'; readonly row: TokenRow | undefined }
  | { readonly kind: 'renewed'; readonly token: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'mine'; readonly turn: string; readonly refreshToken: string | undefined }

async function renewed(needs: Needs, signIn: SignIn, refused: string | undefined): Promise<string> {
  for (let waitedMs = 0; waitedMs < turnSeconds * 1000; waitedMs += lookAgainMs) {
    const turn = await withTransaction(needs.db, (tx) => findTurn(needs, tx, signIn, refused))
    if (turn.kind === 'renewed') return turn.token
    if (turn.kind === 'nobody-signed-in') throw nobodySignedIn(signIn, turn.row)
    if (turn.kind === 'mine') return await renew(needs, signIn, turn)
    await wait(lookAgainMs)
  }
  throw new ProviderError('unavailable', {
    provider: signIn.configuration.provider.adapter,
    message: `The token for ${signIn.configuration.provider.name} is being renewed for more than ${turnSeconds} s.`,
  })
}

/** Everything is looked at again under the lock: somebody else may have renewed in between. */
async function findTurn(
  needs: Needs,
  tx: Tx,
  { configuration: { id } }: SignIn,
  refused: string | undefined,
): Promise<Turn> {
  const row = await lockTokenRow(tx, id)
  const token = await readAccessToken(needs.vault, tx, id)
  if (row === undefined || row.ended || token === undefined) {
    return { kind: 'nobody-signed-in', row }
  }
  if (isGood(needs, row, token, refused)) return { kind: 'renewed', token }
  if (row.turnIsTaken) return { kind: 'taken' }
  const refreshToken = await readRefreshToken(needs.vault, tx, id)
  return { kind: 'mine', turn: await takeTurn(tx, id, turnSeconds), refreshToken }
}

async function renew(
  needs: Needs,
  signIn: SignIn,
  { turn, refreshToken }: Extract<Turn, { kind: 'mine' }>,
): Promise<string> {
  try {
    if (refreshToken === undefined) throw cannotBeRenewed(signIn)
    const tokens = await signIn.refresh(refreshToken)
    return await store(needs, signIn, turn, tokens)
  } catch (error) {
    await afterFailure(needs, signIn, turn, error)
    throw error
  }
}

/** Tokens of a sign-in that was deleted or replaced during the call are worth nothing any more. */
async function store(
  needs: Needs,
  signIn: SignIn,
  turn: string,
  tokens: TokenSet,
): Promise<string> {
  const { id } = signIn.configuration
  const kept = await withTransaction(needs.db, async (tx) => {
    const row = await lockTokenRow(tx, id)
    if (row?.turn !== turn) return false
    const expiresOn = await keepTokens(needs.vault, tx, id, tokens, needs.clock.now())
    await writeConfiguration(needs, tx, needs.system, id, {
      msevtmgt_authorized: authorized.yes.value,
      gr_tokenexpireson: expiresOn ?? null,
    })
    return true
  })
  return kept ? tokens.accessToken : await accessToken(needs, signIn, undefined)
}

/** Only 'auth' says that the sign-in has ended; after anything else the next one may try again. */
async function afterFailure(
  needs: Needs,
  { configuration: { id } }: SignIn,
  turn: string,
  error: unknown,
): Promise<void> {
  const ended = error instanceof ProviderError && error.kind === 'auth'
  await withTransaction(needs.db, async (tx) => {
    const row = await lockTokenRow(tx, id)
    if (row?.turn !== turn) return
    if (!ended) return await giveTurnBack(tx, id, turn)
    await endTokens(needs.vault, tx, id, needs.clock.now())
    await writeConfiguration(needs, tx, needs.system, id, {
      msevtmgt_authorized: authorized.tokenExpired.value,
      msevtmgt_providerservicestatus: serviceStatus.notAuthenticated.value,
      msevtmgt_message: error.message.slice(0, 1000),
      gr_tokenexpireson: null,
    })
  })
}

function nobodySignedIn({ configuration }: SignIn, row: TokenRow | undefined): ProviderError {
  const what =
    row === undefined ? 'Nobody has signed in for' : 'The provider has ended the sign-in of'
  return new ProviderError('auth', {
    provider: configuration.provider.adapter,
    message: `${what} "${configuration.name}". Press Authenticate on the webinar configuration.`,
  })
}

function cannotBeRenewed({ configuration }: SignIn): ProviderError {
  return new ProviderError('auth', {
    provider: configuration.provider.adapter,
    message: `The token for "${configuration.name}" has ended and the provider gave nothing to renew it with. Press Authenticate on the webinar configuration.`,
  })
}
