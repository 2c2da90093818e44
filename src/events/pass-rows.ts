import { sql } from 'kysely'
import type { Db, Tx } from '#database'

/** A pass as it is sold. */
export interface SellablePass {
  readonly id: string
  readonly eventId: string
  readonly name: string
  /** Exact amount with four decimals. */
  readonly price: string
  readonly allocated: number
  readonly sold: number
  readonly reserved: number
  readonly isActive: boolean
  /** The pass's currency, or the organisation's where it has none. */
  readonly currencyId: string | null
  readonly currencyCode: string | null
  readonly currencySymbol: string | null
  readonly currencyName: string | null
  /** Sessions it opens; none means that it says nothing about sessions. */
  readonly sessionIds: readonly string[]
}

const passColumns = sql`
  p.msevtmgt_passid as id, p.msevtmgt_eventid as "eventId", p.msevtmgt_name as name,
  p.msevtmgt_passprice as price, p.msevtmgt_noofpassesallocated as allocated,
  coalesce(p.msevtmgt_noofpassessold, 0) as sold,
  coalesce(p.gr_noofpassesreserved, 0) as reserved, p.statecode = 0 as "isActive",
  c.transactioncurrencyid as "currencyId", c.isocurrencycode as "currencyCode",
  c.currencysymbol as "currencySymbol", c.currencyname as "currencyName",
  array(
    select ps.msevtmgt_sessionid from msevtmgt_pass_session ps
    where ps.msevtmgt_passid = p.msevtmgt_passid order by ps.msevtmgt_sessionid
  )::text[] as "sessionIds"`

const withCurrency = sql`
  msevtmgt_pass p
  left join transactioncurrency c on c.transactioncurrencyid = coalesce(
    p.transactioncurrencyid, (select o.basecurrencyid from organization o limit 1))`

/** Reads passes and holds them until the transaction ends; the event is locked before them. */
export async function lockPasses(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, SellablePass>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<SellablePass>`
    select ${passColumns} from ${withCurrency}
    where p.msevtmgt_passid = any (${[...new Set(ids)]}::uuid[])
    order by p.msevtmgt_passid
    for no key update of p`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The passes of an event that are shown: active and with an allocation, the cheapest first. */
export async function readPasses(db: Db, eventId: string): Promise<SellablePass[]> {
  const { rows } = await sql<SellablePass>`
    select ${passColumns} from ${withCurrency}
    where p.msevtmgt_eventid = ${eventId} and p.statecode = 0 and p.msevtmgt_noofpassesallocated > 0
    order by p.msevtmgt_passprice, p.msevtmgt_name, p.msevtmgt_passid`.execute(db)
  return rows
}

export interface PassChange {
  readonly sold?: number
  readonly reserved?: number
}

/** Passes that were sold or reserved (positive) or came back (negative). */
export async function countPasses(tx: Tx, changes: ReadonlyMap<string, PassChange>): Promise<void> {
  if (changes.size === 0) return
  const sold = [...changes.values()].map((each) => each.sold ?? 0)
  const reserved = [...changes.values()].map((each) => each.reserved ?? 0)
  await sql`
    update msevtmgt_pass p
    set msevtmgt_noofpassessold = greatest(coalesce(p.msevtmgt_noofpassessold, 0) + x.sold, 0),
        gr_noofpassesreserved = greatest(coalesce(p.gr_noofpassesreserved, 0) + x.reserved, 0)
    from unnest(${[...changes.keys()]}::uuid[], ${sold}::integer[], ${reserved}::integer[])
      as x (id, sold, reserved)
    where p.msevtmgt_passid = x.id`.execute(tx)
}
