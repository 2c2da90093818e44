import { sql } from 'kysely'
import type { Tx } from '#database'
import type { EventRow, SessionRow } from './event-rows.ts'

/** What decides whether an event takes a registration. */
export type RegistrableEvent = Pick<
  EventRow,
  | 'msevtmgt_eventid'
  | 'msevtmgt_name'
  | 'msevtmgt_eventstartdate'
  | 'msevtmgt_eventenddate'
  | 'msevtmgt_eventtimezone'
  | 'gr_timezone'
  | 'gr_ended'
  | 'msevtmgt_publishstatus'
  | 'msevtmgt_setregistrationsenddate'
  | 'msevtmgt_stopwebsiteregistrationson'
  | 'msevtmgt_websitemessage'
  | 'msevtmgt_maximumeventcapacity'
  | 'msevtmgt_registrationcount'
  | 'gr_registrationsstarton'
  | 'gr_notyetopenmessage'
  | 'gr_seatsreserved'
  | 'gr_paymentprovider'
  | 'msevtmgt_showwaitlist'
  | 'msevtmgt_waitlistthisevent'
  | 'msevtmgt_autoregisterwaitlistitems'
  | 'msevtmgt_numberofinvitations'
  | 'statecode'
  | 'ownerid'
> & {
  /** Whether passes are sold: then every attendee needs one. */
  readonly sellsPasses: boolean
  /** Whether the organiser asks registrants anything. */
  readonly asksQuestions: boolean
}

export type RegistrableSession = Pick<
  SessionRow,
  | 'msevtmgt_sessionid'
  | 'msevtmgt_event'
  | 'msevtmgt_name'
  | 'msevtmgt_publishstatus'
  | 'msevtmgt_sessionmaxcapacity'
  | 'msevtmgt_registrationcount'
  | 'gr_seatsreserved'
  | 'msevtmgt_showwaitlist'
  | 'msevtmgt_waitlistthissession'
  | 'statecode'
>

/** The columns of `RegistrableEvent`, of an event aliased `e`. */
export const registrableColumns = sql`
  e.msevtmgt_eventid, e.msevtmgt_name, e.msevtmgt_eventstartdate, e.msevtmgt_eventenddate,
  e.msevtmgt_eventtimezone, e.gr_timezone, e.gr_ended, e.msevtmgt_publishstatus,
  e.msevtmgt_setregistrationsenddate, e.msevtmgt_stopwebsiteregistrationson,
  e.msevtmgt_websitemessage, e.msevtmgt_maximumeventcapacity, e.msevtmgt_registrationcount,
  e.gr_registrationsstarton, e.gr_notyetopenmessage, e.gr_seatsreserved, e.gr_paymentprovider,
  e.msevtmgt_showwaitlist, e.msevtmgt_waitlistthisevent, e.msevtmgt_autoregisterwaitlistitems,
  e.msevtmgt_numberofinvitations, e.statecode, e.ownerid,
  exists (
    select from msevtmgt_pass p
    where p.msevtmgt_eventid = e.msevtmgt_eventid
      and p.statecode = 0 and p.msevtmgt_noofpassesallocated > 0
  ) as "sellsPasses",
  exists (
    select from msevtmgt_eventcustomregistrationfield f
    where f.msevtmgt_event = e.msevtmgt_eventid and f.statecode = 0
  ) as "asksQuestions"`

/**
 * Reads events and holds them until the transaction ends: whoever hands out or gives back seats of
 * an event comes here first, in order of ids. `no key update` lets rows that point to the event
 * (check-ins, registrations by staff) be written meanwhile.
 */
export async function lockEvents(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, RegistrableEvent>> {
  const { rows } = await sql<RegistrableEvent>`
    select
      ${registrableColumns}
    from msevtmgt_event e
    where e.msevtmgt_eventid = any (${[...new Set(ids)]}::uuid[])
    order by e.msevtmgt_eventid
    for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.msevtmgt_eventid, row]))
}

/** The same for sessions; the event is locked before them. */
export async function lockSessions(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, RegistrableSession>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<RegistrableSession>`
    select
      s.msevtmgt_sessionid, s.msevtmgt_event, s.msevtmgt_name, s.msevtmgt_publishstatus,
      s.msevtmgt_sessionmaxcapacity, s.msevtmgt_registrationcount, s.gr_seatsreserved,
      s.msevtmgt_showwaitlist, s.msevtmgt_waitlistthissession, s.statecode
    from msevtmgt_session s
    where s.msevtmgt_sessionid = any (${[...new Set(ids)]}::uuid[])
    order by s.msevtmgt_sessionid
    for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.msevtmgt_sessionid, row]))
}

/** What is counted, by id of the event or session; positive: they came, negative: they went. */
type Changes = ReadonlyMap<string, number>

/** Registrations of an event. The version stays: a counter is no edit. */
export const countEventRegistrations = counterOf('msevtmgt_event', 'msevtmgt_registrationcount')

export const countSessionRegistrations = counterOf('msevtmgt_session', 'msevtmgt_registrationcount')

/** Seats of an event that purchases and invitations hold. */
export const reserveEventSeats = counterOf('msevtmgt_event', 'gr_seatsreserved')

export const reserveSessionSeats = counterOf('msevtmgt_session', 'gr_seatsreserved')

function counterOf(
  table: 'msevtmgt_event' | 'msevtmgt_session',
  column: 'msevtmgt_registrationcount' | 'gr_seatsreserved',
): (tx: Tx, changes: Changes) => Promise<void> {
  const counter = sql.ref(column)
  return async (tx, changes) => {
    const real = [...changes].filter(([, change]) => change !== 0)
    if (real.length === 0) return
    const ids = real.map(([id]) => id)
    await sql`
      update ${sql.table(table)} r
      set ${counter} = greatest(coalesce(r.${counter}, 0) + x.change, 0)
      from unnest(${ids}::uuid[], ${real.map(([, change]) => change)}::integer[]) as x (id, change)
      where r.${sql.ref(`${table}id`)} = x.id`.execute(tx)
  }
}
