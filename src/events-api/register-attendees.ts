import type { Db } from '#database'
import { isRefusal, type Refusal } from '#errors'
import { type EventRow, publishStatus, readEvent } from '#events'
import { systemCaller } from '#identity'
import type { AttendeeInput, Registrations } from '#registrations'
import { takesSeveral } from './describe-event.ts'
import { refusals } from './refusals.ts'
import type { RegistrationRequest, RegistrationResult } from './shapes.ts'

type ApiAttendee = RegistrationRequest['attendees'][number]

/**
 * Registers all attendees of the request or none. Clients read `status`: whatever keeps people from
 * being registered comes back as an answer with status `Error`, only unusable requests as an HTTP
 * error.
 */
export async function registerAttendees(
  needs: { readonly db: Db; readonly registrations: Pick<Registrations, 'register'> },
  readableId: string,
  request: RegistrationRequest,
  idempotencyKey: string | undefined,
): Promise<RegistrationResult> {
  const event = await readEvent(needs.db, readableId)
  if (event === undefined || !isKnownToPublic(event)) {
    throw refusals['published-event-unknown']({ id: readableId })
  }
  try {
    refuseWhatIsNotOffered(event, request)
    await needs.registrations.register(systemCaller, {
      eventId: event.msevtmgt_eventid,
      attendees: request.attendees.map(attendeeInput),
      idempotencyKey: idempotencyKey ?? null,
    })
    return result('Success')
  } catch (error) {
    if (isRefusal(error) && error.status < 500) return failure(error)
    throw error
  }
}

function isKnownToPublic(event: EventRow): boolean {
  const { live, cancelled } = publishStatus
  const status = event.msevtmgt_publishstatus
  return event.statecode === 0 && (status === live.value || status === cancelled.value)
}

/** Nothing that somebody asks for is silently left out. */
function refuseWhatIsNotOffered(event: EventRow, request: RegistrationRequest): void {
  const { attendees } = request
  if (attendees.some(({ passId }) => isGiven(passId))) throw refusals['passes-not-offered']()
  if (attendees.some(wantsWaitlist)) throw refusals['waitlist-not-offered']()
  if (attendees.some(({ responses }) => (responses ?? []).length > 0)) {
    throw refusals['questions-not-offered']()
  }
  if (Object.values(request.hipObject ?? {}).some(isGiven)) throw refusals['captcha-not-offered']()
  if (attendees.length > 1 && !takesSeveral(event)) {
    const values = { name: event.msevtmgt_name, count: attendees.length }
    throw refusals['one-attendee-only'](values)
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function wantsWaitlist(attendee: ApiAttendee): boolean {
  return (
    attendee.waitlisted === true ||
    attendee.autoRegister === true ||
    (attendee.attendeeSessions ?? []).some(({ waitlisted }) => waitlisted === true)
  )
}

function attendeeInput(attendee: ApiAttendee): AttendeeInput {
  return {
    email: attendee.email ?? '',
    firstName: attendee.firstName ?? null,
    lastName: attendee.lastName ?? null,
    sessions: attendee.attendeeSessions?.map(({ sessionId }) => sessionId) ?? null,
  }
}

function failure(refusal: Refusal): RegistrationResult {
  return { ...result('Error'), errorMessage: refusal.sentence, errorCode: errorCodeOf(refusal) }
}

/** Clients look these two up among their translated texts; other codes show the message. */
function errorCodeOf({ code, values }: Refusal): string {
  if (code !== 'event-full') return code
  return values.left === 0 ? 'EventCapacityReached' : 'EventCapacityExceeding'
}

function result(status: string): RegistrationResult {
  return { status, errorMessage: null, errorCode: null, redirectUrl: null, purchaseId: null }
}
