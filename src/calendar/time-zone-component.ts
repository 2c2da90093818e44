import { contentLine } from './content-lines.ts'
import { inZone, writeLocal } from './local-time.ts'
import { dayCodes } from './recurrence-rule.ts'
import { isSameZone } from './zone-behaviour.ts'

/**
 * VTIMEZONE (RFC 5545 §3.6.5) from the IANA database. A reader must come to the same instants as
 * the hub, so the component is exact for the whole span that the events use: where the zone changes
 * its clocks by one rule every year, two yearly rules are written; elsewhere (Israel, Egypt, Morocco,
 * past changes of law) each change is written as it happened.
 *
 * Outlook and Exchange reduce what they read to one yearly pair of rules with a numbered weekday,
 * and some versions refuse a second STANDARD part (MS-OXCICAL 2.1.3.1.1.19.2, MS-STANOICAL 2.2.47).
 * Hence no RDATE, no BYMONTHDAY, and no more parts than the span needs.
 */

/** A change of clocks. */
interface Onset {
  /** What clocks showed at the change, before it: the DTSTART of its observance (§3.6.5). */
  readonly wall: Temporal.PlainDateTime
  readonly offsetFrom: number
  readonly offsetTo: number
  /**
   * Summer time is what goes back by itself: an offset that the next change lowers again within a
   * year. An advance that stays (Samoa 2011, Jordan 2022) is a new standard time.
   */
  readonly kind: 'STANDARD' | 'DAYLIGHT'
}

/** A span of time that the component has to be right for. */
export interface Span {
  readonly from: Date
  readonly to: Date
}

/** A rule must hold for this long: all combinations of dates and weekdays occur in 28 years. */
const yearsToProve = 28

/** Whether times in this zone are written in UTC form and need no VTIMEZONE. */
export function isUtc(zone: string): boolean {
  return isSameZone(zone, 'UTC')
}

/** The lines of the VTIMEZONE of an IANA zone (spelled as in the database) for a span. */
export function timeZoneComponent(zone: string, span: Span): readonly string[] {
  const key = `${zone} ${span.from.getTime()} ${span.to.getTime()}`
  const known = written.get(key)
  if (known !== undefined) return known
  const lines = [
    'BEGIN:VTIMEZONE',
    contentLine('TZID', zone),
    ...(yearlyObservances(zone, span) ?? listedObservances(zone, span)),
    'END:VTIMEZONE',
  ]
  if (written.size >= mostWritten) written.delete(written.keys().next().value as string)
  written.set(key, lines)
  return lines
}

/**
 * The last components, since thousands of registrants get the same event: proving the rules takes
 * 0.4 ms, the rest of an invitation 0.06 ms (2-core machine, Node 26).
 */
const written = new Map<string, readonly string[]>()
const mostWritten = 200

/** Two observances with yearly rules, if these give every change of the years to prove. */
function yearlyObservances(zone: string, span: Span): string[] | undefined {
  const end = inZone(span.to, zone).add({ years: yearsToProve })
  const [before, ...onsets] = onsetsOf(zone, span.from, new Date(end.epochMilliseconds))
  if (before === undefined || onsets.length < 2) return undefined
  const all = [before, ...onsets]
  const groups = [0, 1].map((turn) => all.filter((_, at) => at % 2 === turn))
  const rules = groups.map(yearlyRule)
  if (rules.includes(undefined)) return undefined
  return groups.flatMap((group, turn) => observance(group[0] as Onset, rules[turn]))
}

/**
 * One observance for each change from the last one before the span to its end, and the change after
 * it where one alone would be left: readers expect summer time to come with a standard time.
 */
function listedObservances(zone: string, span: Span): string[] {
  const needed = onsetsOf(zone, span.from, span.to).length
  const yearLater = inZone(span.to, zone).add({ years: 1 })
  return onsetsOf(zone, span.from, new Date(yearLater.epochMilliseconds))
    .slice(0, Math.max(2, needed))
    .flatMap((onset) => observance(onset))
}

