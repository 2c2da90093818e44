import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Person } from '#contacts'
import type { Execution, Group, Request } from '#pipeline'
import { createAll } from './create-all.ts'
import { promotion } from './promotion.ts'
import type { Admitted } from './register.ts'
import type { Attendee, RegisteredAttendee, WaitingAttendee } from './registration.ts'

/** Somebody on the way into a line. */
export interface Waiting {
  readonly execution: Execution
  readonly eventId: string
  readonly attendee: Pick<
    Attendee,
    | 'email'
    | 'firstName'
    | 'lastName'
    | 'company'
    | 'language'
    | 'answers'
    | 'autoRegister'
    | 'sessionIds'
    | 'waitedSessionIds'
  >
  readonly contactId: string
  readonly addedBy: string | null
  /** Undefined: the event itself. */
  readonly sessionId: string | undefined
  readonly registrationId: string | null
  readonly id: string
}

/** Puts those who wait into the lines of the event and of its sessions. */
export async function writeWaiting(
  entries: readonly Admitted[],
  group: Group,
  made: {
    readonly contacts: ReadonlyMap<Person, string>
    readonly seated: ReadonlyMap<Execution, readonly RegisteredAttendee[]>
  },
  refused: Map<Execution, Error>,
): Promise<Map<Execution, WaitingAttendee[]>> {
  const wanted = entries.flatMap((entry) => [
    ...waitingForEvent(entry, made.contacts),
    ...waitingForSessions(entry, made),
  ])
  return await queueUp(wanted, group, refused)
}

/** Puts people into lines; whoever is in one already stays where they are. */
export async function queueUp(
  wanted: readonly Waiting[],
  group: Group,
  refused: Map<Execution, Error>,
): Promise<Map<Execution, WaitingAttendee[]>> {
  if (wanted.length === 0) return new Map()
  const inLine = await alreadyWaiting(wanted, group)
  const isNew = (each: Waiting) => !inLine.has(lineKey(each))
  await createAll(group, wanted.filter(isNew), (each) => [waitlistRequest(each)], refused)
  for (const { execution, eventId } of wanted) {
    if (!refused.has(execution)) execution.enqueue(promotion(eventId))
  }
  const answers = wanted.map((each) => ({
    execution: each.execution,
    waitlistItemId: inLine.get(lineKey(each)) ?? each.id,
    contactId: each.contactId,
    sessionId: each.sessionId ?? null,
    ...(isNew(each) ? {} : { merged: true as const }),
  }))
  const byExecution = Map.groupBy(answers, ({ execution }) => execution)
  return new Map(
    [...byExecution].map(([execution, mine]) => [
      execution,
      mine.map(({ execution: _, ...answer }) => answer),
    ]),
  )
}

function waitingForEvent(
  { execution, request, waiting }: Admitted,
  contacts: ReadonlyMap<Person, string>,
): Waiting[] {
  return waiting.map((attendee) => ({
    execution,
    eventId: request.eventId,
    attendee,
    contactId: contacts.get(attendee) as string,
    addedBy: request.purchaser === undefined ? null : (contacts.get(request.purchaser) ?? null),
    sessionId: undefined,
    registrationId: null,
    id: randomUUIDv7(),
  }))
}

function waitingForSessions(
  { execution, request, seated }: Admitted,
  made: {
    readonly contacts: ReadonlyMap<Person, string>
    readonly seated: ReadonlyMap<Execution, readonly RegisteredAttendee[]>
  },
): Waiting[] {
  const registrations = made.seated.get(execution) ?? []
  return seated.flatMap((attendee, at) =>
    attendee.waitedSessionIds.map((sessionId) => ({
      execution,
      eventId: request.eventId,
      attendee,
      contactId: made.contacts.get(attendee) as string,
      addedBy: null,
      sessionId,
      registrationId: registrations[at]?.registrationId ?? null,
      id: randomUUIDv7(),
    })),
  )
}

/** Somebody waits once for one thing, however often they ask. */
async function alreadyWaiting(
  wanted: readonly Waiting[],
  { tx }: Group,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; line: string; contactId: string }>`
    select w.msevtmgt_waitlistitemid as id, w.msevtmgt_contact as "contactId",
      coalesce(w.msevtmgt_session, w.msevtmgt_event) as line
    from msevtmgt_waitlistitem w
    where w.statecode = 0
      and w.msevtmgt_contact = any (${wanted.map(({ contactId }) => contactId)}::uuid[])
      and coalesce(w.msevtmgt_session, w.msevtmgt_event) = any (${wanted.map(lineOf)}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map(({ id, line, contactId }) => [`${line} ${contactId}`, id]))
}

const lineOf = ({ sessionId, eventId }: Waiting) => sessionId ?? eventId
const lineKey = (each: Waiting) => `${lineOf(each)} ${each.contactId}`

function waitlistRequest(each: Waiting): Request {
  const { attendee } = each
  const name = [attendee.firstName, attendee.lastName].filter(Boolean).join(' ')
  return {
    message: 'Create',
    table: 'msevtmgt_waitlistitem',
    id: each.id,
    internal: true,
    target: {
      msevtmgt_name: (name || attendee.email).slice(0, 100),
      msevtmgt_event: each.eventId,
      msevtmgt_session: each.sessionId ?? null,
      msevtmgt_contact: each.contactId,
      msevtmgt_addedby: each.addedBy,
      msevtmgt_autoregister: attendee.autoRegister,
      gr_eventregistration: each.registrationId,
      gr_company: attendee.company ?? null,
      gr_language: attendee.language ?? null,
      gr_sessions: each.sessionId === undefined ? sessionsOnHold(attendee) : null,
      gr_responses: attendee.answers.length === 0 ? null : JSON.stringify(attendee.answers),
    },
  }
}

function sessionsOnHold({ sessionIds, waitedSessionIds }: Waiting['attendee']): string | null {
  const ids = [...sessionIds, ...waitedSessionIds]
  return ids.length === 0 ? null : JSON.stringify(ids)
}
