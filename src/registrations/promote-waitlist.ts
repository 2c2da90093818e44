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
import type { Answer } from './registration.ts'
import { shareOut } from './share-out.ts'
import { type WaitlistRow, waitingForEvent } from './waitlist-rows.ts'
import { seatAll } from './write-registrations.ts'

export function promoteMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_PromoteWaitlist',
    table: 'msevtmgt_event',
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
  const expired = await expireInvitations(execution, group, event, now)
  if (closed !== undefined) return { id, output: { registered: 0, invited: 0, expired } }
  const { registered, invited } = await promoteLine(execution, group, event, now)
  const sessions = await promoteSessions(execution, group, event, now)
  return {
    id,
    output: {
      registered: registered + sessions.registered,
      invited: invited + sessions.invited,
      expired,
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
  const held = { events: new Map([[execution.id, event]]), sessions: new Map(), passes: new Map() }
  const current = (await lockEvents(group.tx, [execution.id])).get(execution.id) ?? event
  held.events.set(execution.id, current)
  const left = seatsLeft({ ...held, invitations: noInvitations }, now).events.get(execution.id) ?? 0
  if (left <= 0) return { registered: 0, invited: 0 }
  const line = await waitingForEvent(group.tx, execution.id, mostRows(left, current))
  const turn = shareOut(line, left, {
    registers: (item) =>
      !current.sellsPasses &&
      (current.msevtmgt_autoregisterwaitlistitems === true || item.msevtmgt_autoregister === true),
    perSeat: Math.max(1, current.msevtmgt_numberofinvitations ?? 1),
  })
  await register(execution, group, turn.registering, now)
  await inviteAll(execution, turn.slots, now)
  await reserveEventSeats(group.tx, new Map([[execution.id, turn.slots.length]]))
  return { registered: turn.registering.length, invited: turn.slots.flat().length }
}

/** More rows than can be of use are not read: an event without capacity has endless seats. */
function mostRows(left: number, event: RegistrableEvent): number {
  return Math.min(left, 200) * Math.max(1, event.msevtmgt_numberofinvitations ?? 1)
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
