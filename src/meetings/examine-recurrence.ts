/** Whether a series is one that people mean and the provider has words for. Pure. */
import { occurrencesOf, type Recurrence, type Weekday, weekdays } from '#calendar'
import { mostDates } from './dates.ts'
import type { AccountFacts, MeetingWish, Remark } from './wish.ts'

type Series = Exclude<Recurrence, { readonly frequency: 'once' }>
type Monthly = Extract<Recurrence, { readonly frequency: 'monthly' }>

export function seriesIn({ recurrence }: Pick<MeetingWish, 'recurrence'>): Series | undefined {
  return recurrence === undefined || recurrence.frequency === 'once' ? undefined : recurrence
}

export const isSeries = (wish: Pick<MeetingWish, 'recurrence'>) => seriesIn(wish) !== undefined

/** The days written out that the form may leave to the first date, so that every reader has them. */
export function withDays(
  recurrence: Recurrence | undefined,
  start: string,
): Recurrence | undefined {
  if (recurrence === undefined || recurrence.frequency === 'once') return undefined
  const first = Temporal.PlainDate.from(start.slice(0, 10))
  if (recurrence.frequency === 'weekly' && recurrence.weekdays === undefined) {
    return { ...recurrence, weekdays: [weekdays[first.dayOfWeek - 1] as Weekday] }
  }
  if (recurrence.frequency !== 'monthly') return recurrence
  if (recurrence.week !== undefined || recurrence.monthDay !== undefined) return recurrence
  return { ...recurrence, monthDay: first.day }
}

/** Start, end and zone are known to be right. */
export function checkRecurrence(wish: MeetingWish, account: AccountFacts): Remark[] {
  const series = seriesIn(wish)
  if (series === undefined) return []
  if (!account.capabilities.recurrence) {
    const message = `${account.provider} has no series. Schedule each date by itself, or choose another account.`
    return [{ field: 'recurrence', message }]
  }
  const shape = [...checkInterval(series), ...checkEnding(series, wish.start)]
  if (shape.length > 0) return shape
  const days = checkDays(series, wish.start)
  if (days !== undefined) return [days]
  return series.frequency === 'monthly' ? checkMonths(series, wish.start) : []
}

function checkInterval({ interval, frequency }: Series): Remark[] {
  if (Number.isInteger(interval) && interval >= 1 && interval <= 99) return []
  const unit = { daily: 'days', weekly: 'weeks', monthly: 'months' }[frequency]
  const message = `The series repeats every 1 to 99 ${unit}, not every ${interval}.`
  return [{ field: 'recurrence.interval', message }]
}

function checkEnding({ count, until }: Series, start: string): Remark[] {
  if (count !== undefined && until !== undefined) {
    const message = 'The series ends on a date or after a number of dates, not both.'
    return [{ field: 'recurrence.count', message }]
  }
  if (count === undefined && until === undefined) {
    const message = 'Say when the series ends: on a date, or after a number of dates.'
    return [{ field: 'recurrence.until', message }]
  }
  if (count !== undefined) {
    if (Number.isInteger(count) && count >= 1 && count <= mostDates) return []
    const message = `A series has 1 to ${mostDates} dates, not ${count}.`
    return [{ field: 'recurrence.count', message }]
  }
  return checkUntil(until as string, start)
}

function checkUntil(until: string, start: string): Remark[] {
  const field = 'recurrence.until'
  if (!isDay(until)) return [{ field, message: `"${until}" is no date such as 2026-12-24.` }]
  if (until >= start.slice(0, 10)) return []
  return [{ field, message: `The series ends on ${until}, before its first date.` }]
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    // Temporal's only way to say "no" is a RangeError; the caller gets the answer, nothing is lost.
    return false
  }
}

