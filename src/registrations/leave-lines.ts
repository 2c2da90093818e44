import { sql } from 'kysely'
import type { Person } from '#contacts'
import type { Tx } from '#database'
import type { Execution, Group } from '#pipeline'
import { createAll } from './create-all.ts'
import type { Admitted } from './register.ts'
import type { Attendee } from './registration.ts'

/**
 * Whom staff let in past a full event or session waits for it no longer: otherwise the next free
 * seat would be theirs as well.
 */
export async function leaveLines(
  entries: readonly Admitted[],
  group: Group,
  contacts: ReadonlyMap<Person, string>,
  refused: Map<Execution, Error>,
): Promise<void> {
  for (const entry of entries) {
    const { execution, request, overruled } = entry
    if (overruled.length === 0 || refused.has(execution)) continue
    for (const guest of letInBy(entry, contacts)) {
      const ids = await placesOf(group.tx, request.eventId, guest)
      await createAll(
        group,
        ids.map((id) => ({ execution, id })),
        ({ id }) => [{ message: 'Delete', table: 'msevtmgt_waitlistitem', id, internal: true }],
        refused,
      )
    }
  }
}

interface LetIn {
  readonly contactId: string | undefined
  readonly sessionIds: readonly string[]
}

/** With new registrations, and with sessions that were added to one that they had. */
function letInBy(
  { seated, merged }: Pick<Admitted, 'seated' | 'merged'>,
  contacts: ReadonlyMap<Person, string>,
): LetIn[] {
  const contactOf = (attendee: Attendee | undefined) => attendee && contacts.get(attendee)
  return [
    ...seated.map((each) => ({ contactId: contactOf(each), sessionIds: each.sessionIds })),
    ...merged.map(({ first: { existing, attendee }, newSessionIds: sessionIds }) => ({
      contactId: existing?.contactId ?? contactOf(attendee),
      sessionIds,
    })),
  ]
}

/** Places without an invitation: the seat of one that has it is taken by `acceptInvitations`. */
async function placesOf(
  tx: Tx,
  eventId: string,
  { contactId, sessionIds }: LetIn,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.msevtmgt_waitlistitemid as id from msevtmgt_waitlistitem w
    where w.msevtmgt_event = ${eventId} and w.msevtmgt_contact = ${contactId}
      and (w.msevtmgt_session is null or w.msevtmgt_session = any (${sessionIds}::uuid[]))
      and w.statecode = 0 and w.gr_invitationslot is null
    order by w.createdon, w.msevtmgt_waitlistitemid`.execute(tx)
  return rows.map(({ id }) => id)
}