/** The changes of clocks from the one in force at `from` up to `to`. */
function onsetsOf(zone: string, from: Date, to: Date): Onset[] {
  const first = inZone(from, zone).add({ nanoseconds: 1 })
  const inForce = first.getTimeZoneTransition('previous')
  const onsets = [inForce === null || inForce.year < 1970 ? sinceEver(first) : onsetAt(inForce)]
  let change = first.getTimeZoneTransition('next')
  while (change !== null && change.epochMilliseconds <= to.getTime()) {
    onsets.push(onsetAt(change))
    change = change.getTimeZoneTransition('next')
  }
  return onsets
}

function onsetAt(change: Temporal.ZonedDateTime): Onset {
  const before = change.subtract({ nanoseconds: 1 })
  return {
    wall: before.toPlainDateTime().add({ nanoseconds: 1 }),
    offsetFrom: before.offsetNanoseconds / 1e9,
    offsetTo: change.offsetNanoseconds / 1e9,
    kind: goesBack(change) ? 'DAYLIGHT' : 'STANDARD',
  }
}

function goesBack(change: Temporal.ZonedDateTime): boolean {
  const next = change.getTimeZoneTransition('next')
  if (next === null || next.offsetNanoseconds >= change.offsetNanoseconds) return false
  return Temporal.ZonedDateTime.compare(next, change.add({ years: 1 })) < 0
}

/** Clocks that run unchanged since before 1970; how they came to it no event depends on. */
function sinceEver(moment: Temporal.ZonedDateTime): Onset {
  const offset = moment.offsetNanoseconds / 1e9
  return {
    wall: Temporal.PlainDateTime.from('1970-01-01T00:00:00'),
    offsetFrom: offset,
    offsetTo: offset,
    kind: 'STANDARD',
  }
}

/** The yearly rule that gives exactly these onsets, if there is one: the nth or last weekday. */
function yearlyRule(onsets: readonly Onset[]): string | undefined {
  const [first] = onsets
  if (first === undefined) return undefined
  const alike = onsets.every(
    (onset, at) =>
      onset.offsetFrom === first.offsetFrom &&
      onset.offsetTo === first.offsetTo &&
      onset.wall.year === first.wall.year + at &&
      onset.wall.month === first.wall.month &&
      onset.wall.dayOfWeek === first.wall.dayOfWeek &&
      onset.wall.toPlainTime().equals(first.wall.toPlainTime()),
  )
  const week = alike ? commonWeek(onsets.map((onset) => onset.wall)) : undefined
  if (week === undefined) return undefined
  const day = dayCodes[first.wall.dayOfWeek - 1]
  return `FREQ=YEARLY;BYMONTH=${first.wall.month};BYDAY=${week}${day}`
}

function commonWeek(walls: readonly Temporal.PlainDateTime[]): number | undefined {
  if (walls.every((wall) => wall.day + 7 > wall.daysInMonth)) return -1
  const weeks = new Set(walls.map((wall) => Math.ceil(wall.day / 7)))
  return weeks.size === 1 ? weeks.values().next().value : undefined
}

function observance(onset: Onset, rule?: string): string[] {
  return [
    `BEGIN:${onset.kind}`,
    contentLine('DTSTART', basicForm(onset.wall)),
    contentLine('TZOFFSETFROM', utcOffset(onset.offsetFrom)),
    contentLine('TZOFFSETTO', utcOffset(onset.offsetTo)),
    ...(rule === undefined ? [] : [contentLine('RRULE', rule)]),
    `END:${onset.kind}`,
  ]
}

function basicForm(wall: Temporal.PlainDateTime): string {
  return writeLocal(wall).replaceAll(/[-:]/g, '')
}

/** UTC-OFFSET (§3.3.14); seconds only for the local mean times of long ago. */
function utcOffset(seconds: number): string {
  const total = Math.abs(seconds)
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  const digits = parts.map((part) => String(part).padStart(2, '0'))
  if (total % 60 === 0) digits.pop()
  return `${seconds < 0 ? '-' : '+'}${digits.join('')}`
}
