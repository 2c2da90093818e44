import type { Db, Row } from '#database'
import type { Tables } from './tables.ts'
import type { waitlistitemTable } from './waitlist-table.ts'

export type WaitlistRow = Row<typeof waitlistitemTable>

function waiting(db: Db, eventId: string) {
  return db
    .withTables<Tables>()
    .selectFrom('msevtmgt_waitlistitem as w')
    .selectAll('w')
    .where('w.msevtmgt_event', '=', eventId)
    .where('w.statecode', '=', 0)
    .orderBy('w.createdon')
    .orderBy('w.msevtmgt_waitlistitemid')
}

/** The line of the event itself, those with an open invitation left out; the oldest first. */
export async function waitingForEvent(
  db: Db,
  eventId: string,
  limit: number,
): Promise<WaitlistRow[]> {
  return await waiting(db, eventId)
    .where('w.msevtmgt_session', 'is', null)
    .where('w.gr_invitationslot', 'is', null)
    .limit(limit)
    .execute()
}

/** Those of the same line who have an active registration for the event. */
export async function waitingThoughRegistered(db: Db, eventId: string): Promise<WaitlistRow[]> {
  return await waiting(db, eventId)
    .where('w.msevtmgt_session', 'is', null)
    .where('w.gr_invitationslot', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('msevtmgt_eventregistration as r')
          .select('r.msevtmgt_eventregistrationid')
          .whereRef('r.msevtmgt_eventid', '=', 'w.msevtmgt_event')
          .whereRef('r.msevtmgt_contactid', '=', 'w.msevtmgt_contact')
          .where('r.statecode', '=', 0)
          .where('r.msevtmgt_iscanceled', 'is not', true),
      ),
    )
    .execute()
}

/** The lines of all sessions of an event, those with an open invitation left out. */
export async function waitingForSessions(db: Db, eventId: string): Promise<WaitlistRow[]> {
  return await waiting(db, eventId)
    .where('w.msevtmgt_session', 'is not', null)
    .where('w.gr_invitationslot', 'is', null)
    .execute()
}

/** Invitations, also to sessions, that nobody took in time. */
export async function overdueInvitations(
  db: Db,
  eventId: string,
  now: Date,
): Promise<WaitlistRow[]> {
  return await waiting(db, eventId)
    .where('w.gr_invitationslot', 'is not', null)
    .where('w.gr_invitationends', '<=', now)
    .execute()
}

/** Whether anybody waits for the event or one of its sessions. */
export async function anybodyWaits(db: Db, eventId: string): Promise<boolean> {
  return (await waiting(db, eventId).limit(1).execute()).length > 0
}

/** The open invitation of a registration to a session. */
export async function invitationToSession(
  db: Db,
  registrationId: string,
  sessionId: string,
  now: Date,
): Promise<WaitlistRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_waitlistitem as w')
    .selectAll('w')
    .where('w.gr_eventregistration', '=', registrationId)
    .where('w.msevtmgt_session', '=', sessionId)
    .where('w.statecode', '=', 0)
    .where('w.gr_invitationslot', 'is not', null)
    .where('w.gr_invitationends', '>', now)
    .executeTakeFirst()
}

/** Places of a registration in the lines of sessions, those with an open invitation left out. */
export async function waitingForSessionsOf(
  db: Db,
  registrationId: string,
  sessionIds: readonly string[],
): Promise<WaitlistRow[]> {
  if (sessionIds.length === 0) return []
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_waitlistitem as w')
    .selectAll('w')
    .where('w.gr_eventregistration', '=', registrationId)
    .where('w.msevtmgt_session', 'in', sessionIds)
    .where('w.statecode', '=', 0)
    .where('w.gr_invitationslot', 'is', null)
    .execute()
}

/** What a contact waits for, the newest first. */
export async function waitlistItemsOfContact(db: Db, contactId: string): Promise<WaitlistRow[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_waitlistitem as w')
    .selectAll('w')
    .where('w.msevtmgt_contact', '=', contactId)
    .where('w.statecode', '=', 0)
    .orderBy('w.createdon', 'desc')
    .execute()
}

/** One place in a line; left ones are gone. */
export async function readWaitlistItem(db: Db, id: string): Promise<WaitlistRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_waitlistitem as w')
    .selectAll('w')
    .where('w.msevtmgt_waitlistitemid', '=', id)
    .executeTakeFirst()
}
