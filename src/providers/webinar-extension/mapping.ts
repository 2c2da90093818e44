/** Between our words and those of the Webinar Extension API. Pure. */
import { cut, vendorText } from '../answer.ts'
import type {
  AttendanceItem,
  AttendanceReport,
  Registrant,
  RegistrantPlan,
  ServiceCheck,
  TokenSet,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import type {
  AttendanceReply,
  RegistrationBody,
  RegistrationReply,
  StatusReply,
  TokenReply,
  WebinarBody,
  WebinarReply,
} from './wire.ts'

export function toTokenSet(reply: TokenReply): TokenSet {
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token ?? undefined,
    expiresInSeconds: reply.expires_in ?? undefined,
  }
}

const ownMessages: Readonly<Record<StatusReply['status'], string>> = {
  healthy: 'The service is healthy.',
  degraded: 'The service says that it works only in part.',
  unhealthy: 'The service says that it does not work.',
}

/** Only `healthy` counts as healthy: what works in part is not to be relied on. */
export function toServiceCheck(reply: StatusReply): ServiceCheck {
  const message = vendorText(reply.message ?? '')
  const maximum = reply.limits?.maxDurationMinutes ?? undefined
  return {
    status: reply.status === 'healthy' ? 'healthy' : 'unhealthy',
    message: message === '' ? ownMessages[reply.status] : message,
    ...(reply.accountName ? { accountName: vendorText(reply.accountName) } : {}),
    ...(maximum === undefined ? {} : { maxDurationMinutes: maximum }),
  }
}

/** Texts are cut where the API has limits: a webinar with a shorter title is better than none. */
export function toWebinarBody(plan: WebinarPlan): WebinarBody {
  return {
    externalId: plan.idempotencyKey,
    kind: plan.kind,
    title: cut(plan.title, 300),
    ...(plan.description === undefined ? {} : { description: cut(plan.description, 5000) }),
    start: plan.start.toISOString(),
    end: plan.end.toISOString(),
    timeZone: plan.timeZone,
    ...(plan.language === undefined ? {} : { language: plan.language }),
    ...(plan.webinarType === undefined ? {} : { webinarType: plan.webinarType }),
    ...(plan.maxAttendees === undefined ? {} : { maxAttendees: plan.maxAttendees }),
    ...(plan.producer === undefined ? {} : { producer: person(plan.producer) }),
    ...(plan.presenters.length === 0
      ? {}
      : {
          presenters: plan.presenters.map((presenter) => ({
            externalId: presenter.externalId,
            ...person(presenter),
          })),
        }),
  }
}

export function toWebinar(reply: WebinarReply): Webinar {
  const reason = vendorText(reply.statusReason ?? '', [], 5000)
  return {
    webinarId: reply.webinarId,
    state: reply.status,
    stateReason: reason === '' ? undefined : reason,
    webinarUrl: reply.webinarUrl ?? undefined,
    presentationManagerUrl: reply.presentationManagerUrl ?? undefined,
  }
}

export function toRegistrationBody(plan: RegistrantPlan): RegistrationBody {
  return {
    externalId: plan.idempotencyKey,
    role: 'attendee',
    firstName: plan.firstName,
    lastName: plan.lastName,
    email: plan.email,
    ...(plan.company === undefined ? {} : { company: plan.company }),
    ...(plan.language === undefined ? {} : { language: plan.language }),
  }
}

export function toRegistrant(reply: RegistrationReply): Registrant {
  return { registrantId: reply.registrationId, joinUrl: reply.joinUrl ?? undefined }
}

/** The report is as old as its oldest page: only up to then all numbers are in. */
export function toAttendanceReport(
  first: AttendanceReply,
  others: readonly AttendanceReply[],
): AttendanceReport {
  const pages = [first, ...others]
  const updates = pages.map((page) => Date.parse(page.updatedAt))
  return {
    updatedAt: new Date(Math.min(...updates)),
    items: pages.flatMap((page) => page.items.map(toAttendanceItem)),
  }
}

/** What cannot be read becomes an invalid date or NaN, which attendance refuses with its reason. */
function toAttendanceItem(raw: unknown): AttendanceItem {
  const item = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
  const questions = toNumber(item.questionsAsked)
  return {
    registrantId: toText(item.registrationId),
    externalId: toText(item.externalId),
    email: toText(item.email),
    joinedAt: toDate(item.joinTime),
    leftAt: toDate(item.leaveTime),
    viewingMinutes: toNumber(item.viewingMinutes),
    questionsAsked: questions !== undefined && questions >= 0 ? Math.floor(questions) : undefined,
    watchedRecording: item.watchedRecording === true,
    raw,
  }
}

const toText = (value: unknown) => (typeof value === 'string' ? value : undefined)

function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined
  return new Date(typeof value === 'string' ? value : Number.NaN)
}

function toNumber(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'number' ? value : Number.NaN
}

const person = ({ name, email }: { readonly name: string; readonly email: string }) => ({
  name: cut(name, 100),
  email,
})
