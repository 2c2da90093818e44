/** All SQL on gr_meetingroom and gr_meetingguest, which only the engine writes. */
import type { Db, Tx } from '#database'
import type { Webinar } from '#providers'
import type { Registration, Told } from './meeting.ts'
import type { Tables } from './tables.ts'
import type { ToldDates } from './tell-dates.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type RoomRow = Tables['gr_meetingroom']

export async function currentRoom(db: Db, meetingId: string): Promise<RoomRow | undefined> {
  return await on(db)
    .selectFrom('gr_meetingroom')
    .selectAll()
    .where('meetingid', '=', meetingId)
    .where('deletedon', 'is', null)
    .executeTakeFirst()
}

/** A key of its own for each room that a meeting has had. */
export async function nextCreationKey(db: Db, meetingId: string): Promise<string> {
  const { made } = await on(db)
    .selectFrom('gr_meetingroom')
    .where('meetingid', '=', meetingId)
    .select((select) => select.fn.countAll<number>().as('made'))
    .executeTakeFirstOrThrow()
  return Number(made) === 0 ? meetingId : `${meetingId}:${made}`
}

export async function insertRoom(
  tx: Tx,
  room: Pick<RoomRow, 'meetingid' | 'configurationid' | 'actinguserid' | 'creationkey'>,
  now: Date,
): Promise<RoomRow> {
  return await on(tx)
    .insertInto('gr_meetingroom')
    .values({
      ...room,
      gr_meetingroomid: crypto.randomUUID(),
      webinarid: null,
      state: 'asked',
      statereason: null,
      webinarurl: null,
      managerurl: null,
      planfingerprint: null,
      tolddates: null,
      createdon: now,
      deletedon: null,
      gonereason: null,
      lookedon: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function writeAnswer(
  tx: Tx,
  roomId: string,
  webinar: Webinar,
  { fingerprint, dates }: { fingerprint: string; dates: ToldDates | undefined },
): Promise<void> {
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({
      webinarid: webinar.webinarId,
      state: webinar.state,
      statereason: webinar.stateReason ?? null,
      webinarurl: webinar.webinarUrl ?? null,
      managerurl: webinar.presentationManagerUrl ?? null,
      planfingerprint: fingerprint,
      tolddates: dates === undefined ? null : JSON.stringify(dates),
    })
    .where('gr_meetingroomid', '=', roomId)
    .execute()
}

export async function writeDates(tx: Tx, roomId: string, dates: ToldDates): Promise<void> {
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({ tolddates: JSON.stringify(dates) })
    .where('gr_meetingroomid', '=', roomId)
    .execute()
}

export async function markDeleted(tx: Tx, roomId: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({ deletedon: now })
    .where('gr_meetingroomid', '=', roomId)
    .execute()
}

/** The provider has it no more, though the hub did not delete it. */
export async function markGone(tx: Tx, roomId: string, now: Date, reason: string): Promise<void> {
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({ deletedon: now, gonereason: reason.slice(0, 1000) })
    .where('gr_meetingroomid', '=', roomId)
    .execute()
}

export async function markLookedAfter(
  tx: Tx,
  roomIds: readonly string[],
  now: Date,
): Promise<void> {
  if (roomIds.length === 0) return
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({ lookedon: now })
    .where('gr_meetingroomid', 'in', [...roomIds])
    .execute()
}

/** The provider is told everything again. */
export async function forgetPlan(tx: Tx, roomId: string): Promise<void> {
  await on(tx)
    .updateTable('gr_meetingroom')
    .set({ planfingerprint: null })
    .where('gr_meetingroomid', '=', roomId)
    .execute()
}

export async function roomById(db: Db, roomId: string): Promise<RoomRow | undefined> {
  return await on(db)
    .selectFrom('gr_meetingroom')
    .selectAll()
    .where('gr_meetingroomid', '=', roomId)
    .executeTakeFirst()
}

/** Newest first: vendors may use an id again. */
export async function roomOf(
  db: Db,
  configurationId: string,
  webinarId: string,
): Promise<RoomRow | undefined> {
  return await on(db)
    .selectFrom('gr_meetingroom')
    .selectAll()
    .where('configurationid', '=', configurationId)
    .where('webinarid', '=', webinarId)
    .orderBy('createdon', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Null: the last letter took the meeting out of their calendar. */
export async function writeTold(tx: Tx, guestId: string, told: Told | undefined): Promise<void> {
  const value = told === undefined ? null : JSON.stringify(told)
  await on(tx)
    .insertInto('gr_meetingguest')
    .values({
      gr_meetingguestid: guestId,
      told: value,
      roomid: null,
      registrantid: null,
      joinurl: null,
    })
    .onConflict((conflict) => conflict.column('gr_meetingguestid').doUpdateSet({ told: value }))
    .execute()
}

export async function writeRegistration(
  tx: Tx,
  guestId: string,
  registration: Registration | undefined,
): Promise<void> {
  const columns = {
    roomid: registration?.roomId ?? null,
    registrantid: registration?.registrantId ?? null,
    joinurl: registration?.joinUrl ?? null,
  }
  await on(tx)
    .insertInto('gr_meetingguest')
    .values({ gr_meetingguestid: guestId, told: null, ...columns })
    .onConflict((conflict) => conflict.column('gr_meetingguestid').doUpdateSet(columns))
    .execute()
}

export function webinarOf(room: RoomRow): Webinar {
  return {
    webinarId: room.webinarid ?? '',
    state: room.state as Webinar['state'],
    stateReason: room.statereason ?? undefined,
    webinarUrl: room.webinarurl ?? undefined,
    presentationManagerUrl: room.managerurl ?? undefined,
  }
}
