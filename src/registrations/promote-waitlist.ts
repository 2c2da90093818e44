/**
 * Hands freed seats to those who wait, the oldest first: whoever wants it so is registered at once,
 * the others are invited, so many per seat as the event says, and the seat is held for them a day.
 */
import type { Clock } from '#clock'
import { lockEvents, type RegistrableEvent, registrationRules, reserveEventSeats } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { seatsLeft } from './allot-seats.ts'
import { expireInvitations } from './expire-invitations.ts'
import { noInvitations } from './invitations.ts'
import { inviteAll, leaveRequest } from './invite.ts'
import { refusalOfEvent } from './open-for-registration.ts'
import { promoteSessions } from './promote-sessions.ts'
import { promotion } from './promotion.ts'
import { seatWaiting } from './seat-waiting.ts'
import { shareOut } from './share-out.ts'
import { waitingForEvent, waitingThoughRegistered } from './waitlist-rows.ts'

export function promoteMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_PromoteWaitlist',
    table: 'msevtmgt_event',
    offer: {
      on: 'row',
      takes: {},
      gives: { registered: 'Int32', invited: 'Int32', expired: 'Int32' },
    },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await promote(each, group, clock.now()))
      return results
    },
  }
}

async function promote(
  execution: Execution,
  group: Group,
  now: Date,
): Promise<MessageOutput | Error> {
  const { id } = execution
  const event = (await lockEvents(group.tx, [id])).get(id)
  const closed = refusalOfEvent(event, id, now)
  if (event === undefined) return closed as Error
  const expired = await expireInvitations(execution, group, now)
  if (closed !== undefined) {
    return { id, output: { registered: 0, invited: 0, expired: expired.people } }
  }
  const reserved = Math.max((event.gr_seatsreserved ?? 0) - expired.seats, 0)
  const current = { ...event, gr_seatsreserved: reserved }
  const { registered, invited } = await promoteLine(execution, group, current, now)
  const sessions = await promoteSessions(execution, group, current, now)
  return {
    id,
    output: {
      registered: registered + sessions.registered,
      invited: invited + sessions.invited,
      expired: expired.people,
    },
  }
}

interface Promoted {
  readonly registered: number
  readonly invited: number
}

async function promoteLine(
  execution: Execution,
  group: Group,
  event: RegistrableEvent,
  now: Date,
): Promise<Promoted> {
  const { id } = execution
  const held = { events: new Map([[id, event]]), sessions: new Map(), passes: new Map() }
  const left = seatsLeft({ ...held, invitations: noInvitations }, now).events.get(id) ?? 0
  if (left <= 0) return { registered: 0, invited: 0 }
  await sendHome(execution, group)
  const most = mostRows(left, event)
  const line = await waitingForEvent(group.tx, id, most)
  const { registering, slots } = shareOut(line, left, {
    registers: (item) =>
      !event.sellsPasses &&
      (event.msevtmgt_autoregisterwaitlistitems === true || item.msevtmgt_autoregister === true),
    perSeat: Math.max(1, event.msevtmgt_numberofinvitations ?? 1),
  })
  if (registering.length > 0) {
    await seatWaiting(execution, group, { eventId: id, now }, registering)
    await execution.executeAll(registering.map(leaveRequest))
  }
  await inviteAll(execution, id, slots, now)
  await reserveEventSeats(group.tx, new Map([[id, slots.length]]))
  // The job that runs has begun, so that its unique key lets another one wait for the rest.
  const used = registering.length + slots.length
  if (line.length === most && used < left) execution.enqueue(promotion(id))
  return { registered: registering.length, invited: slots.flat().length }
}

/** Where nobody is to be registered twice, who registered while they waited waits no longer. */
async function sendHome(execution: Execution, { tx }: Group): Promise<void> {
  if (!(await registrationRules(tx)).merges) return
  const seated = await waitingThoughRegistered(tx, execution.id)
  await execution.executeAll(seated.map(leaveRequest))
}

/** Seats that one transaction hands out: the event's row is held while it does. */
const mostSeats = 200

/** More rows than can be of use are not read: an event without capacity has endless seats. */
function mostRows(left: number, event: RegistrableEvent): number {
  return Math.min(left, mostSeats) * Math.max(1, event.msevtmgt_numberofinvitations ?? 1)
}
