import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#clock'
import { countSessionRegistrations, lockEvents, lockSessions } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { acceptKnownInvitations } from './accept-invitations.ts'
import { refusalsOfSessions, seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { refusalOfEvent } from './open-for-registration.ts'
import { firstStanding } from './overrule.ts'
import { readSessionIds } from './read-request.ts'
import { refusals } from './refusals.ts'
import { passesHeld, refusalOfUnopened } from './refuse-unopened-sessions.ts'
import { registrationTable, takesSeat } from './registration.ts'
import {
  activeSessionRegistrations,
  type RegistrationRow,
  readRegistration,
} from './registration-rows.ts'
import { invitationToSession, type WaitlistRow } from './waitlist-rows.ts'
import { sessionRequest } from './write-registrations.ts'

/**
 * gr_AddSessions: somebody who is registered for the event takes part in more of its sessions, all
 * that are asked for or none. Sessions they have already are left as they are.
 */
export function addSessionsMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_AddSessions',
    table: registrationTable,
    privilege: 'Update',
    offer: {
      on: 'row',
      takes: { sessions: 'Collection(Guid)' },
      gives: { sessions: 'Collection(Object)' },
    },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await addSessions(each, group, clock.now()))
      return results
    },
  }
}

async function addSessions(
  execution: Execution,
  group: Group,
  now: Date,
): Promise<MessageOutput | Error> {
  const wanted = readSessionIds(execution.input.sessions, 'sessions')
  const found = await readRegistration(execution.db, execution.id)
  if (found === undefined) return refusals['unknown-registration']({ id: execution.id })
  const { registration } = found
  if (!takesSeat(registration)) {
    return refusals['registration-is-cancelled']({ number: registration.msevtmgt_name })
  }
  const events = await lockEvents(group.tx, [registration.msevtmgt_eventid])
  const event = events.get(registration.msevtmgt_eventid)
  const closed = refusalOfEvent(event, registration.msevtmgt_eventid, now)
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
    firstStanding(refusalsOfSessions(event, perSession, held, seats)) ??
    refusalOfUnopened(await passesHeld(group.tx, execution.id), missing, held.sessions)
  if (refusal !== undefined) return refusal
  await acceptKnownInvitations(execution, group, invitations)
  return await write(execution, group, registration, missing)
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
): Promise<MessageOutput | Error> {
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
  return { id: execution.id, output: { sessions } }
}