/** Calendars count the start as the first date whether or not the rule gives it (RFC 5545 §3.8.5.3). */
function checkDays(series: Series, start: string): Remark | undefined {
  const first = Temporal.PlainDate.from(start.slice(0, 10))
  const today = weekdays[first.dayOfWeek - 1] as Weekday
  if (series.frequency === 'weekly' && series.weekdays !== undefined) {
    const field = 'recurrence.weekdays'
    if (series.weekdays.length === 0) return { field, message: 'Choose at least one weekday.' }
    if (series.weekdays.includes(today)) return undefined
    const message = `The first date is a ${named(today)}, which is not among the chosen weekdays.`
    return { field, message }
  }
  if (series.frequency !== 'monthly') return undefined
  if (series.week !== undefined) return checkWeek(series, start, first, today)
  const { monthDay } = series
  if (monthDay === undefined) return undefined
  const field = 'recurrence.monthDay'
  if (monthDay !== -1 && !(Number.isInteger(monthDay) && monthDay >= 1 && monthDay <= 31)) {
    return { field, message: `A month has the days 1 to 31, or -1 for its last, not ${monthDay}.` }
  }
  const day = monthDay === -1 ? first.daysInMonth : monthDay
  if (first.day === day) return undefined
  const meant = monthDay === -1 ? 'the last day of its month' : `day ${monthDay} of its month`
  return { field, message: `The first date, ${first}, is not ${meant}.` }
}

function checkWeek(
  series: Extract<Monthly, { readonly week: number }>,
  start: string,
  first: Temporal.PlainDate,
  today: Weekday,
): Remark | undefined {
  const once = { ...series, interval: 1, until: undefined, count: 1 } as Recurrence
  if (occurrencesOf(once, start).next().value === start) return undefined
  const meant = `${series.week === -1 ? 'last' : ordinals[series.week - 1]} ${named(series.weekday)}`
  const message = `The first date, ${first}, is a ${named(today)} and not the ${meant} of its month.`
  return { field: 'recurrence.week', message }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']
const named = (day: Weekday) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`

/**
 * RFC 5545 §3.3.10 leaves out months without such a day, Exchange takes their last day, Zoom's
 * documents do not say: so a series that would meet one is refused.
 */
function checkMonths(series: Monthly, start: string): Remark[] {
  const dates = occurrencesOf(series, start)
    .take(mostDates)
    .map((date) => Temporal.PlainYearMonth.from(date.slice(0, 7)))
    .toArray()
  const [first] = dates
  if (first === undefined) return []
  const last = series.until === undefined ? dates.at(-1) : untilMonth(series.until)
  for (let at = 0, month = first; last !== undefined; at += 1) {
    month = first.add({ months: at * series.interval })
    if (Temporal.PlainYearMonth.compare(month, last) > 0) return []
    if (dates.some((date) => date.equals(month))) continue
    // The month of the end may end before the day comes.
    if (series.until !== undefined && month.equals(last) && endsEarly(series, start)) return []
    return [missing(series, month, start)]
  }
  return []
}

const untilMonth = (until: string) => Temporal.PlainYearMonth.from(until.slice(0, 7))

function endsEarly({ until = '', ...rest }: Monthly, start: string): boolean {
  const month = Temporal.PlainDate.from(until.slice(0, 10)).toPlainYearMonth()
  const day = rest.monthDay ?? Number(start.slice(8, 10))
  return rest.week !== undefined || (day <= month.daysInMonth && Number(until.slice(8, 10)) < day)
}

function missing(series: Monthly, month: Temporal.PlainYearMonth, start: string): Remark {
  const when = month
    .toPlainDate({ day: 1 })
    .toLocaleString('en-GB', { month: 'long', year: 'numeric' })
  if (series.week !== undefined) {
    const message = `${when} has no ${ordinals[series.week - 1]} ${named(series.weekday)}. Choose the last one, or one of the first four.`
    return { field: 'recurrence.week', message }
  }
  const day = series.monthDay ?? Number(start.slice(8, 10))
  const message = `${when} has no ${day}${day === 31 ? 'st' : 'th'}. Choose the last day of the month, or a day up to the 28th.`
  return { field: 'recurrence.monthDay', message }
}
