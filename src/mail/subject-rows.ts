/** The reads behind `Subject`: one statement per letter. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import { publishStatus } from '#events'
import type {
  EventFacts,
  PurchaseFacts,
  Recipient,
  RegistrationFacts,
  RegistrationSubject,
  Subject,
  WaitlistFacts,
} from './subject.ts'

const iso = (column: RawBuilder<unknown>) => sql`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`
const utc = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/** Of an event aliased `e`, with building `b` and venue `v`. */
const eventFacts = sql`json_build_object('id', e.msevtmgt_eventid, 'name', e.msevtmgt_name,
  'readableId', e.msevtmgt_readableeventid, 'description', e.msevtmgt_description,
  'start', ${iso(sql`e.msevtmgt_eventstartdate`)}, 'end', ${iso(sql`e.msevtmgt_eventenddate`)},
  'zone', coalesce(e.gr_timezone, 'UTC'), 'zoneName', e.msevtmgt_eventtimezonename,
  'format', e.msevtmgt_eventformat, 'publishStatus', e.msevtmgt_publishstatus,
  'language', e.msevtmgt_language,
  'place', coalesce(b.msevtmgt_addresscomposite, v.msevtmgt_addresscomposite, b.msevtmgt_name, v.msevtmgt_name))`

const eventPlaces = sql`
  left join msevtmgt_building b on b.msevtmgt_buildingid = e.msevtmgt_building
  left join msevtmgt_venue v on v.msevtmgt_venueid = e.msevtmgt_primaryvenue`

/** Of a contact aliased `c`. */
const recipient = (language: RawBuilder<unknown>) => sql`json_build_object('email', c.emailaddress1,
  'firstName', c.firstname, 'fullName', c.fullname, 'language', ${language})`

const registrationFacts = sql`json_build_object('id', r.msevtmgt_eventregistrationid,
  'number', r.msevtmgt_name, 'canceled', (r.statecode <> 0 or r.msevtmgt_iscanceled is true),
  'sequence', coalesce(r.gr_calendarsequence, 0),
  'sessions', coalesce((select json_agg(json_build_object('name', s.msevtmgt_name,
      'start', ${iso(sql`s.msevtmgt_starttime`)}, 'end', ${iso(sql`s.msevtmgt_endtime`)},
      'place', nullif(concat_ws(', ', o.msevtmgt_name, u.msevtmgt_name), ''))
      order by s.msevtmgt_starttime)
    from msevtmgt_sessionregistration sr
    join msevtmgt_session s on s.msevtmgt_sessionid = sr.msevtmgt_sessionid
      and s.msevtmgt_publishstatus is distinct from ${publishStatus.cancelled.value}
    left join msevtmgt_room o on o.msevtmgt_roomid = s.msevtmgt_room
    left join msevtmgt_building u
      on u.msevtmgt_buildingid = coalesce(s.msevtmgt_building, o.msevtmgt_building)
        and u.msevtmgt_buildingid is distinct from e.msevtmgt_building
    where sr.msevtmgt_registrationid = r.msevtmgt_eventregistrationid and sr.statecode = 0), '[]'))`

interface Part {
  readonly event: EventFacts
  readonly recipient: Recipient
}

export async function readRegistrationSubject(
  db: Db,
  registrationId: string,
): Promise<RegistrationSubject | undefined> {
  const { rows } = await sql<Part & { registration: RegistrationFacts }>`
    select ${eventFacts} as event, ${recipient(sql`r.gr_language`)} as recipient,
      ${registrationFacts} as registration
    from msevtmgt_eventregistration r
    join contact c on c.contactid = r.msevtmgt_contactid
    join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid ${eventPlaces}
    where r.msevtmgt_eventregistrationid = ${registrationId}`.execute(db)
  return rows[0]
}

export async function readWaitlistSubject(db: Db, itemId: string): Promise<Subject | undefined> {
  const { rows } = await sql<Part & { waitlist: WaitlistFacts }>`
    select ${eventFacts} as event, ${recipient(sql`w.gr_language`)} as recipient,
      json_build_object('itemId', w.msevtmgt_waitlistitemid, 'active', w.statecode = 0,
        'name', coalesce(s.msevtmgt_name, e.msevtmgt_name),
        'invited', w.msevtmgt_invited is true,
        'until', ${utc(sql`w.gr_invitationends`)}) as waitlist
    from msevtmgt_waitlistitem w
    join contact c on c.contactid = w.msevtmgt_contact
    join msevtmgt_event e on e.msevtmgt_eventid = w.msevtmgt_event ${eventPlaces}
    left join msevtmgt_session s on s.msevtmgt_sessionid = w.msevtmgt_session
    where w.msevtmgt_waitlistitemid = ${itemId}`.execute(db)
  return rows[0]
}

