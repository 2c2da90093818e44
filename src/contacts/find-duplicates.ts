/**
 * Contacts that are probably one person. The rules are exact, so that a person can see why two were
 * put beside each other; nothing is ever merged by them.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import { areDifferent } from './different-rows.ts'

export const duplicateRules = {
  email: 'The same e-mail address; upper and lower case are the same.',
  nameAndPhone:
    'The same first and last name, and the same phone number: business or mobile, only digits are compared, at least six.',
  nameAndCompany: 'The same first and last name, and the same company.',
} as const

export type DuplicateRule = keyof typeof duplicateRules

export interface DuplicatePair {
  /** The older one. */
  readonly oneId: string
  readonly otherId: string
  readonly rules: readonly DuplicateRule[]
}

/** As values are compared: capitals and blanks around them do not count. */
const plain = (column: string) => sql`lower(btrim(${sql.ref(column)}))`

const names = sql`${plain('c.firstname')} || '|' || ${plain('c.lastname')}`
const hasNames = sql`btrim(c.firstname) <> '' and btrim(c.lastname) <> ''`

/** What two contacts must have in common, per contact and rule. Inactive ones are left out. */
const keysOf = (contacts: RawBuilder<unknown>) => sql`
  select c.contactid, c.createdon, 'email' as rule, ${plain('c.emailaddress1')} as key
  from ${contacts} c where c.statecode = 0 and btrim(c.emailaddress1) <> ''
  union all
  select c.contactid, c.createdon, 'nameAndPhone', ${names} || '|' || p.digits
  from ${contacts} c cross join lateral (
    select distinct regexp_replace(number, '\\D', '', 'g') as digits
    from (values (c.telephone1), (c.mobilephone)) as v (number)
  ) p
  where c.statecode = 0 and ${hasNames} and length(p.digits) >= 6
  union all
  select c.contactid, c.createdon, 'nameAndCompany', ${names} || '|' || c.parentcustomerid
  from ${contacts} c where c.statecode = 0 and c.parentcustomerid is not null and ${hasNames}`

export interface DuplicatePage {
  readonly total: number
  readonly pairs: readonly DuplicatePair[]
}

/**
 * Every younger contact beside the oldest one that it has something in common with, and that nobody
 * declared different from it; the newest finds first.
 */
export async function findDuplicates(
  db: Db,
  page: { readonly offset: number; readonly limit: number },
): Promise<DuplicatePage> {
  const { rows } = await sql<DuplicatePair & { readonly total: number }>`
    with keys as (${keysOf(sql`contact`)}),
    oldest as (
      select contactid, createdon, rule, key,
        first_value(contactid) over (partition by rule, key order by createdon, contactid) as older
      from keys
    ),
    beside as (
      select o.*, ${areDifferent('o.older', 'o.contactid')} as "isDifferent"
      from oldest o where o.older <> o.contactid
    ),
    -- Two people beside the oldest of three: the third may still be one of them.
    others as (
      select distinct on (b.contactid, b.rule, b.key) k.contactid as older, b.contactid,
        b.createdon, b.rule
      from beside b
      join keys k on k.rule = b.rule and k.key = b.key
        and (k.createdon, k.contactid) < (b.createdon, b.contactid)
      where b."isDifferent" and not ${areDifferent('k.contactid', 'b.contactid')}
      order by b.contactid, b.rule, b.key, k.createdon, k.contactid
    ),
    pairs as (
      select older as "oneId", contactid as "otherId", max(createdon) as createdon,
        array_agg(distinct rule order by rule) as rules
      from (
        select older, contactid, createdon, rule from beside where not "isDifferent"
        union all select older, contactid, createdon, rule from others
      ) found group by older, contactid
    )
    select "oneId", "otherId", rules, count(*) over ()::int as total from pairs
    order by createdon desc, "otherId", "oneId"
    offset ${page.offset} limit ${page.limit}`.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    pairs: rows.map(({ oneId, otherId, rules }) => ({ oneId, otherId, rules })),
  }
}

/** Some value that is compared has blanks around it: the predicate of the index `contact_blanks`. */
const hasBlanks = sql.join(
  ['o.emailaddress1', 'o.firstname', 'o.lastname'].map(
    (column) => sql`${sql.ref(column)} like ' %' or ${sql.ref(column)} like '% '`,
  ),
  sql` or `,
)

/** All contacts that one contact has something in common with and is not declared different from, the oldest first. */
export async function duplicatesOf(
  db: Db,
  contactId: string,
): Promise<{ readonly id: string; readonly rules: readonly DuplicateRule[] }[]> {
  const { rows } = await sql<{ id: string; rules: DuplicateRule[] }>`
    with own as (select * from contact where contactid = ${contactId} and statecode = 0),
    others as (
      select o.contactid from own join contact o
        on lower(o.emailaddress1) = ${plain('own.emailaddress1')}
        or (lower(o.lastname) = ${plain('own.lastname')}
          and lower(o.firstname) = ${plain('own.firstname')})
      -- The indexes know values as they were typed.
      union select o.contactid from own join contact o
        on (${hasBlanks})
        and (${plain('o.emailaddress1')} = ${plain('own.emailaddress1')}
          or (${plain('o.lastname')} = ${plain('own.lastname')}
            and ${plain('o.firstname')} = ${plain('own.firstname')}))
      union select contactid from own
    ),
    -- Their rows first: keys of all contacts took a second where there are 100,000.
    rows as (select * from contact where contactid in (select contactid from others)),
    keys as (${keysOf(sql`rows`)})
    select k.contactid as id, array_agg(distinct k.rule order by k.rule) as rules
    from keys k join keys mine
      on mine.contactid = ${contactId} and mine.rule = k.rule and mine.key = k.key
    where k.contactid <> ${contactId} and not ${areDifferent('k.contactid', 'mine.contactid')}
    group by k.contactid order by min(k.createdon), k.contactid limit 50`.execute(db)
  return rows
}
