/**
 * What becomes of single dates when the whole meeting is changed. Pure.
 *
 * Calendar programs know a date by when the rule has it (RECURRENCE-ID), so a moved date can stay where
 * it is only while the rule still has it at that time. Outlook forgets all of them whenever the
 * recurrence is touched, even where only the end comes later, which people complain about; here only
 * those go that cannot stay, and they are named before anything is saved. A cancelled date means a day
 * on which nobody comes: it stays cancelled at the new time of that day.
 */
import { type LocalTime, toRRule } from '#calendar'
import { datesOf, happening, type MeetingDate, originalStarts, type Timetable } from './dates.ts'
import { withDays } from './examine-recurrence.ts'
import type { Exception, WholeMeeting } from './meeting.ts'
import type { MeetingWish } from './wish.ts'

export interface DatesAfterChange {
  /** Under the original start that the new rule gives them. */
  readonly kept: readonly Exception[]
  readonly reset: readonly ResetDate[]
  /** All dates that the meeting has then. */
  readonly dates: readonly MeetingDate[]
}

/** A date that was moved or cancelled, and follows the rule again. */
export interface ResetDate {
  readonly originalStart: LocalTime
  readonly state: 'moved' | 'cancelled'
  /** As it is now. */
  readonly start: LocalTime
  readonly end: LocalTime
  readonly endsAt: Date
  /** The date that the new rule has on that day; undefined: none. */
  readonly becomes: MeetingDate | undefined
}

/** Start, end, zone and recurrence of the wish are known to be right. */
export function datesAfterChange(meeting: WholeMeeting, wish: MeetingWish): DatesAfterChange {
  const table = timetableOf(wish)
  if (isSameRule(meeting, table)) {
    return { kept: meeting.exceptions, reset: [], dates: datesOf(table, meeting.exceptions) }
  }
  const kept = withoutCrossing(table, keepable(meeting, table))
  const ids = new Set(kept.map(({ id }) => id))
  const usual = datesOf(table)
  const before = datesOf(meeting, meeting.exceptions)
  const gone = meeting.exceptions.filter(({ id }) => !ids.has(id))
  const reset = gone.flatMap((each) => resetOf(each, before, usual))
  return { kept, reset, dates: datesOf(table, kept) }
}

function timetableOf(wish: MeetingWish): Timetable {
  const { start, end, timeZone: zone } = wish
  return { start, end, zone, recurrence: withDays(wish.recurrence, start) }
}

function isSameRule(before: Timetable, after: Timetable): boolean {
  const ruleOf = ({ recurrence, zone }: Timetable) => recurrence && toRRule(recurrence, zone)
  const isSameTime =
    before.start === after.start && before.end === after.end && before.zone === after.zone
  return isSameTime && ruleOf(before) === ruleOf(after)
}

const dayOf = (time: LocalTime) => time.slice(0, 10)

function keepable(meeting: WholeMeeting, table: Timetable): Exception[] {
  if (table.recurrence === undefined) return []
  const starts = originalStarts(table)
  const times = new Set(starts)
  const byDay = new Map(starts.map((start) => [dayOf(start), start]))
  return meeting.exceptions.flatMap((exception) => {
    const { originalStart, moved } = exception
    if (moved !== undefined) {
      return meeting.zone === table.zone && times.has(originalStart) ? [exception] : []
    }
    const sameDay = byDay.get(dayOf(originalStart))
    return sameDay === undefined ? [] : [{ ...exception, originalStart: sameDay }]
  })
}

/** Dates keep their order, as `change-date.ts` demands of each move. */
function withoutCrossing(table: Timetable, exceptions: readonly Exception[]): readonly Exception[] {
  const dates = happening(datesOf(table, exceptions)).toSorted((a, b) =>
    a.originalStart < b.originalStart ? -1 : 1,
  )
  const crossing = new Set<LocalTime>()
  for (const [at, date] of dates.entries()) {
    const next = dates[at + 1]
    if (next === undefined || date.endsAt <= next.startsAt) continue
    for (const each of [date, next]) if (each.state === 'moved') crossing.add(each.originalStart)
  }
  if (crossing.size === 0) return exceptions
  const left = exceptions.filter(({ originalStart }) => !crossing.has(originalStart))
  return withoutCrossing(table, left)
}

function resetOf(
  { originalStart }: Exception,
  before: readonly MeetingDate[],
  usual: readonly MeetingDate[],
): ResetDate[] {
  const date = before.find((each) => each.originalStart === originalStart)
  // The rule had it no more, so nobody saw it.
  if (date === undefined || date.state === 'planned') return []
  const { state, start, end, endsAt } = date
  const becomes = usual.find((each) => dayOf(each.originalStart) === dayOf(originalStart))
  return [{ originalStart, state, start, end, endsAt, becomes }]
}
