import { problem } from './problems.ts'
import type { Registration, Stay, Webinar } from './state.ts'
import { earliest, later, latest, newId, nowOf, type Vendor } from './vendor.ts'
import { closingTime, statusOf } from './webinars.ts'

/** What a played attendee did; a stay without `leave` lasts until the room closes. */
export interface PlayedStay {
  readonly join: Date
  readonly leave?: Date
  readonly questionsAsked?: number
  readonly watchedRecording?: boolean
}

/** What a later report says instead. Join times stay: with the registration they name a record. */
export interface Correction {
  readonly leave?: Date
  readonly viewingMinutes?: number
  readonly questionsAsked?: number
}

/** Why a person cannot be in the room now, or undefined. */
export function whyShut(
  vendor: Vendor,
  webinar: Webinar,
  registration?: Registration,
): 'cancelled' | 'preparing' | 'over' | undefined {
  if (webinar.deletedAt !== undefined || registration?.status === 'cancelled') return 'cancelled'
  const status = statusOf(vendor, webinar)
  if (status !== 'created') return status === 'pending' ? 'preparing' : 'cancelled'
  return closingTime(vendor, webinar) <= nowOf(vendor) ? 'over' : undefined
}

/** A page opened in a browser: the person is in the room from now. */
export function enter(vendor: Vendor, registration: Registration): Stay {
  const now = nowOf(vendor)
  const stay = addStay(vendor, registration, { joinedAt: now, heartbeats: true })
  vendor.pulse.beat(stay.id)
  return stay
}

/** Plays an attendee without a browser; times may lie in the past or in the future. */
export function playStay(vendor: Vendor, registration: Registration, played: PlayedStay): Stay {
  const stay = addStay(vendor, registration, {
    joinedAt: played.join.toISOString(),
    heartbeats: false,
    questionsAsked: played.questionsAsked ?? 0,
    watchedRecording: played.watchedRecording ?? false,
  })
  return played.leave === undefined ? stay : close(vendor, stay, played.leave.toISOString())
}

function addStay(
  vendor: Vendor,
  registration: Registration,
  what: Pick<Stay, 'joinedAt' | 'heartbeats'> & Partial<Stay>,
): Stay {
  return vendor.state.stays.put({
    id: newId('stay'),
    webinarId: registration.webinarId,
    registrationId: registration.id,
    lastSeenAt: what.joinedAt,
    questions: [],
    questionsAsked: 0,
    watchedRecording: false,
    sequence: vendor.state.nextSequence(),
    ...what,
  })
}

/** The page says that it is still there; the caller has made sure that the stay goes on. */
export function beat(vendor: Vendor, stay: Stay): void {
  vendor.pulse.beat(stay.id)
  vendor.state.stays.put({ ...stay, lastSeenAt: nowOf(vendor) })
}

export function ask(vendor: Vendor, stay: Stay, question: string): void {
  vendor.state.stays.put({
    ...stay,
    questions: [...stay.questions, question],
    questionsAsked: stay.questionsAsked + 1,
  })
}

/** Leaving twice is not an error: the button and the closing page both tell. */
export function leave(vendor: Vendor, stay: Stay): void {
  if (stay.leftAt === undefined) close(vendor, stay, nowOf(vendor))
}

/**
 * Ends the stays that ended by themselves: the page went silent, or the room closed. Nothing runs
 * by timer; whoever looks at a room settles it first, so all see the same.
 */
export function settle(vendor: Vendor, webinar: Webinar): void {
  const now = nowOf(vendor)
  const closing = closingTime(vendor, webinar)
  for (const stay of vendor.state.stays.inGroup(webinar.id)) {
    if (stay.leftAt !== undefined) continue
    if (isGone(vendor, stay)) close(vendor, stay, earliest(stay.lastSeenAt, closing))
    else if (closing <= now) close(vendor, stay, latest(stay.joinedAt, closing))
  }
}

function isGone(vendor: Vendor, stay: Stay): boolean {
  const limit = vendor.settings.heartbeatTimeoutSeconds * 1000
  return stay.heartbeats && vendor.pulse.silence(stay.id) > limit
}

/** Reported some time after the leave, and never before now: a reader may have passed that time. */
function close(vendor: Vendor, stay: Stay, leftAt: string): Stay {
  vendor.pulse.forget(stay.id)
  const reportedAt = latest(later(leftAt, vendor.settings.attendanceLagSeconds), nowOf(vendor))
  return vendor.state.stays.put({ ...stay, leftAt, reportedAt })
}

/** The vendor looked again: the record changes, and reports show the change from now on. */
export function correct(vendor: Vendor, stay: Stay, correction: Correction): void {
  const leftAt = correction.leave?.toISOString() ?? stay.leftAt
  if (leftAt === undefined) throw problem('invalid-input', 'The stay is not over: give a leave.')
  const { leave: _, ...rest } = correction
  vendor.state.stays.put({ ...stay, ...rest, leftAt, reportedAt: nowOf(vendor) })
}

export function presentIn(vendor: Vendor, webinar: Webinar): readonly Stay[] {
  settle(vendor, webinar)
  const now = nowOf(vendor)
  return vendor.state.stays
    .inGroup(webinar.id)
    .filter((stay) => stay.joinedAt <= now && (stay.leftAt === undefined || stay.leftAt > now))
}
