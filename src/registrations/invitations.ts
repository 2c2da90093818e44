import { sql } from 'kysely'
import type { Tx } from '#database'

/** An invitation from the waitlist of an event: a seat is held for whoever of its slot comes first. */
export interface Invitation {
  readonly waitlistItemId: string
  readonly slot: string
}

/** Open invitations by event and e-mail address. */
export interface Invitations {
  of(eventId: string, email: string): Invitation | undefined
}

export const noInvitations: Invitations = { of: () => undefined }

interface Asking {
  readonly eventId: string
  readonly email: string
}

/** The open invitations of these people; asked only where an event holds seats. */
export async function findInvitations(
  tx: Tx,
  asking: readonly Asking[],
  now: Date,
): Promise<Invitations> {
  if (asking.length === 0) return noInvitations
  const { rows } = await sql<Invitation & Asking>`
    select w.msevtmgt_waitlistitemid as "waitlistItemId", w.gr_invitationslot as slot,
      x.eventid as "eventId", x.email
    from unnest(
      ${asking.map(({ eventId }) => eventId)}::uuid[],
      ${asking.map(({ email }) => email.toLowerCase())}::text[]
    ) as x (eventid, email)
    join msevtmgt_waitlistitem w on w.msevtmgt_event = x.eventid and w.msevtmgt_session is null
    join contact c on c.contactid = w.msevtmgt_contact and lower(c.emailaddress1) = x.email
    where w.statecode = 0 and w.gr_invitationslot is not null and w.gr_invitationends > ${now}
    order by w.createdon`.execute(tx)
  const found = new Map(rows.map((row) => [keyOf(row), row]))
  return { of: (eventId, email) => found.get(keyOf({ eventId, email: email.toLowerCase() })) }
}

const keyOf = ({ eventId, email }: Asking) => `${eventId} ${email}`
