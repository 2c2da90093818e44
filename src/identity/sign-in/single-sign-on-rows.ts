/** All SQL on single sign-on under way and on who users are at the identity provider. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from '../tables.ts'
import { tokenHash } from '../token.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export interface Start {
  readonly nonce: string
  readonly verifier: string
  readonly returnTo: string | undefined
}

export async function insertStart(
  tx: Tx,
  start: Start & { id: string; state: string; now: Date; expires: Date },
): Promise<void> {
  await on(tx).deleteFrom('gr_singlesignon').where('expireson', '<=', start.now).execute()
  await on(tx)
    .insertInto('gr_singlesignon')
    .values({
      gr_singlesignonid: start.id,
      statehash: tokenHash(start.state),
      nonce: start.nonce,
      verifier: start.verifier,
      returnto: start.returnTo ?? null,
      expireson: start.expires,
    })
    .execute()
}

export async function takeStart(tx: Tx, state: string, now: Date): Promise<Start | undefined> {
  const taken = await on(tx)
    .deleteFrom('gr_singlesignon')
    .where('statehash', '=', tokenHash(state))
    .returning(['nonce', 'verifier', 'returnto', 'expireson'])
    .executeTakeFirst()
  if (taken === undefined || taken.expireson <= now) return undefined
  return { nonce: taken.nonce, verifier: taken.verifier, returnTo: taken.returnto ?? undefined }
}

interface Known {
  readonly userId: string
  readonly enabled: boolean
}

export async function linkedUser(
  db: Db,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<Known | undefined> {
  return await on(db)
    .selectFrom('gr_externalidentity as e')
    .innerJoin('systemuser as u', 'u.systemuserid', 'e.userid')
    .where('e.issuer', '=', issuer)
    .where('e.subject', '=', subject)
    .select(['u.systemuserid as userId', sql<boolean>`u.isdisabled is not true`.as('enabled')])
    .executeTakeFirst()
}

/** Programs have e-mails too, but nobody signs in as one. */
export async function personByEmail(db: Db, email: string): Promise<Known | undefined> {
  return await on(db)
    .selectFrom('systemuser as u')
    .where(sql`lower(u.internalemailaddress)`, '=', email.toLowerCase())
    .select(['u.systemuserid as userId'])
    .select(
      sql<boolean>`u.isdisabled is not true and u.accessmode is distinct from 4`.as('enabled'),
    )
    .executeTakeFirst()
}

export async function insertLink(
  tx: Tx,
  link: { id: string; userId: string; issuer: string; subject: string; now: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_externalidentity')
    .values({
      gr_externalidentityid: link.id,
      userid: link.userId,
      issuer: link.issuer,
      subject: link.subject,
      createdon: link.now,
    })
    .execute()
}
