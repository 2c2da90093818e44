/** Single dates of a series that somebody moved, deleted or added at the provider. Pure. */
import { type LocalTime, localOf, resolveLocal } from '#calendar'
import type { DateThere } from '#providers'
import { datesOf, happening, type MeetingDate } from './dates.ts'
import type { DateDifference, WholeMeeting } from './meeting.ts'

/** What a provider lists of a series, and of which time. */
export interface DatesThere {
  readonly from: Date
  readonly until: Date
  readonly dates: readonly DateThere[]
}

/** Dates that both have are compared first; what is left over on both sides was moved, or is alone. */
export function differenceOfDates(meeting: WholeMeeting, there: DatesThere): DateDifference[] {
  const { zone } = meeting
  const all = datesOf(meeting, meeting.exceptions)
  const ours = happening(all).filter(({ startsAt }) => isWithin(there, startsAt))
  const theirs = there.dates.toSorted((a, b) => a.start.getTime() - b.start.getTime())
  const found: DateDifference[] = []
  const missing: MeetingDate[] = []
  for (const date of ours) {
    const same = take(theirs, ({ start }) => isSameTime(date.start, start, zone))
    if (same === undefined) missing.push(date)
    else if (!lastsAsLong(date, same)) found.push(asThere(date.originalStart, same, zone))
  }
  for (const date of missing) {
    const [after, before] = neighboursOf(date, happening(all))
    const moved = take(theirs, ({ start }) => start > after && start < before)
    const { originalStart } = date
    found.push(moved === undefined ? { originalStart } : asThere(originalStart, moved, zone))
  }
  const added = theirs.map((each) => {
    const cancelled = all.find(
      ({ state, start }) => state === 'cancelled' && isSameTime(start, each.start, zone),
    )
    return asThere(cancelled?.originalStart, each, zone)
  })
  return [...found, ...added].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

const placeOf = ({ originalStart, start }: DateDifference) => originalStart ?? start ?? ''

const isWithin = ({ from, until }: DatesThere, time: Date) => time >= from && time < until

function take(dates: DateThere[], isIt: (date: DateThere) => boolean): DateThere | undefined {
  const at = dates.findIndex(isIt)
  return at === -1 ? undefined : dates.splice(at, 1)[0]
}

function asThere(
  originalStart: LocalTime | undefined,
  { start, end }: DateThere,
  zone: string,
): DateDifference {
  return {
    ...(originalStart === undefined ? {} : { originalStart }),
    start: localOf(start, zone),
    ...(end === undefined ? {} : { end: localOf(end, zone) }),
  }
}

/** Dates keep their order, so a date that was moved is still between these. */
function neighboursOf(date: MeetingDate, all: readonly MeetingDate[]): readonly [Date, Date] {
  const at = all.indexOf(date)
  const far = 8.64e15
  return [all[at - 1]?.startsAt ?? new Date(-far), all[at + 1]?.startsAt ?? new Date(far)]
}

/** Vendors reckon in minutes. */
const minuteMs = 60_000

function lastsAsLong({ startsAt, endsAt }: MeetingDate, { start, end }: DateThere): boolean {
  if (end === undefined) return true
  const [here, there] = [endsAt.getTime() - startsAt.getTime(), end.getTime() - start.getTime()]
  return Math.abs(here - there) < minuteMs
}

/**
 * Whether the provider has this time of the hub's. In the hour that clocks show twice either may be
 * meant, and one that they skip may be taken for any between its two readings.
 */
export function isSameTime(own: LocalTime, there: Date, zone: string): boolean {
  const resolved = resolveLocal(own, zone)
  const [at, time] = [resolved.instant.getTime(), there.getTime()]
  const isAt = (instant: number) => Math.abs(time - instant) < minuteMs
  if (resolved.kind === 'ambiguous') return isAt(at) || isAt(resolved.later.getTime())
  if (resolved.kind === 'exact') return isAt(at)
  const skipped = Date.parse(`${resolved.shownAs}Z`) - Date.parse(`${own}Z`)
  return time > at - skipped - minuteMs && time < at + minuteMs
}
