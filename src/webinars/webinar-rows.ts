/** All SQL on gr_webinar and gr_registrant. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Occasion } from '#events'
import type { Registrant, Webinar, WebinarPlan } from '#providers'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type WebinarRow = Tables['gr_webinar']
export type RegistrantRow = Tables['gr_registrant']

export async function currentWebinar(db: Db, occasionId: string): Promise<WebinarRow | undefined> {
  return await on(db)
    .selectFrom('gr_webinar')
    .selectAll()
    .where('occasionid', '=', occasionId)
    .where('deletedon', 'is', null)
    .executeTakeFirst()
}

export async function webinarById(db: Db, id: string): Promise<WebinarRow | undefined> {
  return await on(db)
    .selectFrom('gr_webinar')
    .selectAll()
    .where('gr_webinarid', '=', id)
    .executeTakeFirst()
}

/** Webinars whose events are in the future or running, of one configuration. */
export async function insertWebinar(
  tx: Tx,
  row: {
    id: string
    occasion: Occasion
    configurationId: string
    actingUserId: string | undefined
    webinar: Webinar
    creationKey: string
    fingerprint: string
    now: Date
  },
): Promise<void> {
  await on(tx)
    .insertInto('gr_webinar')
    .values({
      gr_webinarid: row.id,
      occasiontable: row.occasion.table,
      occasionid: row.occasion.id,
      configurationid: row.configurationId,
      actinguserid: row.actingUserId ?? null,
      ...stateColumns(row.webinar),
      creationkey: row.creationKey,
      planfingerprint: row.fingerprint,
      createdon: row.now,
      deletedon: null,
    })
    .execute()
}

export async function updateWebinar(
  tx: Tx,
  id: string,
  webinar: Webinar,
  fingerprint: string,
): Promise<void> {
  await on(tx)
    .updateTable('gr_webinar')
    .set({ ...stateColumns(webinar), planfingerprint: fingerprint })
    .where('gr_webinarid', '=', id)
    .execute()
}

function stateColumns(webinar: Webinar) {
  return {
    webinarid: webinar.webinarId,
    state: webinar.state,
    statereason: webinar.stateReason ?? null,
    webinarurl: webinar.webinarUrl ?? null,
    presentationmanagerurl: webinar.presentationManagerUrl ?? null,
  }
}

export async function markFailed(tx: Tx, id: string, reason: string): Promise<void> {
  await on(tx)
    .updateTable('gr_webinar')
    .set({ state: 'failed', statereason: reason.slice(0, 5000) })
    .where('gr_webinarid', '=', id)
    .execute()
}

export async function markDeleted(tx: Tx, id: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_webinar')
    .set({ deletedon: now })
    .where('gr_webinarid', '=', id)
    .execute()
}

/** The provider has it no more, though the hub did not delete it. */
export async function markGone(tx: Tx, id: string, now: Date, reason: string): Promise<void> {
  await on(tx)
    .updateTable('gr_webinar')
    .set({ deletedon: now, gonereason: reason.slice(0, 1000) })
    .where('gr_webinarid', '=', id)
    .execute()
}

export interface PlanColumns {
  /** RFC 5545. */
  readonly rule: string | undefined
  readonly password: string | undefined
}

/** What the provider is told and nobody else of the hub needs. */
export async function planColumnsOf(
  db: Db,
  { table, id }: Pick<Occasion, 'table' | 'id'>,
): Promise<PlanColumns> {
  const { rows } = await sql<{ rule: string | null; password: string | null }>`
    select msevtmgt_recurrencepattern as rule, gr_webinarpassword as password
    from ${sql.table(table)} where ${sql.ref(`${table}id`)} = ${id}`.execute(db)
  return { rule: rows[0]?.rule || undefined, password: rows[0]?.password || undefined }
}

/** Speakers with an e-mail, by engagement and by session link. */
export async function presentersOf(db: Db, occasion: Occasion): Promise<WebinarPlan['presenters']> {
  const ofOccasion =
    occasion.table === 'msevtmgt_event'
      ? sql`g.msevtmgt_event = ${occasion.id} and g.msevtmgt_session is null`
      : sql`g.msevtmgt_session = ${occasion.id}`
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    select distinct s.msevtmgt_speakerid as id, s.msevtmgt_name as name, s.msevtmgt_email as email
    from msevtmgt_speakerengagement g
    join msevtmgt_speaker s on s.msevtmgt_speakerid = g.msevtmgt_speaker
    where ${ofOccasion} and g.statecode = 0 and s.msevtmgt_email is not null
    union
    select s.msevtmgt_speakerid, s.msevtmgt_name, s.msevtmgt_email
    from msevtmgt_session_speaker l
    join msevtmgt_speaker s on s.msevtmgt_speakerid = l.msevtmgt_speakerid
    where l.msevtmgt_sessionid = ${occasion.id} and s.msevtmgt_email is not null
    order by id`.execute(db)
  return rows.map((row) => ({ externalId: row.id, name: row.name, email: row.email }))
}

export async function registrantOf(
  db: Db,
  registrationId: string,
  webinar: string,
): Promise<RegistrantRow | undefined> {
  return await on(db)
    .selectFrom('gr_registrant')
    .selectAll()
    .where('registrationid', '=', registrationId)
    .where('webinar', '=', webinar)
    .where('cancelledon', 'is', null)
    .executeTakeFirst()
}

/** All webinars, also deleted ones, that still know this registration. */
export async function registrantsOf(db: Db, registrationId: string): Promise<RegistrantRow[]> {
  return await on(db)
    .selectFrom('gr_registrant')
    .selectAll()
    .where('registrationid', '=', registrationId)
    .where('cancelledon', 'is', null)
    .execute()
}

export async function insertRegistrant(
  tx: Tx,
  row: {
    table: string
    registrationId: string
    webinar: string
    registrant: Registrant
    now: Date
  },
): Promise<void> {
  await on(tx)
    .insertInto('gr_registrant')
    .values({
      gr_registrantid: randomUUID(),
      registrationtable: row.table,
      registrationid: row.registrationId,
      webinar: row.webinar,
      registrantid: row.registrant.registrantId,
      joinurl: row.registrant.joinUrl ?? null,
      createdon: row.now,
      cancelledon: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['registrationid', 'webinar'])
        .where('cancelledon', 'is', null)
        .doUpdateSet({
          registrantid: row.registrant.registrantId,
          joinurl: row.registrant.joinUrl ?? null,
        }),
    )
    .execute()
}

export async function markCancelled(tx: Tx, id: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_registrant')
    .set({ cancelledon: now })
    .where('gr_registrantid', '=', id)
    .execute()
}

/**
 * The key under which the next webinar of an occasion is created: stable until the creation is
 * recorded, so that a crash in between makes no second one; new after a deletion.
 */
export async function creationKey(db: Db, occasionId: string): Promise<string> {
  const { made } = await on(db)
    .selectFrom('gr_webinar')
    .where('occasionid', '=', occasionId)
    .select((select) => select.fn.countAll<number>().as('made'))
    .executeTakeFirstOrThrow()
  return made === 0 ? occasionId : `${occasionId}:${made}`
}

/** The row as providers know it. */
export function webinarOf(row: WebinarRow): Webinar {
  return {
    webinarId: row.webinarid,
    state: row.state as Webinar['state'],
    stateReason: row.statereason ?? undefined,
    webinarUrl: row.webinarurl ?? undefined,
    presentationManagerUrl: row.presentationmanagerurl ?? undefined,
  }
}
