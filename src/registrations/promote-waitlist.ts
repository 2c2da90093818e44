/**
 * Hands freed seats to those who wait, the oldest first: whoever wants it so is registered at once,
 * the others are invited, so many per seat as the event says, and the seat is held for them a day.
 */
import type { Clock } from '#clock'
import {
  fieldsOf,
  lockEvents,
  lockSessions,
  type RegistrableEvent,
  reserveEventSeats,
} from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { seatsLeft } from './allot-seats.ts'
import { expireInvitations } from './expire-invitations.ts'
import { noInvitations } from './invitations.ts'
import { inviteAll, leaveRequest } from './invite.ts'
import { refusalOfEvent } from './open-for-registration.ts'
import { promoteSessions } from './promote-sessions.ts'
import { promotion } from './promotion.ts'
import type { Answer } from './registration.ts'
import { shareOut } from './share-out.ts'
import { type WaitlistRow, waitingForEvent } from './waitlist-rows.ts'
import { seatAll } from './write-registrations.ts'

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
  const most = mostRows(left, event)
  const line = await waitingForEvent(group.tx, id, most)
  const { registering, slots } = shareOut(line, left, {
    registers: (item) =>
      !event.sellsPasses &&
      (event.msevtmgt_autoregisterwaitlistitems === true || item.msevtmgt_autoregister === true),
    perSeat: Math.max(1, event.msevtmgt_numberofinvitations ?? 1),
  })
  await register(execution, group, registering, now)
  await inviteAll(execution, slots, now)
  await reserveEventSeats(group.tx, new Map([[id, slots.length]]))
  // The job that runs has begun, so that its unique key lets another one wait for the rest.
  const used = registering.length + slots.length
  if (line.length === most && used < left) execution.enqueue(promotion(id))
  return { registered: registering.length, invited: slots.flat().length }
}

/** Seats that one transaction hands out: the event's row is held while it does. */
const mostSeats = 200

/** More rows than can be of use are not read: an event without capacity has endless seats. */
function mostRows(left: number, event: RegistrableEvent): number {
  return Math.min(left, mostSeats) * Math.max(1, event.msevtmgt_numberofinvitations ?? 1)
}

async function register(
  execution: Execution,
  group: Group,
  items: readonly WaitlistRow[],
  now: Date,
): Promise<void> {
  if (items.length === 0) return
  const wanted = items.flatMap(sessionsOnHold)
  const sessions = await lockSessions(group.tx, wanted)
  const free = seatsLeft(
    { events: new Map(), sessions, passes: new Map(), invitations: noInvitations },
    now,
  ).sessions
  const fields = Map.groupBy(await fieldsOf(group.tx, [execution.id]), ({ eventId }) => eventId)
  const seatings = items.map((item) => ({
    execution,
    eventId: execution.id,
    contactId: item.msevtmgt_contact,
    registeredBy: item.msevtmgt_addedby,
    attendee: {
      company: item.gr_company ?? undefined,
      language: item.gr_language ?? undefined,
      sessionIds: sessionsOnHold(item).filter((id) => takeOne(free, id)),
      passId: undefined,
      answers: answersOf(item),
    },
  }))
  const refused = new Map<Execution, Error>()
  await seatAll(seatings, group, { passes: new Map(), fields }, refused)
  const problem = refused.get(execution)
  if (problem !== undefined) throw problem
  await execution.executeAll(items.map(leaveRequest))
}

function takeOne(free: Map<string, number>, id: string): boolean {
  const left = free.get(id) ?? 0
  if (left <= 0) return false
  free.set(id, left - 1)
  return true
}

function sessionsOnHold({ gr_sessions }: WaitlistRow): string[] {
  return gr_sessions === null ? [] : (JSON.parse(gr_sessions) as string[])
}

function answersOf({ gr_responses }: WaitlistRow): Answer[] {
  return gr_responses === null ? [] : (JSON.parse(gr_responses) as Answer[])
}
