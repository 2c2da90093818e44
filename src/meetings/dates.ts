/** The dates of a meeting: what its rule gives, with those that were moved or do not take place. Pure. */
import { instantOf, type LocalTime, localOf, occurrencesOf } from '#calendar'
import type { Exception, Meeting } from './meeting.ts'

export interface MeetingDate {
  readonly originalStart: LocalTime
  readonly start: LocalTime
  readonly end: LocalTime
  readonly startsAt: Date
  readonly endsAt: Date
  readonly state: 'planned' | 'moved' | 'cancelled'
}

export type Timetable = Pick<Meeting, 'start' | 'end' | 'zone' | 'recurrence'>

/** As many dates as the hub takes: a daily meeting of more than a year. */
export const mostDates = 400

/** The original starts, one more than allowed at most, so that a caller sees that there are too many. */
export function originalStarts({ start, recurrence }: Timetable): LocalTime[] {
  return occurrencesOf(recurrence ?? { frequency: 'once' }, start)
    .take(mostDates + 1)
    .toArray()
}

/** All dates in the order in which they take place; cancelled ones where they would have been. */
export function datesOf(table: Timetable, exceptions: readonly Exception[] = []): MeetingDate[] {
  const byStart = new Map(exceptions.map((each) => [each.originalStart, each]))
  return originalStarts(table)
    .map((start) => dateAt(table, start, byStart.get(start)))
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

function dateAt(table: Timetable, originalStart: LocalTime, exception?: Exception): MeetingDate {
  const { zone } = table
  const moved = exception?.moved
  if (moved !== undefined) {
    const [startsAt, endsAt] = [instantOf(moved.start, zone), instantOf(moved.end, zone)]
    return { originalStart, ...moved, startsAt, endsAt, state: 'moved' }
  }
  const startsAt = instantOf(originalStart, zone)
  const endsAt = new Date(startsAt.getTime() + lengthOf(table))
  const state = exception === undefined ? 'planned' : 'cancelled'
  return {
    originalStart,
    start: originalStart,
    end: localOf(endsAt, zone),
    startsAt,
    endsAt,
    state,
  }
}

/**
 * Every date lasts as long as the first, in time that really passes (RFC 5545 §3.8.5.3). Where clocks
 * go back during a date, its end on the clocks alone would not say which of two hours is meant.
 */
const lengthOf = ({ start, end, zone }: Timetable) =>
  instantOf(end, zone).getTime() - instantOf(start, zone).getTime()

/** Those that take place. */
export const happening = (dates: readonly MeetingDate[]) =>
  dates.filter(({ state }) => state !== 'cancelled')

/** Undefined when every date is over or cancelled. */
export function nextDate(dates: readonly MeetingDate[], now: Date): MeetingDate | undefined {
  return happening(dates).find(({ endsAt }) => endsAt > now)
}

/** From the first beginning to the last end, of the dates that take place. */
export function spanOf(dates: readonly MeetingDate[]): { from: Date; to: Date } | undefined {
  const times = happening(dates)
  const [first] = times
  if (first === undefined) return undefined
  const to = Math.max(...times.map(({ endsAt }) => endsAt.getTime()))
  return { from: first.startsAt, to: new Date(to) }
}
