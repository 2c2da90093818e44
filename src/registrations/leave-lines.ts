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
  for (const { execution, request, seated, overruled } of entries) {
    if (overruled.length === 0 || refused.has(execution)) continue
    for (const attendee of seated) {
      const contactId = contacts.get(attendee) as string
      const ids = await placesOf(group.tx, { eventId: request.eventId, contactId }, attendee)
      await createAll(
        group,
        ids.map((id) => ({ execution, id })),
        ({ id }) => [{ message: 'Delete', table: 'msevtmgt_waitlistitem', id, internal: true }],
        refused,
      )
    }
  }
}

/** Places without an invitation: the seat of one that has it is taken by `acceptInvitations`. */
async function placesOf(
  tx: Tx,
  { eventId, contactId }: { readonly eventId: string; readonly contactId: string },
  { sessionIds }: Attendee,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.msevtmgt_waitlistitemid as id from msevtmgt_waitlistitem w
    where w.msevtmgt_event = ${eventId} and w.msevtmgt_contact = ${contactId}
      and (w.msevtmgt_session is null or w.msevtmgt_session = any (${sessionIds}::uuid[]))
      and w.statecode = 0 and w.gr_invitationslot is null
    order by w.createdon, w.msevtmgt_waitlistitemid`.execute(tx)
  return rows.map(({ id }) => id)
}
