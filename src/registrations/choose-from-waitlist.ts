/**
 * gr_InviteFromWaitlist and gr_RegisterFromWaitlist: staff choose somebody in a line, whoever stands
 * before them. Where no seat is free that is said first, and done where it is overruled by name.
 *
 * Input `overrule`: names of rules (`overrulableRules`). For an invitation only a full event or
 * session can be set aside: to one that is closed nobody could come.
 */
import type { Clock } from '#clock'
import type { Refusal } from '#errors'
import {
  lockEvents,
  lockSessions,
  type RegistrableEvent,
  type RegistrableSession,
  reserveEventSeats,
  reserveSessionSeats,
} from '#events'
import type { Audit } from '#identity'
import type { Execution, Group, MessageDefinition, MessageOutput, Offer } from '#pipeline'
import { acceptKnownInvitations } from './accept-invitations.ts'
import { refusalsOfSeats, refusalsOfSessions, seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { inviteAll, leaveRequest } from './invite.ts'
import { overruledChanges } from './note-overruled.ts'
import { refusalOfEvent, refusalsOfEvent } from './open-for-registration.ts'
import { firstStanding, type Overrules, type Overruling, overruling } from './overrule.ts'
import { readRules } from './read-request.ts'
import { refusals } from './refusals.ts'
import { refusalOfOverruling, refusalOfRegistering } from './refuse-overruling.ts'
import { takesSeat } from './registration.ts'
import {
  activeRegistrationNumber,
  activeSessionRegistrations,
  readRegistration,
} from './registration-rows.ts'
import { seatWaiting, seatWaitingInSession } from './seat-waiting.ts'
import { readWaitlistItem, type WaitlistRow } from './waitlist-rows.ts'

interface ChooseNeeds {
  readonly clock: Clock
  readonly audit: Pick<Audit, 'note'>
}

export function chooseMessages(needs: ChooseNeeds): readonly MessageDefinition[] {
  return [
    choosing(needs, {
      name: 'gr_InviteFromWaitlist',
      gives: { invitedUntil: 'DateTimeOffset' },
      action: 'invite from waitlist',
      act: invite,
    }),
    choosing(needs, {
      name: 'gr_RegisterFromWaitlist',
      gives: { registrationId: 'Guid' },
      action: 'register from waitlist',
      act: register,
    }),
  ]
}

/** Somebody in a line, while event and session are held. */
interface Chosen {
  readonly execution: Execution
  readonly group: Group
  readonly now: Date
  readonly item: WaitlistRow
  readonly event: RegistrableEvent
  readonly eventId: string
  /** Undefined: the event itself is waited for. */
  readonly sessionId: string | undefined
  readonly sessions: ReadonlyMap<string, RegistrableSession>
}

type Act = (chosen: Chosen, overruled: Overruling) => Promise<MessageOutput | Error>

interface Choice {
  readonly name: string
  readonly gives: Offer['gives']
  /** In the audit log. */
  readonly action: string
  readonly act: Act
}

function choosing(
  { clock, audit }: ChooseNeeds,
  { name, gives, action, act }: Choice,
): MessageDefinition {
  const choose = async (execution: Execution, group: Group): Promise<MessageOutput | Error> => {
    const rules = readRules(execution.input.overrule)
    const forbidden = refusalOfOverruling(execution, rules)
    if (forbidden !== undefined) return forbidden
    const chosen = await hold(execution, group, clock.now())
    if (chosen === undefined) return refusals['unknown-waitlist-item']({ id: execution.id })
    const overruled = overruling(rules)
    const done = await act(chosen, overruled)
    if (done instanceof Error) return done
    const { caller, correlationId, table, id } = execution
    await audit.note(group.tx, {
      ...{ action, caller, correlationId, table, recordId: id },
      recordName: nameOf(chosen.item),
      changes: overruledChanges(overruled.overruled),
    })
    return done
  }
  return {
    name,
    table: 'msevtmgt_waitlistitem',
    offer: { on: 'row', takes: { overrule: 'Collection(String)?' }, gives },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await choose(each, group))
      return results
    },
  }
}

async function hold(execution: Execution, group: Group, now: Date): Promise<Chosen | undefined> {
  const eventId = (await readWaitlistItem(execution.db, execution.id))?.msevtmgt_event
  if (typeof eventId !== 'string') return undefined
  // Whoever hands out the event's seats holds its row: the place is read again while we do.
  const event = (await lockEvents(group.tx, [eventId])).get(eventId)
  const item = await readWaitlistItem(group.tx, execution.id)
  if (event === undefined || item?.statecode !== 0) return undefined
  const sessionId = item.msevtmgt_session ?? undefined
  const sessions = await lockSessions(group.tx, sessionId === undefined ? [] : [sessionId])
  return { execution, group, now, item, event, eventId, sessionId, sessions }
}

