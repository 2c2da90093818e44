import { sql } from 'kysely'
import type { Tx } from '#database'
import { reserveEventSeats, reserveSessionSeats } from '#events'
import type { Execution, Group } from '#pipeline'
import { createAll } from './create-all.ts'
import type { Invitation } from './invitations.ts'
import type { Admitted, Surroundings } from './register.ts'
import type { WaitlistRow } from './waitlist-rows.ts'

interface Accepted extends Invitation {
  readonly execution: Execution
  readonly eventId: string
}

/**
 * Whoever was invited from the waitlist and takes the seat leaves the waitlist; the seat that was
 * held becomes theirs, and the others of the same slot wait again.
 */
export async function acceptInvitations(
  entries: readonly Admitted[],
  group: Group,
  { invitations }: Pick<Surroundings, 'invitations'>,
  refused: Map<Execution, Error>,
): Promise<void> {
  const accepted = entries.flatMap(({ execution, request, seated, buying }) =>
    refused.has(execution)
      ? []
      : [...seated, ...buying].flatMap(({ email }): Accepted[] => {
          const invitation = invitations.of(request.eventId, email)
          return invitation === undefined
            ? []
            : [{ ...invitation, execution, eventId: request.eventId }]
        }),
  )
  const bySlot = Map.groupBy(accepted, ({ slot }) => slot)
  for (const [slot, [first]] of bySlot) {
    if (first === undefined) continue
    await createAll(group, [first], leaveRequests, refused)
    await reserveEventSeats(group.tx, new Map([[first.eventId, -1]]))
    const others = await othersOfSlot(group.tx, slot, first.waitlistItemId)
    await createAll(
      group,
      others.map((waitlistItemId) => ({ ...first, waitlistItemId })),
      waitAgainRequests,
      refused,
    )
  }
}

/** The same for places whose rows are known: sessions that somebody adds, people whom staff choose. */
export async function acceptKnownInvitations(
  execution: Execution,
  group: Group,
  invitations: readonly WaitlistRow[],
): Promise<void> {
  for (const item of invitations) {
    const id = item.msevtmgt_waitlistitemid
    const others = await othersOfSlot(group.tx, String(item.gr_invitationslot), id)
    await execution.executeAll([
      { message: 'Delete', table: 'msevtmgt_waitlistitem', id, internal: true },
      ...others.flatMap((other) => waitAgainRequests({ waitlistItemId: other })),
    ])
    const { msevtmgt_session: sessionId, msevtmgt_event: eventId } = item
    if (sessionId === null) await reserveEventSeats(group.tx, new Map([[String(eventId), -1]]))
    else await reserveSessionSeats(group.tx, new Map([[sessionId, -1]]))
  }
}

const leaveRequests = ({ waitlistItemId }: Accepted) => [
  { message: 'Delete', table: 'msevtmgt_waitlistitem', id: waitlistItemId, internal: true },
]

const waitAgainRequests = ({ waitlistItemId }: Pick<Accepted, 'waitlistItemId'>) => [
  {
    message: 'Update',
    table: 'msevtmgt_waitlistitem',
    id: waitlistItemId,
    internal: true,
    target: waitingAgain,
  },
]

/** Columns of a place in the waitlist without an invitation. */
export const waitingAgain = {
  msevtmgt_invited: false,
  msevtmgt_reserved: false,
  gr_invitationslot: null,
  gr_invitationends: null,
} as const

async function othersOfSlot(tx: Tx, slot: string, except: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.msevtmgt_waitlistitemid as id from msevtmgt_waitlistitem w
    where w.gr_invitationslot = ${slot} and w.msevtmgt_waitlistitemid <> ${except}
      and w.statecode = 0
    order by w.createdon`.execute(tx)
  return rows.map(({ id }) => id)
}
