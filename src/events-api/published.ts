/** What the routes of the Events API have in common. */
import { Type } from 'typebox'
import type { Attendance } from '#attendance'
import type { CalendarPerson } from '#calendar'
import type { Clock } from '#clock'
import type { Db, Read } from '#database'
import { type EventRow, publishStatus, readEvent } from '#events'
import type { Outbound } from '#outbound'
import type { Pipeline } from '#pipeline'
import type { Registrations } from '#registrations'
import type { Webinars } from '#webinars'
import type { CaptchaKeeper } from './captcha.ts'
import type { Visitors } from './find-visitor.ts'
import { refusals } from './refusals.ts'
import { Failure } from './shapes.ts'
import type { WebsiteColumns } from './website-columns.ts'

export interface EventsApiNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly pipeline: Pick<Pipeline, 'execute'>
  /** To the identity providers of web applications. */
  readonly outbound: Pick<Outbound, 'request'>
  readonly registrations: Pick<
    Registrations,
    | 'register'
    | 'settlePurchase'
    | 'describePurchase'
    | 'addSessions'
    | 'cancel'
    | 'cancelSession'
    | 'joinLink'
  >
  /** Further columns that answers show. */
  readonly columns: WebsiteColumns
  /** Without slash at the end. */
  readonly publicUrl: string
  /** Shows the Wi-Fi passwords of buildings to everybody; default false. */
  readonly publishWifiPasswords?: boolean
  readonly captcha: CaptchaKeeper
  /** Whom calendar files name as organiser. */
  readonly organizer: CalendarPerson
  readonly webinars: Pick<Webinars, 'decideJoin'>
  readonly attendance: Pick<Attendance, 'checkIn'>
  /**
   * Whether visitors themselves may say that a purchase is paid, where the event administration
   * allows it; on a hub that serves real customers only with a second switch.
   */
  readonly demoPaymentAllowed: boolean
}

export interface Context extends EventsApiNeeds {
  readonly visitors: Visitors
  /** An event in any state; simultaneous requests for one share a read. */
  readonly findEvent: Read<EventRow | undefined>
}

export const ById = Type.Object({
  id: Type.String({ description: "The event's readable id; its id is understood, too" }),
})
export const ByRowId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Application = Type.Object({
  emApplicationtoken: Type.Optional(Type.String({ description: 'Token of the web application' })),
})
const failures = { 400: Failure, 401: Failure, 404: Failure }

export function schemaOf<R extends Record<number, unknown>>(summary: string, response: R) {
  return {
    tags: ['Events API'],
    summary,
    querystring: Application,
    response: { ...failures, ...response },
  }
}

/** Of addresses that mails and pictures use: they bring neither token nor origin. */
export function openSchemaOf<R extends Record<number, unknown>>(
  summary: string,
  response: R = {} as R,
) {
  return {
    tags: ['Events API'],
    summary,
    response: { 400: Failure, 404: Failure, 409: Failure, ...response },
  }
}

export async function readPublished(db: Db, id: string): Promise<EventRow> {
  const event = await readEvent(db, id)
  const isLive = event?.statecode === 0 && event.msevtmgt_publishstatus === publishStatus.live.value
  if (event === undefined || !isLive) throw refusals['published-event-unknown']({ id })
  return event
}
