/**
 * When a series takes place, as Zoom's own fields say it. Days are walked through one by one and
 * asked whether they belong: slow, plain, and made without knowledge of the hub's calendar.
 */
import type { TwinSettings } from './settings.ts'
import type { Occurrence, RecurrenceRule } from './state.ts'

/** As many as Zoom keeps of a series. */
const mostOccurrences = 60
/** Six hundred months: nothing that Zoom allows is longer. */
const mostDays = 18_600

export interface Series {
  readonly start: Date
  readonly timezone: string
  readonly minutes: number
  readonly rule: RecurrenceRule
}

export function expand(series: Series, shortMonths: TwinSettings['shortMonths']): Occurrence[] {
  const { start, timezone, minutes, rule } = series
  const first = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timezone)
  const time = first.toPlainTime()
  const until = rule.end_date_time === undefined ? undefined : Date.parse(rule.end_date_time)
  const most = until === undefined ? rule.end_times || mostOccurrences : mostOccurrences
  const found: Occurrence[] = []
  for (let day = 0; day < mostDays && found.length < Math.min(most, mostOccurrences); day += 1) {
    const date = first.toPlainDate().add({ days: day })
    if (!belongs(date, first.toPlainDate(), rule, shortMonths)) continue
    const at = date.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds
    if (until !== undefined && at > until) break
    found.push({ id: String(at), start: new Date(at), minutes, status: 'available' })
  }
  return found
}

function belongs(
  date: Temporal.PlainDate,
  first: Temporal.PlainDate,
  rule: RecurrenceRule,
  shortMonths: TwinSettings['shortMonths'],
): boolean {
  const every = rule.repeat_interval ?? 1
  if (rule.type === 1) return first.until(date).days % every === 0
  if (rule.type === 2) {
    const weeks = Math.round(sundayOf(first).until(sundayOf(date)).days / 7)
    return weeks % every === 0 && (rule.weekly_days ?? '1').split(',').includes(dayNumber(date))
  }
  const months = (date.year - first.year) * 12 + date.month - first.month
  return months % every === 0 && isDayOfMonth(date, rule, shortMonths)
}

function isDayOfMonth(
  date: Temporal.PlainDate,
  rule: RecurrenceRule,
  shortMonths: TwinSettings['shortMonths'],
): boolean {
  if (rule.monthly_week !== undefined) {
    if (dayNumber(date) !== String(rule.monthly_week_day ?? 1)) return false
    if (rule.monthly_week === -1) return date.day > date.daysInMonth - 7
    return Math.ceil(date.day / 7) === rule.monthly_week
  }
  const wanted = rule.monthly_day ?? 1
  const day = shortMonths === 'clamp' ? Math.min(wanted, date.daysInMonth) : wanted
  return date.day === day
}

/** Zoom counts from Sunday = 1; weeks begin on Sunday. */
const dayNumber = (date: Temporal.PlainDate) => String((date.dayOfWeek % 7) + 1)

const sundayOf = (date: Temporal.PlainDate) => date.subtract({ days: date.dayOfWeek % 7 })
