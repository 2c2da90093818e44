/**
 * Gives a valid token and renews it where needed: exactly once over all processes, because with
 * rotation a second renewal with the same refresh token ends the sign-in at many providers. Where
 * nobody signs in, the token of a grant is kept and asked for again in the same way.
 *
 * The row of `gr_accounttoken` is the lock. It is not held during the call to the provider, which
 * may take 20 s and would keep a transaction and a connection for each waiting job. Instead one
 * process takes a turn in a short transaction, calls, and stores tokens and the end of the turn in
 * another one. The others look again every 150 ms and find either the new token or a free turn.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type Db, type Tx, withTransaction } from '#database'
import { authorized, serviceStatus } from './choices.ts'
import type { Configuration } from './configuration.ts'
import type { Authorization, TokenGrant, TokenSet } from './contract.ts'
import type { Needs } from './needs.ts'
import { ProviderError } from './provider-error.ts'
import {
  ensureTokenRow,
  findTokenRow,
  giveTurnBack,
  lockTokenRow,
  type TokenRow,
  takeTurn,
} from './token-rows.ts'
import {
  endTokens,
  keepGrantName,
  keepTokens,
  readAccessToken,
  readGrantName,
  readRefreshToken,
} from './tokens.ts'
import { writeConfiguration } from './write-configuration.ts'

/** Longer than the wait for a place (10 s) and the exchange (20 s) of a renewal together. */
const turnSeconds = 45
const lookAgainMs = 150
/** A call that begins now must not meet the end of its token. */
const marginMs = 30_000

/** A person's sign-in, or a grant with what was typed in. */
export interface TokenSource {
  readonly configuration: Configuration
  /** Under which the tokens are kept. */
  readonly key: string
  /** Not the account but one person signed in: what becomes of it is no state of the account. */
  readonly isPersons: boolean
  readonly refresh: Authorization['refresh']
  readonly grant?: TokenGrant | undefined
}

/**
 * @param refused the token that the provider has just refused
 * @throws ProviderError 'auth' when a person has to sign in, 'unavailable' when the renewal fails
 */
export async function accessToken(
  needs: Needs,
  source: TokenSource,
  refused: string | undefined,
): Promise<string> {
  const row = await findTokenRow(needs.db, source.key)
  const held = await readHeld(needs, needs.db, source, row)
  if (isSignedOut(source, held)) throw nobodySignedIn(source, row)
  return goodToken(needs, source, held, refused) ?? (await renewed(needs, source, refused))
}

/** What the hub holds for a configuration. */
interface Held {
  readonly row: TokenRow | undefined
  readonly token: string | undefined
  /** Credentials that gave the token; undefined for a sign-in. */
  readonly grantedTo: string | undefined
}

async function readHeld(
  { vault }: Needs,
  db: Db,
  { key: id }: TokenSource,
  row: TokenRow | undefined,
): Promise<Held> {
  const token = await readAccessToken(vault, db, id)
  const grantedTo = await readGrantName(vault, db, id)
  return { row, token, grantedTo }
}

/** What a grant gave is no sign-in: the account has been one where nobody signs in. */
const isSignedOut = ({ grant }: TokenSource, { row, token, grantedTo }: Held) =>
  grant === undefined &&
  (row === undefined || row.ended || token === undefined || grantedTo !== undefined)

function goodToken(
  { clock }: Needs,
  { grant }: TokenSource,
  { row, token, grantedTo }: Held,
  refused: string | undefined,
): string | undefined {
  if (token === refused || row === undefined || row.ended) return undefined
  if (grantedTo !== grant?.of) return undefined
  const { expiresOn } = row
  const holds = expiresOn === undefined || expiresOn.getTime() - marginMs > clock.now().getTime()
  return holds ? token : undefined
}

type Turn =
  | { readonly kind: 'nobody-signed-in'; readonly row: TokenRow | undefined }
  | { readonly kind: 'renewed'; readonly token: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'mine'; readonly turn: string; readonly refreshToken: string | undefined }

async function renewed(
  needs: Needs,
  source: TokenSource,
  refused: string | undefined,
): Promise<string> {
  for (let waitedMs = 0; waitedMs < turnSeconds * 1000; waitedMs += lookAgainMs) {
    const turn = await withTransaction(needs.db, (tx) => findTurn(needs, tx, source, refused))
    if (turn.kind === 'renewed') return turn.token
    if (turn.kind === 'nobody-signed-in') throw nobodySignedIn(source, turn.row)
    if (turn.kind === 'mine') return await renew(needs, source, turn)
    await wait(lookAgainMs)
  }
  throw new ProviderError('unavailable', {
    provider: source.configuration.provider.adapter,
    message: `The token for ${source.configuration.provider.name} is being renewed for more than ${turnSeconds} s.`,
  })
}

