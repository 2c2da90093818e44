/** Where the tokens of a sign-in are kept: in the vault, under the configuration's row. */
import { createHash } from 'node:crypto'
import type { Db, Tx } from '#database'
import type { Vault } from '#vault'
import type { TokenSet } from './contract.ts'
import { deleteSignIns, personsSignedIn } from './sign-in-rows.ts'
import { deleteTokenRow, endTokenRow, saveTokenRow } from './token-rows.ts'

const accessToken = 'msevtmgt_accesstoken'
/** Not a column of the table: nobody but the provider gives it, and no API may write it. */
const refreshToken = 'gr_refreshtoken'
/** Beside the token of a grant: which credentials gave it. */
const grantName = 'gr_grantname'

const place = (row: string, column: string) => ({
  table: 'msevtmgt_webinarconfiguration',
  row,
  column,
})

export const readAccessToken = (vault: Vault, db: Db, configurationId: string) =>
  vault.read(db, place(configurationId, accessToken))

export const readRefreshToken = (vault: Vault, db: Db, configurationId: string) =>
  vault.read(db, place(configurationId, refreshToken))

export const readGrantName = (vault: Vault, db: Db, configurationId: string) =>
  vault.read(db, place(configurationId, grantName))

export const keepGrantName = (vault: Vault, tx: Tx, configurationId: string, name: string) =>
  vault.put(tx, place(configurationId, grantName), name)

/** Keeps new tokens. A renewal that brings no refresh token leaves the earlier one in force. */
export async function keepTokens(
  vault: Vault,
  tx: Tx,
  configurationId: string,
  tokens: TokenSet,
  now: Date,
): Promise<Date | undefined> {
  const expiresOn = expiryOf(tokens, now)
  await saveTokenRow(tx, configurationId, expiresOn)
  await vault.put(tx, place(configurationId, accessToken), tokens.accessToken)
  if (tokens.refreshToken !== undefined) {
    await vault.put(tx, place(configurationId, refreshToken), tokens.refreshToken)
  }
  return expiresOn
}

/** The provider accepts them no more: they are removed, the row remembers that a sign-in ended. */
export async function endTokens(
  vault: Vault,
  tx: Tx,
  configurationId: string,
  now: Date,
): Promise<void> {
  await endTokenRow(tx, configurationId, now)
  await removeTokens(vault, tx, configurationId)
}

/** As if nobody had ever signed in. */
export async function forgetTokens(vault: Vault, tx: Tx, configurationId: string): Promise<void> {
  for (const key of [configurationId, besideKey(configurationId)]) {
    await deleteTokenRow(tx, key)
    await removeTokens(vault, tx, key)
  }
}

/** Where an account keeps a second token; made from its id, so that no row has to name it (RFC 9562 §5.8). */
export function besideKey(configurationId: string): string {
  const hash = createHash('sha256').update(`beside ${configurationId}`).digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(18, 20),
    hash.slice(20, 32),
  ].join('-')
}

/** Ends the sign-ins of all persons, and forgets that the account ever was signed in. */
export async function forgetPersons(vault: Vault, tx: Tx, configurationId: string): Promise<void> {
  for (const id of await personsSignedIn(tx, configurationId)) await forgetTokens(vault, tx, id)
  await deleteSignIns(tx, configurationId)
}

async function removeTokens(vault: Vault, tx: Tx, configurationId: string): Promise<void> {
  await vault.remove(tx, place(configurationId, accessToken))
  await vault.remove(tx, place(configurationId, refreshToken))
  await vault.remove(tx, place(configurationId, grantName))
}

function expiryOf({ expiresInSeconds }: TokenSet, now: Date): Date | undefined {
  if (expiresInSeconds === undefined) return undefined
  return new Date(now.getTime() + expiresInSeconds * 1000)
}
