import { randomUUIDv7 } from 'node:crypto'
import { countSessionRegistrations } from '#events'
import type { Execution, Group, Request } from '#pipeline'
import { tally } from './allot-seats.ts'
import { checkedAnswers } from './check-answers.ts'
import { createAll } from './create-all.ts'
import type { First, Merged } from './duplicates.ts'
import type { Admitted, Surroundings } from './register.ts'
import type { Attendee, RegisteredAttendee, WaitingAttendee } from './registration.ts'
import { sessionRequest } from './write-registrations.ts'
import { queueUp } from './write-waiting.ts'

/** A merge with the registration that it adds to. */
interface Addition {
  readonly execution: Execution
  readonly merged: Merged
  readonly registration: RegisteredAttendee
  readonly sessions: RegisteredAttendee['sessions']
}

export interface MergedAll {
  readonly registered: ReadonlyMap<Attendee, RegisteredAttendee>
  readonly waiting: ReadonlyMap<Execution, readonly WaitingAttendee[]>
}

/** Adds the sessions and answers of later registrations to the first ones. */
export async function mergeDuplicates(
  entries: readonly Admitted[],
  group: Group,
  { fields }: Pick<Surroundings, 'fields'>,
  seated: ReadonlyMap<Attendee, RegisteredAttendee>,
  refused: Map<Execution, Error>,
): Promise<MergedAll> {
  const additions = entries.flatMap((entry) => additionsOf(entry, seated, refused))
  if (additions.length === 0) return { registered: new Map(), waiting: new Map() }
  const going = ({ execution }: Addition) => !refused.has(execution)
  await createAll(group, additions.filter(going), sessionRequests, refused)
  await createAll(
    group,
    additions.filter(going),
    (addition) => answerRequests(addition, fields),
    refused,
  )
  const done = additions.filter(going)
  const sessionIds = done.flatMap(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
  await countSessionRegistrations(group.tx, tally(sessionIds))
  return {
    registered: new Map(done.map((each) => [each.merged.attendee, answerOf(each)])),
    waiting: await wait(done, group, refused),
  }
}

/** Whoever was to be merged into a registration that is refused is refused, too. */
function additionsOf(
  { execution, merged }: Admitted,
  seated: ReadonlyMap<Attendee, RegisteredAttendee>,
  refused: Map<Execution, Error>,
): Addition[] {
  return merged.flatMap((each) => {
    if (refused.has(execution)) return []
    const { existing, attendee, written } = each.first
    const registration = existing ?? seated.get(attendee as Attendee)
    if (registration === undefined) {
      refused.set(execution, refused.get(written as Execution) as Error)
      return []
    }
    const sessions = each.newSessionIds.map((sessionId) => ({
      sessionId,
      sessionRegistrationId: randomUUIDv7(),
    }))
    return [{ execution, merged: each, registration, sessions }]
  })
}

function sessionRequests({ merged, registration, sessions }: Addition): Request[] {
  return sessions.map((session) =>
    sessionRequest({
      ...session,
      name: registration.number,
      eventId: merged.first.eventId,
      contactId: registration.contactId,
      registrationId: registration.registrationId,
    }),
  )
}

/** Only what is unanswered: who knows a name and an address must not change another's answers. */
function answerRequests(
  { merged: { attendee, first }, registration }: Addition,
  fields: Surroundings['fields'],
): Request[] {
  const answers = checkedAnswers(fields.get(first.eventId) ?? [], attendee.answers)
  return takeUnanswered(first, answers).map(({ fieldId, text }) => ({
    message: 'Create',
    table: 'msevtmgt_registrationresponse',
    internal: true,
    target: {
      msevtmgt_createdfromapi: true,
      msevtmgt_customregistrationfield: fieldId,
      msevtmgt_eventregistration: registration.registrationId,
      msevtmgt_response: text,
    },
  }))
}

function takeUnanswered<A extends { readonly fieldId: string }>(
  { answeredFieldIds }: First,
  answers: readonly A[],
): A[] {
  const taken = answers.filter(({ fieldId }) => !answeredFieldIds.has(fieldId))
  for (const { fieldId } of taken) answeredFieldIds.add(fieldId)
  return taken
}

function answerOf({ registration, sessions }: Addition): RegisteredAttendee {
  const { registrationId, number, contactId } = registration
  const all = [...registration.sessions, ...sessions]
  return { registrationId, number, contactId, sessions: all, merged: true }
}

/** Sessions that are full, for people who have a seat of the event. */
async function wait(
  additions: readonly Addition[],
  group: Group,
  refused: Map<Execution, Error>,
): Promise<Map<Execution, WaitingAttendee[]>> {
  const wanted = additions.flatMap(({ execution, merged: { attendee, first }, registration }) =>
    attendee.waitedSessionIds
      .filter((sessionId) => !first.sessionIds.has(sessionId))
      .map((sessionId) => ({
        execution,
        eventId: first.eventId,
        attendee,
        contactId: registration.contactId,
        addedBy: null,
        sessionId,
        registrationId: registration.registrationId,
        id: randomUUIDv7(),
      })),
  )
  return await queueUp(wanted, group, refused)
}
