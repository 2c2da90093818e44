/** All SQL on sessions and one-time links. */
import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '#database'
import type { RequestOrigin } from '../request-origin.ts'
import type { Tables } from '../tables.ts'
import { tokenHash } from '../token.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type SignInMethod = 'password' | 'link' | 'single-sign-on'
export const linkPurposes = ['sign-in', 'password'] as const
export type LinkPurpose = (typeof linkPurposes)[number]

export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly createdOn: Date
  readonly lastUsedOn: Date
  readonly expiresOn: Date
  readonly method: string
  readonly userAgent: string | null
  readonly address: string | null
}

export interface NewSession {
  readonly userId: string
  readonly token: string
  readonly now: Date
  readonly expires: Date
  readonly method: SignInMethod
  readonly origin: RequestOrigin | undefined
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await on(tx).deleteFrom('gr_signinsession').where('expireson', '<=', session.now).execute()
  await on(tx)
    .insertInto('gr_signinsession')
    .values({
      gr_signinsessionid: randomUUID(),
      userid: session.userId,
      tokenhash: tokenHash(session.token),
      createdon: session.now,
      expireson: session.expires,
      lastusedon: session.now,
      method: session.method,
      useragent: session.origin?.userAgent ?? null,
      address: session.origin?.address ?? null,
    })
    .execute()
}

/** Of the user: newest use first. */
export async function listSessions(db: Db, userId: string, now: Date): Promise<SessionRow[]> {
  return await on(db)
    .selectFrom('gr_signinsession')
    .where('userid', '=', userId)
    .where('expireson', '>', now)
    .select([
      'gr_signinsessionid as id',
      'userid as userId',
      'createdon as createdOn',
      'lastusedon as lastUsedOn',
      'expireson as expiresOn',
      'method',
      'useragent as userAgent',
      'address',
    ])
    .orderBy('lastusedon', 'desc')
    .orderBy('gr_signinsessionid')
    .execute()
}

export async function sessionByToken(db: Db, token: string): Promise<string | undefined> {
  const found = await on(db)
    .selectFrom('gr_signinsession')
    .where('tokenhash', '=', tokenHash(token))
    .select('gr_signinsessionid as id')
    .executeTakeFirst()
  return found?.id
}

export async function userOfSessionId(db: Db, id: string): Promise<string | undefined> {
  const found = await on(db)
    .selectFrom('gr_signinsession')
    .where('gr_signinsessionid', '=', id)
    .select('userid')
    .executeTakeFirst()
  return found?.userid
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await on(tx).deleteFrom('gr_signinsession').where('gr_signinsessionid', '=', id).execute()
}

/** Gives how many ended. */
export async function deleteSessions(tx: Tx, userId: string, except?: string): Promise<number> {
  let deletion = on(tx).deleteFrom('gr_signinsession').where('userid', '=', userId)
  if (except !== undefined) deletion = deletion.where('gr_signinsessionid', '!=', except)
  return Number((await deletion.executeTakeFirst()).numDeletedRows)
}

/** Once a minute is exact enough for people, and seldom enough for the database. */
export async function touchSession(tx: Tx, token: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_signinsession')
    .set({ lastusedon: now })
    .where('tokenhash', '=', tokenHash(token))
    .execute()
}

/** Marks the link used and gives its user; undefined when it is unknown, used or too old. */
export async function useLink(
  tx: Tx,
  link: { token: string; purpose: LinkPurpose; now: Date },
): Promise<string | undefined> {
  const used = await on(tx)
    .updateTable('gr_signinlink')
    .set({ usedon: link.now })
    .where('tokenhash', '=', tokenHash(link.token))
    .where('purpose', '=', link.purpose)
    .where('usedon', 'is', null)
    .where('expireson', '>', link.now)
    .returning('userid')
    .executeTakeFirst()
  return used?.userid
}

export async function insertLink(
  tx: Tx,
  link: { userId: string; token: string; purpose: LinkPurpose; expires: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_signinlink')
    .values({
      gr_signinlinkid: randomUUID(),
      userid: link.userId,
      tokenhash: tokenHash(link.token),
      purpose: link.purpose,
      expireson: link.expires,
      usedon: null,
    })
    .execute()
}

/** Who asks for a new link, or has a new password, does not mean the old ones any more. */
export async function deleteLinks(tx: Tx, userId: string, purpose: LinkPurpose): Promise<void> {
  await on(tx)
    .deleteFrom('gr_signinlink')
    .where('userid', '=', userId)
    .where('purpose', '=', purpose)
    .execute()
}
