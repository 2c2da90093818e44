import { isRefusal } from '#errors'
import { type EventRow, publishStatus } from '#events'
import { systemCaller } from '#identity'
import type { AttendeeInput, RegisterAnswer, RegisterInput } from '#registrations'
import { takesSeveral } from './describe-event.ts'
import type { Visitor } from './link-visitor.ts'
import type { Context } from './published.ts'
import { refusals } from './refusals.ts'
import { failure, result } from './registration-result.ts'
import type { RegistrationRequest, RegistrationResult } from './shapes.ts'

type ApiAttendee = RegistrationRequest['attendees'][number]

export interface Asking {
  readonly idempotencyKey: string | undefined
  readonly visitor: Visitor | undefined
}

/**
 * Registers all attendees of the request or none. Clients read `status`: whatever keeps people from
 * being registered comes back as an answer with status `Error`, only unusable requests as an HTTP
 * error.
 */
export async function registerAttendees(
  context: Context,
  readableId: string,
  request: RegistrationRequest,
  { idempotencyKey, visitor }: Asking,
): Promise<RegistrationResult> {
  const event = await context.findEvent(readableId)
  if (event === undefined || !isKnownToPublic(event)) {
    throw refusals['published-event-unknown']({ id: readableId })
  }
  if (event.msevtmgt_allowanonymousregistrations === false && visitor === undefined) {
    throw refusals['account-required']({ name: event.msevtmgt_name })
  }
  try {
    checkForm(context, event, request)
    const answer = await context.registrations.register(systemCaller, {
      eventId: event.msevtmgt_eventid,
      attendees: request.attendees.map(attendeeInput),
      idempotencyKey: idempotencyKey ?? null,
      returnUrl: request.returnUrl ?? null,
      purchaser: purchaserOf(visitor, request),
    })
    return resultOf(answer)
  } catch (error) {
    if (isRefusal(error) && error.status < 500) return failure(error)
    throw error
  }
}

/** Who signed in and registers others. Some matching strategies need both names of everybody. */
function purchaserOf(
  visitor: Visitor | undefined,
  { attendees }: RegistrationRequest,
): RegisterInput['purchaser'] {
  if (visitor === undefined || visitor.firstName === null || visitor.lastName === null) return null
  const { email, firstName, lastName } = visitor
  const own = email.toLowerCase()
  const others = attendees.some((each) => (each.email ?? '').trim().toLowerCase() !== own)
  return others ? { email, firstName, lastName } : null
}

/** `Redirect` leads to the payment page, `Initiated` leaves paying to the website. */
function resultOf({ purchase }: RegisterAnswer): RegistrationResult {
  if (purchase === null) return result('Success')
  const { purchaseId, redirectUrl } = purchase
  const status = redirectUrl === null ? 'Initiated' : 'Redirect'
  return { ...result(status), purchaseId, redirectUrl }
}

function isKnownToPublic(event: EventRow): boolean {
  const { live, cancelled } = publishStatus
  const status = event.msevtmgt_publishstatus
  return event.statecode === 0 && (status === live.value || status === cancelled.value)
}

function checkForm(
  { captcha }: Context,
  event: EventRow,
  { attendees, hipObject }: RegistrationRequest,
): void {
  if (attendees.length > 1 && !takesSeveral(event)) {
    const values = { name: event.msevtmgt_name, count: attendees.length }
    throw refusals['one-attendee-only'](values)
  }
  if (event.msevtmgt_enablecaptcha !== true) return
  const problem = captcha.problemOf(hipObject ?? {})
  if (problem !== undefined)
    throw refusals['captcha-unsolved']({ problem: captchaProblems[problem] })
}

const captchaProblems = {
  missing: 'it is missing',
  foreign: 'it belongs to another challenge',
  expired: 'it came too late',
  wrong: 'it is wrong',
  used: 'it was used before',
} as const

function attendeeInput(attendee: ApiAttendee): AttendeeInput {
  return {
    email: attendee.email ?? '',
    firstName: attendee.firstName ?? null,
    lastName: attendee.lastName ?? null,
    sessions:
      attendee.attendeeSessions?.map(({ sessionId, waitlisted }) => ({
        sessionId,
        waitlisted: waitlisted ?? false,
      })) ?? null,
    passId: attendee.passId ?? null,
    waitlisted: attendee.waitlisted ?? false,
    autoRegister: attendee.autoRegister ?? false,
    responses: attendee.responses ?? null,
  }
}
