import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#clock'
import { countSessionRegistrations, lockEvents, lockSessions } from '#events'
import type { Audit } from '#identity'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { acceptKnownInvitations } from './accept-invitations.ts'
import { refusalsOfSessions, seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { leaveRequest } from './invite.ts'
import { noteOverruled } from './note-overruled.ts'
import { refusalsOfEvent } from './open-for-registration.ts'
import { firstStanding, type Overrules, overruling } from './overrule.ts'
import { readRules, readSessionIds } from './read-request.ts'
import { refusals } from './refusals.ts'
import { refusalOfOverruling } from './refuse-overruling.ts'
import { passesHeld, refusalOfUnopened } from './refuse-unopened-sessions.ts'
import { type RegisteredAttendee, registrationTable, takesSeat } from './registration.ts'
import {
  activeSessionRegistrations,
  type RegistrationRow,
  readRegistration,
} from './registration-rows.ts'
import { invitationToSession, type WaitlistRow, waitingForSessionsOf } from './waitlist-rows.ts'
import { sessionRequest } from './write-registrations.ts'

interface AddNeeds {
  readonly clock: Clock
  readonly audit: Pick<Audit, 'note'>
}

/**
 * gr_AddSessions: somebody who is registered for the event takes part in more of its sessions, all
 * that are asked for or none. Sessions they have already are left as they are.
 *
 * Input `overrule`: names of rules (`overrulableRules`) that staff set aside; noted in the audit log.
 */
export function addSessionsMessage(needs: AddNeeds): MessageDefinition {
  return {
    name: 'gr_AddSessions',
    table: registrationTable,
    privilege: 'Update',
    offer: {
      on: 'row',
      takes: { sessions: 'Collection(Guid)', overrule: 'Collection(String)?' },
      gives: { sessions: 'Collection(Object)' },
    },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await addSessions(each, group, needs))
      return results
    },
  }
}

async function addSessions(
  execution: Execution,
  group: Group,
  { clock, audit }: AddNeeds,
): Promise<MessageOutput | Error> {
  const wanted = readSessionIds(execution.input.sessions, 'sessions')
  const rules = readRules(execution.input.overrule)
  const forbidden = refusalOfOverruling(execution, rules)
  if (forbidden !== undefined) return forbidden
  const found = await readRegistration(execution.db, execution.id)
  if (found === undefined) return refusals['unknown-registration']({ id: execution.id })
  const { registration } = found
  if (!takesSeat(registration)) {
    return refusals['registration-is-cancelled']({ number: registration.msevtmgt_name })
  }
  const { overrules, overruled } = overruling(rules)
  const admitted = await admit({ execution, group, registration, wanted }, clock.now(), overrules)
  if (admitted instanceof Error) return admitted
  await acceptKnownInvitations(execution, group, admitted.invitations)
  const sessions = await write(execution, group, registration, admitted.missing)
  if (sessions instanceof Error) return sessions
  await leaveLines(execution, group, admitted.missing)
  const { msevtmgt_name: number, msevtmgt_contactid: contactId } = registration
  const place = { registrationId: execution.id, number, contactId, sessions }
  const made = { registrations: [place], waiting: [], purchase: null }
  await noteOverruled(group.tx, audit, execution, { overruled, made })
  return { id: execution.id, output: { sessions } }
}

interface Adding {
  readonly execution: Execution
  readonly group: Group
  readonly registration: RegistrationRow
  readonly wanted: readonly string[]
}

/** Sessions that are to be had, while event and sessions are held; or why they cannot be. */
async function admit(
  { execution, group, registration, wanted }: Adding,
  now: Date,
  overrules: Overrules,
): Promise<{ readonly missing: string[]; readonly invitations: WaitlistRow[] } | Error> {
  const eventId = registration.msevtmgt_eventid
  const events = await lockEvents(group.tx, [eventId])
  const event = events.get(eventId)
  const closed = firstStanding(refusalsOfEvent(event, eventId, now), overrules)
  if (event === undefined || closed !== undefined) return closed as Error

  const held = {
    events,
    sessions: await lockSessions(group.tx, wanted),
    passes: new Map(),
    invitations: noInvitations,
  }
  const present = await activeSessionRegistrations(group.tx, execution.id)
  const had = new Set(present.map(({ sessionId }) => sessionId))
  const missing = wanted.filter((id) => !had.has(id))
  const invitations = await invitationsOf(execution, group, missing, now)
  const seats = seatsLeft(held, now)
  // The seat that an invitation holds is there for whoever was invited.
  for (const { msevtmgt_session: id } of invitations) seats.sessions.set(String(id), 1)
  const perSession = new Map(missing.map((id) => [id, 1]))
  const refusal =
    firstStanding(refusalsOfSessions(event, perSession, held, seats), overrules) ??
    refusalOfUnopened(await passesHeld(group.tx, execution.id), missing, held.sessions)
  return refusal ?? { missing, invitations }
}

async function invitationsOf(
  { id }: Execution,
  { tx }: Group,
  sessionIds: readonly string[],
  now: Date,
): Promise<WaitlistRow[]> {
  const found: WaitlistRow[] = []
  for (const sessionId of sessionIds) {
    const invitation = await invitationToSession(tx, id, sessionId, now)
    if (invitation !== undefined) found.push(invitation)
  }
  return found
}

async function write(
  execution: Execution,
  group: Group,
  registration: RegistrationRow,
  sessionIds: readonly string[],
): Promise<RegisteredAttendee['sessions'] | Error> {
  const sessions = sessionIds.map((sessionId) => ({
    sessionId,
    sessionRegistrationId: randomUUIDv7(),
  }))
  const outcomes = await group.executeAll(
    sessions.map((session) => ({
      execution,
      request: sessionRequest({
        ...session,
        name: registration.msevtmgt_name,
        eventId: registration.msevtmgt_eventid,
        contactId: registration.msevtmgt_contactid,
        registrationId: execution.id,
      }),
    })),
  )
  const refused = outcomes.find((outcome) => outcome instanceof Error)
  if (refused !== undefined) return refused
  await countSessionRegistrations(group.tx, new Map(sessionIds.map((id) => [id, 1])))
  return sessions
}

/** Who has a session waits for it no longer: they would be offered the next free place as well. */
async function leaveLines(
  execution: Execution,
  { tx }: Group,
  sessionIds: readonly string[],
): Promise<void> {
  const items = await waitingForSessionsOf(tx, execution.id, sessionIds)
  await execution.executeAll(items.map(leaveRequest))
}
