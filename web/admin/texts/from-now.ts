/** "in 2 hours", "yesterday", "3 months ago": how far an instant is from now, in words. */

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/**
 * Days are those of the reader's calendar: 40 hours ago may be the day before yesterday. "Last
 * month" would say of 31 days what it says of 59: months and years are counted.
 */
export function fromNow(language: string, instant: Date, now: Date): string {
  const ms = instant.getTime() - now.getTime()
  const [unit, length] = steps.find(([, each]) => Math.abs(ms) >= each) ?? ['second', 1]
  const byCalendar = unit === 'day'
  const format = new Intl.RelativeTimeFormat(language, {
    numeric: byCalendar || unit === 'second' ? 'auto' : 'always',
  })
  if (unit === 'second') return format.format(0, unit)
  return format.format(byCalendar ? daysBetween(now, instant) : Math.trunc(ms / length), unit)
}

function daysBetween(from: Date, to: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return (dayOf(to) - dayOf(from)) / 86_400_000
}
