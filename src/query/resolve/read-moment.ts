/** Dates and times in query texts: ISO 8601, years 0001 to 9999. */

export interface Moment {
  /** `2026-11-21T10:00:00`, by the clock of Greenwich where an offset was given. */
  readonly wall: string
  /** The exact instant, where an offset was given. */
  readonly instant: string | undefined
}

const pattern =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?)(Z|[+-]\d\d:\d\d)?)?$/i

/** Undefined where the text is no date or the calendar has no such day. */
export function readMoment(text: string): Moment | undefined {
  const [, day, time, offset] = pattern.exec(text.trim()) ?? []
  if (day === undefined || day.startsWith('0000')) return undefined
  const wall = plainDateTime(`${day}T${cutFraction(time ?? '00:00')}`)
  if (wall === undefined || offset === undefined) {
    return wall && { wall: wall.toString(), instant: undefined }
  }
  const instant = instantOf(`${wall.toString()}${offset.toUpperCase()}`)
  if (instant === undefined) return undefined
  const greenwich = instant.toZonedDateTimeISO('UTC').toPlainDateTime()
  if (greenwich.year < 1 || greenwich.year > 9999) return undefined
  return { wall: greenwich.toString(), instant: instant.toString() }
}

export function readTimeOfDay(text: string): string | undefined {
  if (!/^\d\d:\d\d(:\d\d(\.\d{1,12})?)?$/.test(text.trim())) return undefined
  try {
    return Temporal.PlainTime.from(cutFraction(text.trim()), { overflow: 'reject' }).toString()
  } catch {
    return undefined
  }
}

/** PostgreSQL keeps microseconds and would round the rest, perhaps into the next second. */
const cutFraction = (time: string): string => time.replace(/(\.\d{6})\d+$/, '$1')

function plainDateTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
