/** Letters that went out about one meeting, newest first. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { WholeMeeting } from '#meetings'

export interface MeetingLetterRow {
  readonly id: string
  readonly subject: string
  readonly kind: string
  readonly recipient: string
  readonly recipientName: string | null
  readonly state: 'waiting' | 'sent' | 'kept'
  readonly createdOn: Date
  readonly sentOn: Date | null
}

/** As many as a page shows; a series of a year with a change a week for a dozen people. */
const mostLetters = 500

/** Their references begin with the guest's id: also those to people who were removed since. */
export async function lettersOf(db: Db, meeting: WholeMeeting): Promise<MeetingLetterRow[]> {
  const beginnings = meeting.guests.map(({ id }) => `meeting:${id}:%`)
  const { rows } = await sql<MeetingLetterRow>`
    select m.gr_mailid as id, m.name as subject, m.kind, m.recipient,
      m.recipientname as "recipientName", m.createdon as "createdOn", m.senton as "sentOn",
      case m.state when 100000001 then 'sent' when 100000002 then 'kept' else 'waiting' end as state
    from gr_mail m
    where m.createdon >= ${meeting.createdOn} and m.kind like 'meeting %'
      and m.reference like any (${beginnings}::text[])
    order by m.createdon desc, m.recipient limit ${mostLetters}`.execute(db)
  return rows
}

/** Names of accounts, also of those that are inactive by now. */
export async function accountNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select msevtmgt_webinarconfigurationid as id, msevtmgt_name as name
    from msevtmgt_webinarconfiguration
    where msevtmgt_webinarconfigurationid = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