async function invite(chosen: Chosen, { overrules }: Overruling): Promise<MessageOutput | Error> {
  const { execution, group, now, item, event, eventId, sessionId } = chosen
  const registered = await refusalOfRegistered(chosen)
  if (registered !== undefined) return registered
  if (item.gr_invitationslot !== null) {
    const until = item.gr_invitationends?.toISOString() ?? ''
    return refusals['already-invited']({ name: nameOf(item), until })
  }
  const onlySeats: Overrules = (refusal) => refusal.code.endsWith('-full') && overrules(refusal)
  const refusal =
    refusalOfEvent(event, eventId, now) ??
    (await refusalOfLine(chosen)) ??
    firstStanding(refusalsOfPlace(chosen), onlySeats)
  if (refusal !== undefined) return refusal
  const ends = await inviteAll(execution, eventId, [[item]], now)
  if (sessionId === undefined) await reserveEventSeats(group.tx, new Map([[eventId, 1]]))
  else await reserveSessionSeats(group.tx, new Map([[sessionId, 1]]))
  return { id: item.msevtmgt_waitlistitemid, output: { invitedUntil: ends.toISOString() } }
}

async function register(chosen: Chosen, { overrules }: Overruling): Promise<MessageOutput | Error> {
  const { execution, now, item, event, eventId, sessionId } = chosen
  const isInvited = item.gr_invitationslot !== null
  const refusal =
    (execution.internal ? undefined : refusalOfRegistering(execution.caller)) ??
    (await refusalOfRegistered(chosen)) ??
    firstStanding(refusalsOfEvent(event, eventId, now), overrules) ??
    (await refusalOfLine(chosen)) ??
    refusalOfPass(chosen) ??
    // The seat that an invitation holds is theirs.
    (isInvited ? undefined : firstStanding(refusalsOfPlace(chosen), overrules))
  if (refusal !== undefined) return refusal
  if (isInvited) await acceptKnownInvitations(execution, chosen.group, [item])
  else await execution.execute(leaveRequest(item))
  const output =
    sessionId === undefined ? await seat(chosen) : await seatInSession(chosen, sessionId)
  return { id: item.msevtmgt_waitlistitemid, output }
}

async function seat({ execution, group, eventId, now, item }: Chosen) {
  const [place] = await seatWaiting(execution, group, { eventId, now }, [item])
  return { registrationId: place?.registrationId ?? null }
}

async function seatInSession(chosen: Chosen, sessionId: string) {
  const { execution, group, eventId, item } = chosen
  await seatWaitingInSession(execution, group, { eventId, sessionId }, [item])
  return { registrationId: item.gr_eventregistration }
}

/** Why the event, or the session, has no seat for one more. */
function refusalsOfPlace({ event, eventId, sessionId, sessions, now }: Chosen): Iterable<Refusal> {
  const events = new Map([[eventId, event]])
  const left = seatsLeft({ events, sessions, passes: new Map(), invitations: noInvitations }, now)
  return sessionId === undefined
    ? refusalsOfSeats(event, 1, left)
    : refusalsOfSessions(event, new Map([[sessionId, 1]]), { sessions }, left)
}

/**
 * They got a seat while they waited. Said also where the organisation keeps duplicate registrations:
 * a place in a line names nobody but its contact, whose second registration would be of no use.
 */
async function refusalOfRegistered(chosen: Chosen): Promise<Refusal | undefined> {
  const { group, item, event, eventId, sessionId, sessions } = chosen
  const name = nameOf(item)
  if (sessionId === undefined) {
    const contactId = item.msevtmgt_contact
    const number = await activeRegistrationNumber(group.tx, { eventId, contactId })
    const occasion = event.msevtmgt_name
    if (number === undefined) return undefined
    return refusals['already-registered']({ name, occasion, number })
  }
  const id = item.gr_eventregistration
  if (id === null) return undefined
  const had = await activeSessionRegistrations(group.tx, id)
  if (!had.some((each) => each.sessionId === sessionId)) return undefined
  const number = (await readRegistration(group.tx, id))?.registration.msevtmgt_name ?? id
  const occasion = sessions.get(sessionId)?.msevtmgt_name ?? sessionId
  return refusals['already-registered']({ name, occasion, number })
}

/** Only who is registered for the event can have one of its sessions. */
async function refusalOfLine({ group, item, sessionId, sessions }: Chosen) {
  if (sessionId === undefined) return undefined
  const id = item.gr_eventregistration
  const registration =
    id === null ? undefined : (await readRegistration(group.tx, id))?.registration
  if (registration !== undefined && takesSeat(registration)) return undefined
  const session = sessions.get(sessionId)?.msevtmgt_name ?? sessionId
  return refusals['waiting-without-registration']({ name: nameOf(item), session })
}

/** Their place in the line says nothing of a pass. */
function refusalOfPass({ item, event, sessionId }: Chosen): Refusal | undefined {
  if (sessionId !== undefined || !event.sellsPasses) return undefined
  return refusals['waiting-needs-pass']({ name: nameOf(item), event: event.msevtmgt_name })
}

const nameOf = ({ msevtmgt_name, msevtmgt_waitlistitemid }: WaitlistRow) =>
  msevtmgt_name ?? msevtmgt_waitlistitemid
