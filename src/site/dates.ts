/** Times as people read them: in the event's zone, in the visitor's language. */

export interface Span {
  readonly start: Date
  readonly end: Date
  /** IANA name. */
  readonly zone: string
}

export interface Formats {
  /** `Thursday, 24 September 2026`; over several days `24–26 September 2026`. */
  days(span: Span, locale: string): string
  /** `18:00–19:30 CEST`; over several days with the days, too. */
  hours(span: Span, locale: string): string
  /** `17:30 CEST`. */
  time(instant: Date, zone: string, locale: string): string
  /** `18:00 – 19:30`. */
  hoursOnly(span: Span, locale: string): string
  /** `Thu, 24 Sept, 18:00 – 19:30`. */
  dayAndHours(span: Span, locale: string): string
  /** `Thursday, 24 September 2026 at 18:00 CEST`. */
  moment(instant: Date, zone: string, locale: string): string
  /** For the little calendar sheet beside an entry: `Sep`, `24`. */
  sheet(instant: Date, zone: string, locale: string): { month: string; day: string }
  /** `Thursday, 24 September`, with the year where it is not the present one. */
  heading(instant: Date, zone: string, locale: string, now: Date): string
  isOneDay(span: Span): boolean
}

const shapes = {
  longDay: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  longDayThisYear: { weekday: 'long', day: 'numeric', month: 'long' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  hours: { hour: 'numeric', minute: '2-digit' },
  dayAndHours: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  },
  moment: { dateStyle: 'full', timeStyle: 'short' },
  shortMonth: { month: 'short' },
  dayOfMonth: { day: 'numeric' },
  shortZone: { timeZoneName: 'short' },
  isoDay: { year: 'numeric', month: '2-digit', day: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

type Shape = keyof typeof shapes

/** Making a formatter costs about 50 µs, using one 2 µs: they are kept, within limits. */
const mostKept = 2_000

export function createFormats(): Formats {
  const format = formatKeeper()
  return {
    isOneDay: (span) => isOneDay(format, span),
    days: (span, locale) =>
      isOneDay(format, span)
        ? format('longDay', span.zone, locale).format(span.start)
        : format('day', span.zone, locale).formatRange(span.start, span.end),
    hours: (span, locale) => {
      const hours = isOneDay(format, span) ? hoursOnly : daysAndHours
      return `${hours(format, span, locale)} ${zoneNameAt(format, span.start, span.zone, locale)}`
    },
    time: (instant, zone, locale) =>
      `${format('hours', zone, locale).format(instant)} ${zoneNameAt(format, instant, zone, locale)}`,
    hoursOnly: (span, locale) => hoursOnly(format, span, locale),
    dayAndHours: (span, locale) => {
      const hours = format('hours', span.zone, locale)
      return `${format('dayAndHours', span.zone, locale).format(span.start)} – ${hours.format(span.end)}`
    },
    moment: (instant, zone, locale) =>
      `${format('moment', zone, locale).format(instant)} ${zoneNameAt(format, instant, zone, locale)}`,
    sheet: (instant, zone, locale) => ({
      month: format('shortMonth', zone, locale).format(instant),
      day: format('dayOfMonth', zone, locale).format(instant),
    }),
    heading: (instant, zone, locale, now) => {
      const year = (at: Date) => format('isoDay', zone, 'sv').format(at).slice(0, 4)
      const shape = year(instant) === year(now) ? 'longDayThisYear' : 'longDay'
      return format(shape, zone, locale).format(instant)
    },
  }
}

type Format = (shape: Shape, zone: string, locale: string) => Intl.DateTimeFormat

function formatKeeper(): Format {
  const kept = new Map<string, Intl.DateTimeFormat>()
  return (shape, zone, locale) => {
    const key = `${shape} ${zone} ${locale}`
    const found = kept.get(key)
    if (found !== undefined) return found
    if (kept.size >= mostKept) kept.clear()
    const made = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: zone })
    kept.set(key, made)
    return made
  }
}

function isOneDay(format: Format, { start, end, zone }: Span): boolean {
  const days = format('isoDay', zone, 'en')
  // An event until midnight is of one day.
  const last = new Date(Math.max(end.getTime() - 1, start.getTime()))
  return days.format(start) === days.format(last)
}

// Not formatRange: it would show an end at midnight as one of the next day.
function hoursOnly(format: Format, { start, end, zone }: Span, locale: string): string {
  const shape = format('hours', zone, locale)
  return `${shape.format(start)} – ${shape.format(end)}`
}

function daysAndHours(format: Format, { start, end, zone }: Span, locale: string): string {
  const shape = format('dayAndHours', zone, locale)
  return `${shape.format(start)} – ${shape.format(end)}`
}

function zoneNameAt(format: Format, instant: Date, zone: string, locale: string): string {
  const parts = format('shortZone', zone, locale).formatToParts(instant)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
