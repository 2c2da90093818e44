/** Days of a month or a week, as ISO dates; pure. */
import dayjs, { type Dayjs } from 'dayjs'
import type { Row } from '../../api/records.ts'

export type Span = 'month' | 'week'

/** `2027-04-20` of any text that begins with a date; today for anything else. */
export function dayOf(text: string): Dayjs {
  const found = dayjs(text)
  return text !== '' && found.isValid() ? found.startOf('day') : dayjs().startOf('day')
}

/** Whole weeks that show a month, or one week; the week begins where the reader's does. */
export function daysOf(day: Dayjs, span: Span, firstDay: number): readonly Dayjs[] {
  const from = startOfWeek(span === 'month' ? day.startOf('month') : day, firstDay)
  if (span === 'week') return daysFrom(from, 7)
  const end = startOfWeek(day.endOf('month'), firstDay).add(7, 'day')
  return daysFrom(from, end.diff(from, 'day'))
}

function startOfWeek(day: Dayjs, firstDay: number): Dayjs {
  return day.subtract((day.day() - firstDay + 7) % 7, 'day').startOf('day')
}

function daysFrom(from: Dayjs, count: number): readonly Dayjs[] {
  return Array.from({ length: count }, (_, index) => from.add(index, 'day'))
}

export const isoDay = (day: Dayjs) => day.format('YYYY-MM-DD')

/** The events of each day, also of days that an event only goes on; wall-clock dates of the event. */
export function eventsByDay(
  rows: readonly Row[],
  days: readonly Dayjs[],
): ReadonlyMap<string, readonly Row[]> {
  return new Map(
    days.map((day) => {
      const date = isoDay(day)
      return [date, rows.filter((row) => startDate(row) <= date && endDate(row) >= date)]
    }),
  )
}

export const startDate = (row: Row) => String(row.msevtmgt_eventstartdate).slice(0, 10)

/** An event that ends at midnight does not go on to the next day. */
function endDate(row: Row): string {
  const end = String(row.msevtmgt_eventenddate)
  const date = end.slice(0, 10)
  if (end.slice(11, 19) !== '00:00:00' || date === startDate(row)) return date
  return isoDay(dayjs(date).subtract(1, 'day'))
}

/** Sunday is 0. */
export function firstDayOfWeek(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
  }
  return (locale.getWeekInfo?.().firstDay ?? 1) % 7
}
