/** Whose registrations a list of unmatched people speaks of. */
import { sql } from 'kysely'
import type { DoubtedRecords } from '#attendance'
import type { Db } from '#database'

export interface NamedRegistration {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
}

export async function registrationsNamed(
  db: Db,
  { people }: Pick<DoubtedRecords, 'people'>,
): Promise<NamedRegistration[]> {
  const ids = people.flatMap(({ registrationId, candidates, history }) => [
    ...(registrationId === undefined ? [] : [registrationId]),
    ...candidates,
    ...history.flatMap((each) => each.registrationId ?? []),
  ])
  if (ids.length === 0) return []
  const { rows } = await sql<NamedRegistration>`
    select r.msevtmgt_eventregistrationid as id, c.fullname as name, c.emailaddress1 as email
    from msevtmgt_eventregistration r
    left join contact c on c.contactid = r.msevtmgt_contactid
    where r.msevtmgt_eventregistrationid = any (${[...new Set(ids)]}::uuid[])`.execute(db)
  return rows
}
