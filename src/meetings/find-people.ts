/** People for the form: those of the account's directory, and contacts. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import { readableBy } from './policy.ts'

export interface FoundPerson {
  readonly source: 'account' | 'contact'
  readonly id: string
  readonly name: string
  readonly email: string
  /** Of a contact, where it is known. */
  readonly company: string | null
}

export interface PeopleSearch {
  /** Part of a name or an address; empty: the first by name. */
  readonly text: string
  /** Whose directory; undefined: contacts only. */
  readonly configurationId: string | undefined
  /** Of each source. */
  readonly limit: number
}

/**
 * Whom the caller may read: colleagues of the directory first; an address that is in both comes once.
 */
export async function findPeople(
  db: Db,
  caller: Caller,
  { text, configurationId, limit }: PeopleSearch,
): Promise<FoundPerson[]> {
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const isDirectoryOpen = mayDo(caller, 'Read', 'gr_accountperson')
  const colleagues =
    configurationId === undefined || !isDirectoryOpen
      ? []
      : await colleaguesLike(db, configurationId, pattern, limit)
  const known = new Set(colleagues.map(({ email }) => email.toLowerCase()))
  const contacts = await contactsLike(db, caller, pattern, limit)
  return [...colleagues, ...contacts.filter(({ email }) => !known.has(email.toLowerCase()))]
}

async function colleaguesLike(
  db: Db,
  configurationId: string,
  pattern: string,
  limit: number,
): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`
    select 'account' as source, p.gr_accountpersonid as id, p.gr_name as name,
      p.gr_email as email, null as company
    from gr_accountperson p
    where p.gr_webinarconfigurationid = ${configurationId} and p.statecode = 0
      and p.gr_email is not null and (p.gr_name ilike ${pattern} or p.gr_email ilike ${pattern})
    order by lower(p.gr_name), p.gr_email limit ${limit}`.execute(db)
  return rows
}

async function contactsLike(
  db: Db,
  caller: Caller,
  pattern: string,
  limit: number,
): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`
    select 'contact' as source, c.contactid as id,
      coalesce(c.fullname, c.emailaddress1) as name, c.emailaddress1 as email, a.name as company
    from contact c
    left join account a on a.accountid = c.parentcustomerid
    where c.statecode = 0 and c.emailaddress1 is not null and c.donotemail is not true
      and ${readableBy(caller, 'contact', 'c')}
      and (c.fullname ilike ${pattern} or c.emailaddress1 ilike ${pattern})
    order by lower(coalesce(c.fullname, c.emailaddress1)), c.emailaddress1 limit ${limit}`.execute(
    db,
  )
  return rows
}
