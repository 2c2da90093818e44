import { randomUUID } from 'node:crypto'
import type { Execution, Request } from '#pipeline'
import { promotion } from './promotion.ts'
import type { WaitlistRow } from './waitlist-rows.ts'

/** How long a seat is held for an invitation. */
const invitationHours = 24

/**
 * Invites people to the seats that are held for them; the hub looks again when their time is over,
 * at the instant that it gives.
 */
export async function inviteAll(
  execution: Execution,
  eventId: string,
  slots: readonly (readonly WaitlistRow[])[],
  now: Date,
): Promise<Date> {
  const ends = new Date(now.getTime() + invitationHours * 3_600_000)
  if (slots.length === 0) return ends
  const requests = slots.flatMap((slot) => {
    const target = {
      msevtmgt_invited: true,
      msevtmgt_reserved: true,
      gr_invitationslot: randomUUID(),
      gr_invitedon: now,
      gr_invitationends: ends,
    }
    return slot.map((item) => inviteRequest(item, target))
  })
  await execution.executeAll(requests)
  execution.enqueue(promotion(eventId, ends))
  return ends
}

function inviteRequest(item: WaitlistRow, target: Request['target'] & object): Request {
  const id = item.msevtmgt_waitlistitemid
  return { message: 'Update', table: 'msevtmgt_waitlistitem', id, internal: true, target }
}

export function leaveRequest(item: WaitlistRow): Request {
  const id = item.msevtmgt_waitlistitemid
  return { message: 'Delete', table: 'msevtmgt_waitlistitem', id, internal: true }
}
