/**
 * When an event or session takes place: once, or at the dates of its series. Who registered for a
 * series may come to any of its dates, so each is looked at by itself.
 */
import { sql } from 'kysely'
import { fromRRule, type Interval, instantOf, localOf, occurrencesOf } from '#calendar'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { Occasion } from '#events'

export interface Occurrences {
  /** Those that have begun, in order; the first one always. */
  readonly begun: readonly [Interval, ...Interval[]]
  /** The newest one that is over. */
  readonly lastOver: Interval | undefined
  /** The first one that has not ended. */
  readonly next: Interval | undefined
}

/** Dataverse allows 150 dates of a series; rules without an end are followed this far. */
const mostOccurrences = 10_000

type Times = Pick<Occasion, 'start' | 'end' | 'timeZone'>

export async function readOccurrences(db: Db, occasion: Occasion, now: Date): Promise<Occurrences> {
  return occurrencesUntil(occasion, await readRule(db, occasion), now)
}

/** Wall-clock times stay when clocks change; every date is as long as the first one. */
export function occurrencesUntil(
  occasion: Times,
  rule: string | undefined,
  now: Date,
): Occurrences {
  const begun: Interval[] = []
  let lastOver: Interval | undefined
  let next: Interval | undefined
  let first: Interval = { from: occasion.start, to: occasion.end }
  let count = 0
  for (const each of windows(occasion, rule)) {
    if (count === 0) first = each
    count += 1
    if (each.from <= now) begun.push(each)
    if (each.to <= now) lastOver = each
    else next ??= each
    if (each.from > now || count === mostOccurrences) break
  }
  const [earliest = first, ...others] = begun
  return { begun: [earliest, ...others], lastOver, next }
}

function* windows({ start, end, timeZone }: Times, rule: string | undefined): Generator<Interval> {
  const recurrence = rule === undefined ? undefined : readable(rule, timeZone)
  if (recurrence === undefined) {
    yield { from: start, to: end }
    return
  }
  const length = end.getTime() - start.getTime()
  for (const local of occurrencesOf(recurrence, localOf(start, timeZone))) {
    const from = instantOf(local, timeZone)
    yield { from, to: new Date(from.getTime() + length) }
  }
}

/** A rule that no webinar can follow was refused when the webinar was planned: then it takes place once. */
function readable(rule: string, timeZone: string) {
  try {
    const recurrence = fromRRule(rule, timeZone)
    if (recurrence.frequency === 'minutely' || recurrence.frequency === 'hourly') return undefined
    return recurrence
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

async function readRule(db: Db, { table, id }: Occasion): Promise<string | undefined> {
  const { rows } = await sql<{ rule: string | null }>`
    select msevtmgt_recurrencepattern as rule from ${sql.table(table)}
    where ${sql.ref(`${table}id`)} = ${id}`.execute(db)
  return rows[0]?.rule || undefined
}

/** The one a record is about: whoever joined then came for the date nearest to it. */
export function nearestOccurrence(
  occurrences: readonly [Interval, ...Interval[]],
  instant: Date | undefined,
): Interval {
  let nearest = occurrences[0]
  if (instant === undefined || Number.isNaN(instant.getTime())) return nearest
  for (const each of occurrences) {
    if (distance(each, instant) < distance(nearest, instant)) nearest = each
  }
  return nearest
}

function distance({ from, to }: Interval, instant: Date): number {
  const time = instant.getTime()
  return Math.max(0, from.getTime() - time, time - to.getTime())
}
