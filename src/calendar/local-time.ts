import { refusals } from './refusals.ts'

/**
 * Wall-clock arithmetic. A *local time* (`YYYY-MM-DDTHH:MM:SS`) is what clocks show somewhere; with
 * a zone it becomes an instant. Twice a year that is not one-to-one: an hour is skipped (gap) or
 * shown twice (ambiguous). Everything here follows RFC 5545 §3.3.5, as calendar programs do: a
 * skipped time is read with the offset before the gap, a repeated one means its first showing.
 */
export type LocalTime = string

/** A calendar date, `YYYY-MM-DD`. */
export type LocalDate = string

export type ResolvedLocal =
  | { readonly kind: 'exact'; readonly instant: Date }
  /** Clocks skip this time; they show `shownAs` at the instant it is taken for. */
  | { readonly kind: 'gap'; readonly instant: Date; readonly shownAs: LocalTime }
  /** Clocks show this time twice: at `instant`, and again at `later`. */
  | { readonly kind: 'ambiguous'; readonly instant: Date; readonly later: Date }

const localTimeShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d$/
const localDateShape = /^\d{4}-\d{2}-\d{2}$/
const epoch = Temporal.Instant.fromEpochMilliseconds(0)

/** Whether the IANA database (names and links, in any case) has this zone. Offsets are not zones. */
export function isZone(zone: string): boolean {
  return spellingOf(zone) !== undefined
}

/** The zone in the spelling of the IANA database; refuses what is not a zone. */
export function zoneSpelling(zone: string): string {
  const spelling = spellingOf(zone)
  if (spelling !== undefined) return spelling
  throw refusals['unknown-time-zone']({ zone }, { input: 'zone', found: zone })
}

function spellingOf(zone: string): string | undefined {
  // Temporal would also read "+02:00" and "2026-01-01T00:00[Europe/Berlin]" as a time zone.
  if (!/^[A-Za-z]/.test(zone)) return undefined
  try {
    return epoch.toZonedDateTimeISO(zone).timeZoneId
  } catch {
    // Temporal's only way to say "no" is a RangeError; the caller gets the answer, nothing is lost.
    return undefined
  }
}

/** What a local time means in a zone, with the two odd cases told apart. */
export function resolveLocal(localTime: LocalTime, zone: string): ResolvedLocal {
  const wall = wallClock(localTime)
  const id = zoneSpelling(zone)
  const earlier = wall.toZonedDateTime(id, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(id, { disambiguation: 'later' })
  const instant = new Date(earlier.epochMilliseconds)
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'exact', instant }
  const second = new Date(later.epochMilliseconds)
  if (earlier.toPlainDateTime().equals(wall)) return { kind: 'ambiguous', instant, later: second }
  return { kind: 'gap', instant: second, shownAs: writeLocal(later.toPlainDateTime()) }
}

/** The instant of a local time; skipped and repeated times as RFC 5545 §3.3.5 reads them. */
export function instantOf(localTime: LocalTime, zone: string): Date {
  // Temporal's usual reading is RFC 5545's: the earlier of two, and what comes after a gap.
  return new Date(wallClock(localTime).toZonedDateTime(zoneSpelling(zone)).epochMilliseconds)
}

/** What clocks in the zone show at an instant; parts of a second are cut off. */
export function localOf(instant: Date, zone: string): LocalTime {
  return writeLocal(inZone(instant, zoneSpelling(zone)).toPlainDateTime())
}

/** Minutes east of Greenwich at an instant: −480 for Pacific standard time. */
export function offsetMinutes(instant: Date, zone: string): number {
  return inZone(instant, zoneSpelling(zone)).offsetNanoseconds / 60e9
}

/** The local time after so many minutes have really passed (an hour over a change of clocks is 60). */
export function addMinutes(localTime: LocalTime, minutes: number, zone: string): LocalTime {
  return localOf(new Date(instantOf(localTime, zone).getTime() + minutes * 60_000), zone)
}

/** Whole minutes that really pass between two local times; negative when the end comes first. */
export function durationMinutes(start: LocalTime, end: LocalTime, zone: string): number {
  const milliseconds = instantOf(end, zone).getTime() - instantOf(start, zone).getTime()
  // `+ 0` turns the −0 of an end less than a minute early into 0.
  return Math.trunc(milliseconds / 60_000) + 0
}

export function inZone(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone)
}

/** A local time as Temporal's value; refuses text of another shape and days that do not exist. */
export function wallClock(localTime: LocalTime): Temporal.PlainDateTime {
  const more = { input: 'local time', expected: 'YYYY-MM-DDTHH:MM:SS', found: localTime }
  if (!localTimeShape.test(localTime)) {
    throw refusals['invalid-local-time']({ value: localTime }, more)
  }
  try {
    return Temporal.PlainDateTime.from(localTime)
  } catch (cause) {
    throw refusals['invalid-local-time']({ value: localTime }, { ...more, cause })
  }
}

/** A date as Temporal's value; refuses text of another shape and days that do not exist. */
export function plainDate(localDate: LocalDate): Temporal.PlainDate {
  const more = { input: 'date', expected: 'YYYY-MM-DD', found: localDate }
  if (!localDateShape.test(localDate)) {
    throw refusals['invalid-local-date']({ value: localDate }, more)
  }
  try {
    return Temporal.PlainDate.from(localDate)
  } catch (cause) {
    throw refusals['invalid-local-date']({ value: localDate }, { ...more, cause })
  }
}

export function writeLocal(wall: Temporal.PlainDateTime): LocalTime {
  return wall.toString({ smallestUnit: 'second', roundingMode: 'trunc' })
}