export async function readPurchaseSubject(
  db: Db,
  purchaseId: string,
): Promise<Subject | undefined> {
  const { rows } = await sql<Part & { purchase: PurchaseFacts }>`
    select ${eventFacts} as event, ${recipient(sql`p.gr_language`)} as recipient,
      json_build_object('id', p.msevtmgt_eventpurchaseid, 'number', p.msevtmgt_name,
        'state', p.gr_state, 'total', p.msevtmgt_totalprice::text,
        'currency', m.isocurrencycode, 'until', ${utc(sql`p.gr_expireson`)},
        'attendees', coalesce((select json_agg(json_build_object(
            'name', coalesce(x.msevtmgt_fullname, x.msevtmgt_emailaddress1),
            'pass', q.msevtmgt_name) order by a.msevtmgt_name)
          from msevtmgt_eventpurchaseattendee a
          join msevtmgt_eventpurchasecontact x
            on x.msevtmgt_eventpurchasecontactid = a.msevtmgt_eventpurchasecontactid
          left join msevtmgt_eventpurchasepass z
            on z.msevtmgt_attendeeid = a.msevtmgt_eventpurchaseattendeeid
          left join msevtmgt_pass q on q.msevtmgt_passid = z.msevtmgt_passid
          where a.msevtmgt_purchaseid = p.msevtmgt_eventpurchaseid), '[]')) as purchase
    from msevtmgt_eventpurchase p
    join contact c on c.contactid = p.msevtmgt_purchasingcontactid
    join msevtmgt_event e on e.msevtmgt_eventid = p.msevtmgt_eventid ${eventPlaces}
    left join transactioncurrency m on m.transactioncurrencyid = p.transactioncurrencyid
    where p.msevtmgt_eventpurchaseid = ${purchaseId}`.execute(db)
  return rows[0]
}

/** Who registered others without a payment, with those who were registered in one request. */
export async function readOrderSubject(
  db: Db,
  order: {
    readonly eventId: string
    readonly purchaserId: string
    readonly correlationId: string
  },
): Promise<Subject | undefined> {
  const { rows } = await sql<Part & { purchase: PurchaseFacts }>`
    select ${eventFacts} as event, ${recipient(sql`(
        select r.gr_language from msevtmgt_eventregistration r
        where r.msevtmgt_eventid = e.msevtmgt_eventid and r.msevtmgt_registeredby = c.contactid
          and r.msevtmgt_correlationid = ${order.correlationId} limit 1)`)} as recipient,
      json_build_object('attendees', coalesce((
        select json_agg(json_build_object('name', coalesce(x.fullname, x.emailaddress1)) order by r.msevtmgt_name)
        from msevtmgt_eventregistration r join contact x on x.contactid = r.msevtmgt_contactid
        where r.msevtmgt_eventid = e.msevtmgt_eventid and r.msevtmgt_registeredby = c.contactid
          and r.msevtmgt_correlationid = ${order.correlationId} and r.statecode = 0), '[]')) as purchase
    from msevtmgt_event e
    cross join contact c ${eventPlaces}
    where e.msevtmgt_eventid = ${order.eventId} and c.contactid = ${order.purchaserId}`.execute(db)
  const row = rows[0]
  return row === undefined ? undefined : { ...row, purchase: { ...nothingToPay, ...row.purchase } }
}

const nothingToPay: PurchaseFacts = {
  id: null,
  number: null,
  state: null,
  total: null,
  currency: null,
  until: null,
  attendees: [],
}

/** The event of an occasion, with the times of the session where it is one. */
export async function readOccasionFacts(
  db: Db,
  table: string,
  id: string,
): Promise<EventFacts | undefined> {
  const isSession = table === 'msevtmgt_session'
  const { rows } = await sql<{ event: EventFacts; session: Partial<EventFacts> | null }>`
    select ${eventFacts} as event, case when s.msevtmgt_sessionid is null then null else
      json_build_object('name', s.msevtmgt_name, 'start', ${iso(sql`s.msevtmgt_starttime`)},
        'end', ${iso(sql`s.msevtmgt_endtime`)}, 'format', s.msevtmgt_sessionformat) end as session
    from msevtmgt_event e ${eventPlaces}
    left join msevtmgt_session s
      on s.msevtmgt_event = e.msevtmgt_eventid and s.msevtmgt_sessionid = ${isSession ? id : null}
    where ${isSession ? sql`s.msevtmgt_sessionid` : sql`e.msevtmgt_eventid`} = ${id}`.execute(db)
  const row = rows[0]
  return row === undefined ? undefined : { ...row.event, ...row.session }
}
