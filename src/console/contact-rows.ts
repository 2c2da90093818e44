import { sql } from 'kysely'
import type { Db } from '#database'

/** What tells two contacts of one name apart. */
export interface ContactCard {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly company: string | null
  readonly createdOn: string
  readonly registrations: number
}

export async function readContactCards(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, ContactCard>> {
  const { rows } = await sql<Omit<ContactCard, 'createdOn'> & { readonly createdOn: Date }>`
    select c.contactid as id, c.fullname as name, c.emailaddress1 as email,
      coalesce(c.telephone1, c.mobilephone) as phone, coalesce(a.name, p.fullname) as company,
      c.createdon as "createdOn",
      (select count(*)::int from msevtmgt_eventregistration r
        where r.msevtmgt_contactid = c.contactid) as registrations
    from contact c
    left join account a on a.accountid = c.parentcustomerid
    left join contact p on p.contactid = c.parentcustomerid
    where c.contactid = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, { ...row, createdOn: row.createdOn.toISOString() }]))
}
