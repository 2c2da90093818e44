import { sql } from 'kysely'
import type { Db, Row, Tx } from '#database'
import type { eventpurchaseTable } from './purchase-tables.ts'
import type { Answer } from './registration.ts'
import type { Tables } from './tables.ts'

export type PurchaseRow = Row<typeof eventpurchaseTable>

/** Where purchasers of an event pay, and for how long seats are held for them. */
export interface PaymentProvider {
  readonly id: string
  readonly pageUrl: string
  readonly timeoutMinutes: number
}

export async function paymentProviders(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, PaymentProvider>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PaymentProvider>`
    select p.msevtmgt_paymentproviderid as id, p.msevtmgt_paymentpageurl as "pageUrl",
      p.msevtmgt_timeoutminutes as "timeoutMinutes"
    from msevtmgt_paymentprovider p
    where p.msevtmgt_paymentproviderid = any (${[...new Set(ids)]}::uuid[]) and p.statecode = 0`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export async function readPurchase(db: Db, id: string): Promise<PurchaseRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventpurchase as p')
    .selectAll('p')
    .where('p.msevtmgt_eventpurchaseid', '=', id)
    .executeTakeFirst()
}

/** Holds the purchase until the transaction ends; its event is locked before it. */
export async function lockPurchase(tx: Tx, id: string): Promise<PurchaseRow | undefined> {
  return await tx
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventpurchase as p')
    .selectAll('p')
    .where('p.msevtmgt_eventpurchaseid', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** An attendee of a purchase, with what was chosen. */
export interface PurchaseAttendee {
  readonly id: string
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly company: string | null
  readonly language: string | null
  readonly passId: string | null
  readonly purchasePassId: string | null
  readonly passName: string | null
  readonly sessionIds: readonly string[]
  readonly waitedSessionIds: readonly string[]
  readonly answers: readonly Answer[]
  readonly registrationId: string | null
}

interface StoredSessions {
  readonly sessionIds?: readonly string[]
  readonly waitedSessionIds?: readonly string[]
}

/** The attendees of a purchase in the order in which they were named. */
export async function attendeesOfPurchase(db: Db, purchaseId: string): Promise<PurchaseAttendee[]> {
  const { rows } = await sql<
    Omit<PurchaseAttendee, 'sessionIds' | 'waitedSessionIds' | 'answers'> & {
      readonly sessions: string | null
      readonly responses: string | null
    }
  >`
    select a.msevtmgt_eventpurchaseattendeeid as id, c.msevtmgt_emailaddress1 as email,
      c.msevtmgt_firstname as "firstName", c.msevtmgt_lastname as "lastName",
      a.gr_company as company, a.gr_language as language, a.gr_sessions as sessions,
      a.gr_responses as responses, a.msevtmgt_eventregistrationid as "registrationId",
      x.msevtmgt_passid as "passId", x.msevtmgt_eventpurchasepassid as "purchasePassId",
      p.msevtmgt_name as "passName"
    from msevtmgt_eventpurchaseattendee a
    join msevtmgt_eventpurchasecontact c
      on c.msevtmgt_eventpurchasecontactid = a.msevtmgt_eventpurchasecontactid
    left join msevtmgt_eventpurchasepass x on x.msevtmgt_attendeeid = a.msevtmgt_eventpurchaseattendeeid
    left join msevtmgt_pass p on p.msevtmgt_passid = x.msevtmgt_passid
    where a.msevtmgt_purchaseid = ${purchaseId}
    order by a.msevtmgt_name`.execute(db)
  return rows.map(({ sessions, responses, ...row }) => ({
    ...row,
    ...storedSessions(sessions),
    answers: responses === null ? [] : (JSON.parse(responses) as Answer[]),
  }))
}

function storedSessions(text: string | null): Required<StoredSessions> {
  const { sessionIds = [], waitedSessionIds = [] } =
    text === null ? {} : (JSON.parse(text) as StoredSessions)
  return { sessionIds, waitedSessionIds }
}

/** Amount and currency as a payment page needs them. */
export interface PurchaseCurrency {
  readonly code: string | null
  readonly symbol: string | null
  readonly name: string | null
}

export async function currencyOfPurchase(db: Db, purchaseId: string): Promise<PurchaseCurrency> {
  const { rows } = await sql<PurchaseCurrency>`
    select c.isocurrencycode as code, c.currencysymbol as symbol, c.currencyname as name
    from msevtmgt_eventpurchase p
    left join transactioncurrency c on c.transactioncurrencyid = p.transactioncurrencyid
    where p.msevtmgt_eventpurchaseid = ${purchaseId}`.execute(db)
  return rows[0] ?? { code: null, symbol: null, name: null }
}
