/**
 * gr_LeaveWaitlist: somebody no longer wants a seat. A seat that an invitation held for them, and for
 * nobody else, is free for the next in line.
 */
import { sql } from 'kysely'
import type { Tx } from '#database'
import { lockEvents, reserveEventSeats, reserveSessionSeats } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { leaveRequest } from './invite.ts'
import { promotion } from './promotion.ts'
import { refusals } from './refusals.ts'
import { readWaitlistItem, type WaitlistRow } from './waitlist-rows.ts'

export const leaveWaitlistMessage: MessageDefinition = {
  name: 'gr_LeaveWaitlist',
  table: 'msevtmgt_waitlistitem',
  privilege: 'Delete',
  async run(executions, group) {
    const results: (MessageOutput | Error)[] = []
    for (const each of executions) results.push(await leave(each, group))
    return results
  },
}

async function leave(execution: Execution, group: Group): Promise<MessageOutput | Error> {
  const { id } = execution
  const found = await readWaitlistItem(execution.db, id)
  if (found === undefined) return refusals['unknown-waitlist-item']({ id })
  const eventId = String(found.msevtmgt_event)
  // Whoever hands out the event's seats holds its row: the place is read again while we do.
  await lockEvents(group.tx, [eventId])
  const item = await readWaitlistItem(group.tx, id)
  if (item === undefined) return refusals['unknown-waitlist-item']({ id })
  await execution.execute(leaveRequest(item))
  if (item.gr_invitationslot !== null && !(await othersAreInvited(group.tx, item))) {
    const free = new Map([[item.msevtmgt_session ?? eventId, -1]])
    if (item.msevtmgt_session === null) await reserveEventSeats(group.tx, free)
    else await reserveSessionSeats(group.tx, free)
    execution.enqueue(promotion(eventId))
  }
  return { id, output: {} }
}

async function othersAreInvited(tx: Tx, item: WaitlistRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from msevtmgt_waitlistitem w
    where w.gr_invitationslot = ${item.gr_invitationslot} and w.statecode = 0
      and w.msevtmgt_waitlistitemid <> ${item.msevtmgt_waitlistitemid}
    limit 1`.execute(tx)
  return rows.length > 0
}
