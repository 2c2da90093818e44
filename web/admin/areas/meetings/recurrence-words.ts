/** A recurrence in words, in the reader's language. */
import { useMemo } from 'react'
import { useFormat } from '../../texts/format.ts'
import { useLanguage } from '../../texts/language.ts'
import { isLastOfMonth, isLastWeek, monthDayOf, shownAsUtc, weekdayOf } from './local-time.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import type { Recurrence } from './meetings.ts'

export const weekdays = [
  ...(['monday', 'tuesday', 'wednesday', 'thursday'] as const),
  ...(['friday', 'saturday', 'sunday'] as const),
]

export type Weekday = (typeof weekdays)[number]

export const weekdayAt = (date: string): Weekday => weekdays[weekdayOf(date)] ?? 'monday'

/** 5 January 1970 was a Monday. */
const mondayMs = 4 * 86_400_000

export function useWeekdayNames(style: 'long' | 'short' = 'long'): (day: Weekday) => string {
  const language = useLanguage()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' })
    return (day) => format.format(new Date(mondayMs + weekdays.indexOf(day) * 86_400_000))
  }, [language, style])
}

/** "Every 2 weeks on Monday and Wednesday, 6 times"; empty for a meeting that takes place once. */
export function useRecurrenceWords(): (rule: Recurrence | null, start: string) => string {
  const t = useMeetingTexts()
  const language = useLanguage()
  const format = useFormat()
  const dayName = useWeekdayNames()
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const rhythm = (rule: Recurrence, start: string) => {
    const count = rule.interval ?? 1
    if (rule.frequency === 'daily') return t('words.daily', { count })
    if (rule.frequency === 'weekly') {
      const days = rule.weekdays?.length ? rule.weekdays : [weekdayAt(start)]
      const sorted = weekdays.filter((day) => days.includes(day)).map(dayName)
      return t('words.weekly', { count, days: list.format(sorted) })
    }
    return t('words.monthly', { count, day: monthlyDay(rule, start) })
  }
  const monthlyDay = (rule: Recurrence, start: string) => {
    if (rule.week !== undefined && rule.weekday !== undefined) {
      const key = rule.week === -1 ? 'last' : String(rule.week)
      return t(`words.week.${key}` as MeetingTextKey, { day: dayName(rule.weekday) })
    }
    const day = rule.monthDay ?? monthDayOf(start)
    return day === -1 ? t('words.lastDay') : t('words.day', { day })
  }
  return (rule, start) => {
    if (rule === null || rule.frequency === 'once') return ''
    const how = rhythm(rule, start)
    if (rule.count !== undefined) return t('words.count', { how, count: rule.count })
    if (rule.until === undefined || rule.until === '') return how
    return t('words.until', { how, date: format.date(shownAsUtc(`${rule.until}T00:00`), 'UTC') })
  }
}

/** The monthly rules that the first date fits: its day, its weekday, and the last ones. */
export function monthlyChoices(
  date: string,
): readonly Pick<Recurrence, 'monthDay' | 'week' | 'weekday'>[] {
  const weekday = weekdayAt(date)
  const day = monthDayOf(date)
  const week = Math.ceil(day / 7)
  return [
    { monthDay: day },
    ...(isLastOfMonth(date) ? [{ monthDay: -1 }] : []),
    ...(week < 5 ? [{ week, weekday }] : []),
    ...(isLastWeek(date) ? [{ week: -1, weekday }] : []),
  ]
}
