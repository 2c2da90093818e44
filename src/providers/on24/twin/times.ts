/** The ways in which ON24 writes and reads times. */
import { Failure } from './failure.ts'

/** The vendor's own zone, in which answers come and in which times without an offset are read. */
const pacific = 'America/Los_Angeles'

/** `2018-03-21T03:06:53-07:00` */
export const pacificTime = (milliseconds: number) =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds)
    .toZonedDateTimeISO(pacific)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** `12/20/2017 08:45 AM`, in the zone of the event. */
export function formTime(milliseconds: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)
  const two = (number: number) => String(number).padStart(2, '0')
  const hour = at.hour % 12 === 0 ? 12 : at.hour % 12
  const half = at.hour < 12 ? 'AM' : 'PM'
  return `${two(at.month)}/${two(at.day)}/${at.year} ${two(hour)}:${two(at.minute)} ${half}`
}

/** A start: with an offset, without one in Pacific time, or in the American way in the event's zone. */
export function startIn(text: string, zone: string): number {
  const american = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d) ([AP]M)$/i.exec(text)
  if (american !== null) {
    const [, month, day, year, hour, minutes, half] = american
    const hours = (Number(hour) % 12) + (half?.toUpperCase() === 'PM' ? 12 : 0)
    return zoned(`${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${minutes}:00`, zone)
  }
  return instantIn(text)
}

/** A time of a query; a bare date is its midnight in Pacific time, or the last second of it. */
export function instantIn(text: string, isEnd = false): number {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return zoned(`${text}T${isEnd ? '23:59:59' : '00:00:00'}`)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return zoned(text)
  const isZoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(text)
  const milliseconds = isZoned ? Date.parse(text) : Number.NaN
  if (Number.isNaN(milliseconds)) throw new Failure(400, `Invalid date format: ${text}`)
  return milliseconds
}

function zoned(local: string, zone = pacific): number {
  try {
    const at = Temporal.PlainDateTime.from(local)
    return at.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds
  } catch (error) {
    throw new Failure(400, `Invalid date: ${error instanceof Error ? error.message : local}`)
  }
}

export const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')]

const zoneNames = new Set(zones)

export const isZone = (name: string) => zoneNames.has(name)

/** `00:08:18` */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
