/** Dates, times, numbers and money as the reader's language writes them. */
import { useMemo } from 'react'
import { fromNow } from './from-now.ts'
import { useLanguage } from './language.ts'

export interface Formats {
  /** In the reader's zone unless one is given; seconds only on request. */
  dateTime(value: string | Date, zone?: string): string
  date(value: string | Date, zone?: string): string
  /** Without the year: "12 Nov". */
  day(value: string | Date, zone?: string): string
  time(value: string | Date, zone?: string): string
  /** "in 2 hours", "3 days ago". */
  fromNow(value: string | Date): string
  number(value: number): string
  /** A share of one as percent. */
  percent(share: number): string
  money(value: number, currency: string): string
  /** Minutes as "1 h 20 min". */
  minutes(value: number): string
}

export function useFormat(): Formats {
  const language = useLanguage()
  return useMemo(() => formatsOf(localeOf(language)), [language])
}

/** The reader's own region, where the browser names one for the language: British dates, Swiss numbers. */
export function localeOf(language: string): string {
  const [short] = language.split('-')
  return navigator.languages.find((each) => each.split('-')[0] === short) ?? language
}

function formatsOf(language: string): Formats {
  const dated = (options: Intl.DateTimeFormatOptions) => (value: string | Date, zone?: string) => {
    const date = new Date(value)
    if (Number.isNaN(date.getTime())) return ''
    return new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(date)
  }
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(
      value,
    )
  return {
    dateTime: dated({ dateStyle: 'medium', timeStyle: 'short' }),
    date: dated({ dateStyle: 'medium' }),
    day: dated({ day: 'numeric', month: 'short' }),
    time: dated({ timeStyle: 'short' }),
    fromNow: (value) => fromNow(language, new Date(value), new Date()),
    number: (value) => new Intl.NumberFormat(language).format(value),
    percent: (share) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    money: (value, currency) =>
      new Intl.NumberFormat(language, { style: 'currency', currency }).format(value),
    minutes: (value) => {
      const hours = Math.floor(value / 60)
      const rest = Math.round(value - hours * 60)
      if (hours === 0) return unit(rest, 'minute')
      return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`
    },
  }
}
