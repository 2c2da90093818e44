import type { Clock } from '#clock'
import type { Faults } from '../../twin/faults.ts'
import { notFound } from './failure.ts'
import type { TwinSettings } from './settings.ts'

/** The simulated company and the one account it has. Times are milliseconds of the twin's clock. */
export interface Vendor {
  readonly clock: Clock
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly url: () => string
  readonly token: string
  readonly moodleKey: string
  readonly webinars: Map<string, TwinWebinar>
  readonly participants: Map<string, Participant>
  /** Requests to the API so far, oldest first: `POST /rest/webinar`. */
  readonly calls: string[]
  nextId: number
}

export interface TwinWebinar {
  readonly id: number
  title: string
  timezone: string
  /** As they were given, in the zone of the webinar. */
  start_time: string
  finish_time: string
  startsAt: number
  archiveUrl: string | undefined
  endedAt: number | undefined
}

export interface Participant {
  readonly id: number
  readonly webinarId: string
  readonly email: string
  readonly username: string
  readonly first_name: string
  readonly second_name: string
  readonly role: string
  readonly accessToken: string
  enteredAt: number | undefined
  leftAt: number | undefined
}

export const nowOf = ({ clock }: Pick<Vendor, 'clock'>) => clock.now().getTime()

/** @throws not found */
export function webinarBy({ webinars }: Vendor, id: unknown): TwinWebinar {
  const webinar = webinars.get(String(id))
  if (webinar === undefined) throw notFound('Webinar')
  return webinar
}

export const participantsOf = ({ participants }: Vendor, webinarId: string) =>
  [...participants.values()].filter((each) => each.webinarId === webinarId)

export function enter(vendor: Vendor, participant: Participant, at = nowOf(vendor)): void {
  participant.enteredAt ??= at
  participant.leftAt = undefined
}

/** Everybody is sent out, and nobody comes in any more. */
export function endWebinar(vendor: Vendor, webinarId: string): void {
  const webinar = webinarBy(vendor, webinarId)
  webinar.endedAt ??= nowOf(vendor)
  for (const each of participantsOf(vendor, webinarId)) {
    if (each.enteredAt !== undefined) each.leftAt ??= webinar.endedAt
  }
}
