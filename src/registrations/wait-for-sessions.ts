/** gr_WaitForSessions: somebody who is registered for the event gets in line for its full sessions. */
import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#clock'
import { lockEvents, lockSessions } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { noInvitations } from './invitations.ts'
import { refusalOfEvent } from './open-for-registration.ts'
import { readSessionIds } from './read-request.ts'
import { refusals } from './refusals.ts'
import { passesHeld, refusalOfUnopened } from './refuse-unopened-sessions.ts'
import { refusalOfWaiting } from './refuse-waiting.ts'
import { registrationTable, takesSeat } from './registration.ts'
import { readRegistration } from './registration-rows.ts'
import { queueUp } from './write-waiting.ts'

export function waitForSessionsMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_WaitForSessions',
    table: registrationTable,
    privilege: 'Update',
    offer: { on: 'row', takes: { sessions: 'Collection(Guid)' }, gives: {} },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await wait(each, group, clock.now()))
      return results
    },
  }
}

async function wait(execution: Execution, group: Group, now: Date): Promise<MessageOutput | Error> {
  const { id } = execution
  const sessionIds = readSessionIds(execution.input.sessions, 'sessions')
  const found = await readRegistration(execution.db, id)
  if (found === undefined) return refusals['unknown-registration']({ id })
  const { registration, contact } = found
  if (!takesSeat(registration)) {
    return refusals['registration-is-cancelled']({ number: registration.msevtmgt_name })
  }
  const eventId = registration.msevtmgt_eventid
  const events = await lockEvents(group.tx, [eventId])
  const event = events.get(eventId)
  const closed = refusalOfEvent(event, eventId, now)
  if (event === undefined || closed !== undefined) return closed as Error
  const attendee = {
    email: contact.emailaddress1 ?? '',
    firstName: contact.firstname ?? undefined,
    lastName: contact.lastname ?? undefined,
    company: registration.gr_company ?? undefined,
    language: registration.gr_language ?? undefined,
    answers: [],
    autoRegister: false,
    waitlisted: false,
    passId: undefined,
    sessionIds: [],
    waitedSessionIds: sessionIds,
  }
  const held = {
    events,
    sessions: await lockSessions(group.tx, sessionIds),
    passes: new Map(),
    invitations: noInvitations,
  }
  const refusal =
    refusalOfWaiting(event, { eventId, attendees: [attendee] }, held) ??
    refusalOfUnopened(await passesHeld(group.tx, id), sessionIds, held.sessions)
  if (refusal !== undefined) return refusal
  const refused = new Map<Execution, Error>()
  await queueUp(
    sessionIds.map((sessionId) => ({
      execution,
      eventId,
      attendee,
      contactId: registration.msevtmgt_contactid,
      addedBy: null,
      sessionId,
      registrationId: id,
      id: randomUUIDv7(),
    })),
    group,
    refused,
  )
  return refused.get(execution) ?? { id, output: {} }
}
