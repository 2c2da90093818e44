/**
 * Whoever takes somebody off a waitlist, or withdraws an invitation (staff, Data API, visitors): the
 * seat that the invitation held, for them and nobody else, is free for the next in line.
 */
import { sql } from 'kysely'
import type { Tx } from '#database'
import { lockEvents, reserveEventSeats, reserveSessionSeats } from '#events'
import type { Execution } from '#pipeline'
import { waitingAgain } from './accept-invitations.ts'
import { promotion } from './promotion.ts'
import { readWaitlistItem, type WaitlistRow } from './waitlist-rows.ts'

/** Messages that count the seats of their invitations themselves. */
const countedByMessage: readonly (string | undefined)[] = [
  'gr_Register',
  'gr_AddSessions',
  'gr_PromoteWaitlist',
  'gr_RegisterFromWaitlist',
]

/** Columns whose change may end an invitation. */
export const invitationColumns = [
  'statecode',
  'msevtmgt_invited',
  'msevtmgt_event',
  'msevtmgt_session',
] as const

/** Before the place is written or deleted. */
export async function giveBackSeat(execution: Execution): Promise<void> {
  const { id, parent, message } = execution
  if (countedByMessage.includes(parent?.message) || goesWithEvent(parent)) return
  const found = await readWaitlistItem(execution.db, id)
  if (found?.msevtmgt_event == null) return
  // Whoever hands out the event's seats holds its row: the place is read again while we do.
  await lockEvents(execution.tx, [found.msevtmgt_event])
  const item = await readWaitlistItem(execution.tx, id)
  if (item === undefined || !isInvited(item) || !ends(execution, item)) return
  if (message !== 'Delete') Object.assign(execution.target, waitingAgain)
  if (await othersAreInvited(execution.tx, item)) return
  const { msevtmgt_session: sessionId } = item
  const eventId = String(item.msevtmgt_event)
  if (sessionId === null) await reserveEventSeats(execution.tx, new Map([[eventId, -1]]))
  else await reserveSessionSeats(execution.tx, new Map([[sessionId, -1]]))
  execution.enqueue(promotion(eventId))
}

function goesWithEvent(parent: Execution | undefined): boolean {
  return parent?.message === 'Delete' && parent.table === 'msevtmgt_event'
}

function isInvited({ statecode, gr_invitationslot }: WaitlistRow): boolean {
  return statecode === 0 && gr_invitationslot !== null
}

function ends({ message, target }: Execution, item: WaitlistRow): boolean {
  if (message === 'Delete') return true
  const { statecode = 0, msevtmgt_invited = true } = target
  const { msevtmgt_event = item.msevtmgt_event, msevtmgt_session = item.msevtmgt_session } = target
  const moves = msevtmgt_event !== item.msevtmgt_event || msevtmgt_session !== item.msevtmgt_session
  return statecode !== 0 || msevtmgt_invited !== true || moves
}

async function othersAreInvited(tx: Tx, item: WaitlistRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from msevtmgt_waitlistitem w
    where w.msevtmgt_event = ${item.msevtmgt_event} and w.gr_invitationslot = ${item.gr_invitationslot}
      and w.statecode = 0 and w.msevtmgt_waitlistitemid <> ${item.msevtmgt_waitlistitemid}
    limit 1`.execute(tx)
  return rows.length > 0
}
