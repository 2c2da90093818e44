import { decodeCursor, encodeCursor, type Page } from './cursor.ts'
import { garbageFor } from './garbage.ts'
import { problem } from './problems.ts'
import type { Stay, Webinar } from './state.ts'
import { settle } from './stays.ts'
import { nowOf, type Vendor } from './vendor.ts'

/** One stay in the report; the pair of registrationId (or email) and joinTime names it. */
interface AttendanceItem {
  readonly registrationId?: string
  readonly externalId?: string
  readonly email: string
  readonly joinTime: string
  readonly leaveTime: string
  readonly viewingMinutes: number
  readonly questionsAsked: number
  /** Share of the planned duration, 0 to 100. */
  readonly attendancePercent: number
  readonly watchedRecording: boolean
}

export interface AttendanceReport extends Page<unknown> {
  /** Up to when this report is complete: the `since` of the next read. */
  readonly updatedAt: string
}

interface Position {
  readonly since: string
  /** All pages of one read end here, so that `updatedAt` holds for the whole of it. */
  readonly until: string
  readonly reportedAt: string
  readonly sequence: number
}

/**
 * What appeared or was corrected at or after `since`, oldest change first. At, not only after:
 * two changes can share a millisecond, and a repeated record is harmless where a lost one is not.
 */
export function reportAttendance(
  vendor: Vendor,
  webinar: Webinar,
  query: { readonly since?: string; readonly cursor?: string },
): AttendanceReport {
  settle(vendor, webinar)
  const position = query.cursor === undefined ? start(vendor, query.since) : read(query.cursor)
  const rest = reported(vendor, webinar).filter((stay) => isBetween(stay, position))
  const stays = rest.slice(0, vendor.settings.pageSize)
  const last = stays.at(-1)
  const hasMore = last !== undefined && rest.length > stays.length
  const items = stays.map((stay) => itemFor(vendor, webinar, stay))
  return {
    updatedAt: position.until,
    items: hasMore ? items : [...items, ...garbageIfAsked(vendor, webinar, items)],
    ...(hasMore && { nextCursor: cursorAt(position, last) }),
  }
}

type ReportedStay = Stay & { readonly leftAt: string; readonly reportedAt: string }

function reported(vendor: Vendor, webinar: Webinar): readonly ReportedStay[] {
  return vendor.state.stays
    .inGroup(webinar.id)
    .filter((stay): stay is ReportedStay => stay.reportedAt !== undefined)
    .sort((a, b) => compare(a.reportedAt, b.reportedAt) || a.sequence - b.sequence)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function isBetween(stay: ReportedStay, position: Position): boolean {
  const isPast = compare(stay.reportedAt, position.reportedAt) || stay.sequence - position.sequence
  return isPast > 0 && stay.reportedAt >= position.since && stay.reportedAt <= position.until
}

function start(vendor: Vendor, since = ''): Position {
  return { since: normal(since), until: nowOf(vendor), reportedAt: '', sequence: 0 }
}

/** `2026-01-01T00:00:00Z` and `2026-01-01T00:00:00.000Z` are one instant but two texts. */
function normal(since: string): string {
  return since === '' ? '' : new Date(since).toISOString()
}

function cursorAt(position: Position, last: ReportedStay): string {
  return encodeCursor([position.since, position.until, last.reportedAt, last.sequence])
}

function read(cursor: string): Position {
  const [since, until, reportedAt, sequence] = decodeCursor(cursor)
  if (
    typeof since === 'string' &&
    typeof until === 'string' &&
    typeof reportedAt === 'string' &&
    typeof sequence === 'number'
  )
    return { since, until, reportedAt, sequence }
  throw problem('invalid-cursor', 'The cursor is not one that this list gave.')
}

function itemFor(vendor: Vendor, webinar: Webinar, stay: ReportedStay): AttendanceItem {
  const registration = vendor.state.registrations.get(stay.registrationId)
  const { externalId, email = '' } = registration?.registrant ?? {}
  const minutes = stay.viewingMinutes ?? minutesBetween(stay.joinedAt, stay.leftAt)
  const planned = minutesBetween(webinar.order.start, webinar.order.end)
  return {
    ...(registration?.origin !== 'walk-in' && { registrationId: stay.registrationId }),
    ...(externalId !== undefined && { externalId }),
    email,
    joinTime: stay.joinedAt,
    leaveTime: stay.leftAt,
    viewingMinutes: minutes,
    questionsAsked: stay.questionsAsked,
    attendancePercent: Math.min(100, Math.round((minutes / Math.max(planned, 1)) * 100)),
    watchedRecording: stay.watchedRecording,
  }
}

function minutesBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
}

function garbageIfAsked(
  vendor: Vendor,
  webinar: Webinar,
  honest: readonly AttendanceItem[],
): readonly unknown[] {
  const mode = vendor.modes.hit('garbageAttendance', `/webinars/${webinar.id}/attendance`)
  return mode === undefined ? [] : garbageFor(vendor, webinar, honest)
}
