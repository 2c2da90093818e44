/** A series in the words of Graph, and whether Exchange understood it as we do. Pure. */
import {
  instantOf,
  isZone,
  localOf,
  occurrencesOf,
  type Recurrence,
  type Weekday,
  weekdays,
  windowsNameOf,
  zoneOfWindowsName,
} from '#calendar'
import type { WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { providerId } from './settings.ts'
import type { RecurrenceBody, ZonedTime } from './wire.ts'

export type Series = Exclude<Recurrence, { readonly frequency: 'once' }>

/** Undefined for what takes place once. */
export function seriesOf({ recurrence }: WebinarPlan): Series | undefined {
  return recurrence === undefined || recurrence.frequency === 'once' ? undefined : recurrence
}

/**
 * Graph takes Windows names and the IANA names of an older list, in which `Europe/Kyiv` is still
 * `Europe/Kiev`. So the Windows name is sent where there is one.
 */
export const zoneNameOf = (timeZone: string) => windowsNameOf(timeZone) ?? timeZone

/** The clock of the zone, without an offset. */
export const toZonedTime = (time: Date, timeZone: string): ZonedTime => ({
  dateTime: localOf(time, timeZone),
  timeZone: zoneNameOf(timeZone),
})

/** Times are asked for in UTC; they come with seven digits behind the second. */
export const instantIn = ({ dateTime }: ZonedTime): Date => new Date(`${dateTime.slice(0, 19)}Z`)

/** Webinars stay in the zone in which they were written; undefined where its name is not known. */
export function instantOfZoned({ dateTime, timeZone }: ZonedTime): Date | undefined {
  const zone = zoneOfWindowsName(timeZone) ?? timeZone
  return isZone(zone) ? instantOf(dateTime.slice(0, 19), zone) : undefined
}

const weeks = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' } as const

/** @throws ProviderError 'rejected' for a series that Graph has no words for */
export function toRecurrenceBody(plan: WebinarPlan, series: Series): RecurrenceBody {
  const startDate = localOf(plan.start, plan.timeZone).slice(0, 10)
  const { interval } = series
  const range = { startDate, recurrenceTimeZone: zoneNameOf(plan.timeZone), ...endOf(series) }
  return { pattern: { interval, ...patternOf(series, startDate) }, range }
}

function patternOf(series: Series, startDate: string): Omit<RecurrenceBody['pattern'], 'interval'> {
  const first = Temporal.PlainDate.from(startDate)
  switch (series.frequency) {
    case 'daily':
      return { type: 'daily' }
    case 'weekly': {
      const daysOfWeek = series.weekdays ?? [weekdays[first.dayOfWeek - 1] as Weekday]
      return { type: 'weekly', daysOfWeek, firstDayOfWeek: 'monday' }
    }
    case 'monthly':
      return dayOfMonth(series, first)
  }
}

function dayOfMonth(
  series: Extract<Series, { readonly frequency: 'monthly' }>,
  first: Temporal.PlainDate,
): Omit<RecurrenceBody['pattern'], 'interval'> {
  if (series.week === 5) throw rejected('Teams knows the first to fourth and the last weekday only')
  if (series.week !== undefined) {
    return { type: 'relativeMonthly', daysOfWeek: [series.weekday], index: weeks[series.week] }
  }
  // Exchange puts the 31st on the last day of shorter months.
  const monthDay = series.monthDay === -1 ? 31 : (series.monthDay ?? first.day)
  return { type: 'absoluteMonthly', dayOfMonth: monthDay }
}

/** The last date is included; Graph takes a date without a time. */
function endOf({
  count,
  until,
}: Series): Omit<RecurrenceBody['range'], 'startDate' | 'recurrenceTimeZone'> {
  if (count !== undefined) return { type: 'numbered', numberOfOccurrences: count }
  if (until !== undefined) return { type: 'endDate', endDate: until.slice(0, 10) }
  return { type: 'noEnd' }
}

/** A series as it is read. */
interface FoundSeries {
  readonly pattern: {
    readonly type: string
    readonly interval?: number
    readonly daysOfWeek?: readonly string[]
    readonly dayOfMonth?: number
    readonly index?: string | null
  }
  readonly range: {
    readonly type: string
    readonly endDate?: string | null
    readonly numberOfOccurrences?: number
  }
}

/** Exchange writes what it was sent with defaults filled in; only what we said is compared. */
export function isSameSeries(
  wanted: RecurrenceBody | undefined,
  found: FoundSeries | null | undefined,
): boolean {
  if (wanted === undefined || !found) return wanted === undefined && !found
  const { pattern, range } = found
  const days = (list: readonly string[] = []) => [...list].sort().join()
  const isSamePattern =
    wanted.pattern.type === pattern.type &&
    wanted.pattern.interval === (pattern.interval ?? 1) &&
    days(wanted.pattern.daysOfWeek) === days(pattern.daysOfWeek) &&
    (wanted.pattern.dayOfMonth ?? 0) === (pattern.dayOfMonth ?? 0) &&
    (wanted.pattern.index === undefined || wanted.pattern.index === pattern.index)
  const isSameEnd =
    wanted.range.type === range.type &&
    (wanted.range.type !== 'numbered' ||
      wanted.range.numberOfOccurrences === range.numberOfOccurrences) &&
    (wanted.range.type !== 'endDate' || wanted.range.endDate === range.endDate)
  return isSamePattern && isSameEnd
}

const dayMs = 86_400_000

/** A year shows every rule that differs; Exchange is asked about no more. */
export const comparedWindow = ({ start }: WebinarPlan) => ({
  from: new Date(start.getTime() - dayMs),
  to: new Date(start.getTime() + 366 * dayMs),
})

/**
 * Exchange may put the 31st on the 30th where we leave the month out, and may move the first date to
 * the first day of the rule. So its dates are compared with those that the hub tells people.
 * @throws ProviderError 'rejected' with the first date on which they differ
 */
export function refuseOtherDates(
  plan: WebinarPlan,
  series: Series,
  found: readonly { readonly start: ZonedTime }[],
): void {
  const { from, to } = comparedWindow(plan)
  const theirs = found.map(({ start }) => instantIn(start).getTime()).sort((a, b) => a - b)
  const ours = occurrencesOf(series, localOf(plan.start, plan.timeZone))
    .map((time) => instantOf(time, plan.timeZone).getTime())
    .take(theirs.length + 1)
    .filter((time) => time >= from.getTime() && time < to.getTime())
    .toArray()
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    if (ours[at] === theirs[at]) continue
    throw rejected(
      `Teams understands this series differently: it has ${dateText(theirs[at], plan)} where the hub has ${dateText(ours[at], plan)}`,
    )
  }
}

const dateText = (date: number | undefined, { timeZone }: WebinarPlan) =>
  date === undefined ? 'no further date' : localOf(new Date(date), timeZone).slice(0, 10)

const rejected = (problem: string) =>
  new ProviderError('rejected', {
    provider: providerId,
    message: `${problem}. Choose another rule, or plan single events.`,
  })