/** Everything is looked at again under the lock: somebody else may have renewed in between. */
async function findTurn(
  needs: Needs,
  tx: Tx,
  source: TokenSource,
  refused: string | undefined,
): Promise<Turn> {
  const { key: id } = source
  if (source.grant !== undefined) await ensureTokenRow(tx, id)
  const row = await lockTokenRow(tx, id)
  const held = await readHeld(needs, tx, source, row)
  if (row === undefined || isSignedOut(source, held)) return { kind: 'nobody-signed-in', row }
  const token = goodToken(needs, source, held, refused)
  if (token !== undefined) return { kind: 'renewed', token }
  if (row.turnIsTaken) return { kind: 'taken' }
  const refreshToken = await readRefreshToken(needs.vault, tx, id)
  return { kind: 'mine', turn: await takeTurn(tx, id, turnSeconds), refreshToken }
}

async function renew(
  needs: Needs,
  source: TokenSource,
  { turn, refreshToken }: Extract<Turn, { kind: 'mine' }>,
): Promise<string> {
  try {
    const tokens = await newTokens(source, refreshToken)
    return await store(needs, source, turn, tokens)
  } catch (error) {
    await afterFailure(needs, source, turn, error)
    throw error
  }
}

async function newTokens(source: TokenSource, refreshToken: string | undefined): Promise<TokenSet> {
  if (source.grant !== undefined) return await source.grant.request()
  if (refreshToken === undefined) throw cannotBeRenewed(source)
  return await source.refresh(refreshToken)
}

/** Tokens of a sign-in that was deleted or replaced during the call are worth nothing any more. */
async function store(
  needs: Needs,
  source: TokenSource,
  turn: string,
  tokens: TokenSet,
): Promise<string> {
  const { key: id } = source
  const kept = await withTransaction(needs.db, async (tx) => {
    const row = await lockTokenRow(tx, id)
    if (row?.turn !== turn) return false
    const expiresOn = await keepTokens(needs.vault, tx, id, tokens, needs.clock.now())
    if (source.grant !== undefined) await keepGrantName(needs.vault, tx, id, source.grant.of)
    else if (!source.isPersons) await noteSignIn(needs, tx, id, expiresOn)
    return true
  })
  return kept ? tokens.accessToken : await accessToken(needs, source, undefined)
}

/** A grant leaves no trace on the row: whether the credentials are good is what the check tells. */
async function noteSignIn(
  needs: Needs,
  tx: Tx,
  id: string,
  expiresOn: Date | undefined,
): Promise<void> {
  await writeConfiguration(needs, tx, needs.system, id, {
    msevtmgt_authorized: authorized.yes.value,
    gr_tokenexpireson: expiresOn ?? null,
  })
}

/**
 * Only 'auth' says that a sign-in has ended; after anything else the next one may try again. A grant
 * has nothing that could end: the next one may find other credentials.
 */
async function afterFailure(
  needs: Needs,
  { key: id, isPersons, grant }: TokenSource,
  turn: string,
  error: unknown,
): Promise<void> {
  const ended = grant === undefined && error instanceof ProviderError && error.kind === 'auth'
  await withTransaction(needs.db, async (tx) => {
    const row = await lockTokenRow(tx, id)
    if (row?.turn !== turn) return
    if (!ended) return await giveTurnBack(tx, id, turn)
    await endTokens(needs.vault, tx, id, needs.clock.now())
    if (isPersons) return
    await writeConfiguration(needs, tx, needs.system, id, {
      msevtmgt_authorized: authorized.tokenExpired.value,
      msevtmgt_providerservicestatus: serviceStatus.notAuthenticated.value,
      msevtmgt_message: error.message.slice(0, 1000),
      gr_tokenexpireson: null,
    })
  })
}

const pressAuthenticate = 'Press Authenticate on the webinar configuration.'
const pressSignIn = 'The person who planned the webinar signs in again on the configuration.'

function nobodySignedIn(
  { configuration, isPersons }: TokenSource,
  row: TokenRow | undefined,
): ProviderError {
  const what =
    row === undefined ? 'Nobody has signed in for' : 'The provider has ended the sign-in of'
  return new ProviderError('auth', {
    provider: configuration.provider.adapter,
    message: `${what} "${configuration.name}". ${isPersons ? pressSignIn : pressAuthenticate}`,
  })
}

function cannotBeRenewed({ configuration }: TokenSource): ProviderError {
  return new ProviderError('auth', {
    provider: configuration.provider.adapter,
    message: `The token for "${configuration.name}" has ended and the provider gave nothing to renew it with. Press Authenticate on the webinar configuration.`,
  })
}
