import { type LocalDate, type LocalTime, localOf, plainDate, wallClock } from './local-time.ts'
import {
  checkRule,
  type Ending,
  instantOfUntil,
  type RepeatRule,
  type Weekday,
  type WeekOfMonth,
  weekdays,
} from './recurrence.ts'
import { refusals } from './refusals.ts'

/** RFC 5545's two letters for the days, in the order of `weekdays`. */
export const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

const frequencies = ['minutely', 'hourly', 'daily', 'weekly', 'monthly'] as const

/**
 * The rule as RFC 5545 §3.3.10 text, without the `RRULE:` in front; `undefined` for a single event.
 * UNTIL is written in UTC, which the RFC demands wherever DTSTART has a zone.
 */
export function toRRule(rule: RepeatRule, zone: string): string | undefined {
  checkRule(rule)
  if (rule.frequency === 'once') return undefined
  const parts = [`FREQ=${rule.frequency.toUpperCase()}`, `INTERVAL=${rule.interval}`]
  if (rule.frequency === 'weekly' && rule.weekdays !== undefined) {
    const chosen = new Set(rule.weekdays)
    const days = weekdays.filter((day) => chosen.has(day)).map(codeOf)
    parts.push(`BYDAY=${days.join(',')}`)
  }
  if (rule.frequency === 'monthly') {
    if (rule.week !== undefined) parts.push(`BYDAY=${rule.week}${codeOf(rule.weekday)}`)
    else if (rule.monthDay !== undefined) parts.push(`BYMONTHDAY=${rule.monthDay}`)
  }
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`)
  if (rule.until !== undefined) parts.push(`UNTIL=${utcStamp(instantOfUntil(rule.until, zone))}`)
  return parts.join(';')
}

/** An instant in the UTC form of RFC 5545 §3.3.5: 20260308T100000Z. */
export function utcStamp(instant: Date): string {
  return `${localOf(instant, 'UTC').replaceAll(/[-:]/g, '')}Z`
}

/**
 * Reads a recurrence rule: RFC 5545 §3.3.10, with or without `RRULE:` in front, the part of it that
 * events and jobs here can follow. What goes beyond is refused by name rather than half understood.
 * `zone` is the zone of the series, in which an UNTIL in UTC becomes a local date or time.
 */
export function fromRRule(text: string, zone = 'UTC'): RepeatRule {
  const parts = new RuleParts(text)
  const named = parts.take('FREQ')?.toLowerCase()
  const frequency = frequencies.find((known) => known === named)
  if (frequency === undefined) {
    return parts.refuse('FREQ must be MINUTELY, HOURLY, DAILY, WEEKLY or MONTHLY')
  }
  const interval = parts.takeWhole('INTERVAL') ?? 1
  const ending = readEnding(parts, zone)
  const weekStart = parts.take('WKST')
  const rule = readRule(parts, { frequency, interval, ending })
  if (
    weekStart !== undefined &&
    weekStart !== 'MO' &&
    rule.frequency === 'weekly' &&
    interval > 1
  ) {
    return parts.refuse('weeks begin on Monday (WKST=MO)')
  }
  parts.refuseRest()
  checkRule(rule)
  return rule
}

/** The `NAME=value` parts of a rule, taken one by one so that what nobody took can be named. */
class RuleParts {
  readonly #text: string
  readonly #parts = new Map<string, string>()

  constructor(text: string) {
    this.#text = text
    for (const part of text
      .trim()
      .replace(/^RRULE:/i, '')
      .split(';')) {
      // Dataverse clients end patterns with a semicolon ("FREQ=DAILY;INTERVAL=1;").
      if (part.trim() === '') continue
      const [name = '', value] = part.split('=').map((side) => side.trim().toUpperCase())
      if (value === undefined || value === '') this.refuse(`"${part}" is not NAME=value`)
      else if (this.#parts.has(name)) this.refuse(`${name} is given twice`)
      else this.#parts.set(name, value)
    }
  }

  take(name: string): string | undefined {
    const value = this.#parts.get(name)
    this.#parts.delete(name)
    return value
  }

  takeWhole(name: string): number | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    return /^\d{1,9}$/.test(value) ? Number(value) : this.refuse(`${name}=${value} is no number`)
  }

  refuseRest(): void {
    const [name] = this.#parts.keys()
    if (name !== undefined) this.refuse(`${name} is not supported with this FREQ`)
  }

  refuse(problem: string): never {
    const rule = this.#text
    throw refusals['unsupported-recurrence-rule']({ rule, problem }, { input: 'rule', found: rule })
  }
}

interface Beginning {
  readonly frequency: (typeof frequencies)[number]
  readonly interval: number
  readonly ending: Ending
}

function readRule(parts: RuleParts, { frequency, interval, ending }: Beginning): RepeatRule {
  switch (frequency) {
    case 'minutely':
    case 'hourly':
      return { frequency, interval, ...ending }
    case 'daily':
      return readDaily(parts, interval, ending)
    case 'weekly': {
      const chosen = readWeekdays(parts)
      return { frequency, interval, ...(chosen && { weekdays: chosen }), ...ending }
    }
    case 'monthly':
      return readMonthly(parts, interval, ending)
  }
}

/** "Every working day" is written as DAILY with BYDAY too; it is the weekly rule of those days. */
function readDaily(parts: RuleParts, interval: number, ending: Ending): RepeatRule {
  const chosen = readWeekdays(parts)
  if (chosen === undefined) return { frequency: 'daily', interval, ...ending }
  if (interval > 1) return parts.refuse('BYDAY is not supported with FREQ=DAILY and an INTERVAL')
  return { frequency: 'weekly', interval, weekdays: chosen, ...ending }
}

function readMonthly(parts: RuleParts, interval: number, ending: Ending): RepeatRule {
  const frequency = 'monthly'
  const weekday = parts.take('BYDAY')
  const monthDay = parts.take('BYMONTHDAY')
  if (weekday !== undefined) {
    if (monthDay !== undefined) return parts.refuse('BYDAY and BYMONTHDAY exclude each other')
    return { frequency, interval, ...readNthWeekday(parts, weekday), ...ending }
  }
  if (monthDay === undefined) return { frequency, interval, ...ending }
  if (!/^(\d{1,2}|-1)$/.test(monthDay)) {
    return parts.refuse(`BYMONTHDAY=${monthDay} is not one day from 1 to 31, or -1`)
  }
  return { frequency, interval, monthDay: Number(monthDay), ...ending }
}

function readNthWeekday(parts: RuleParts, text: string): { week: WeekOfMonth; weekday: Weekday } {
  const found = /^([+-]?\d)([A-Z]{2})$/.exec(text)
  const week = ([1, 2, 3, 4, 5, -1] as const).find((known) => known === Number(found?.[1]))
  const weekday = weekdayOf(found?.[2])
  if (week === undefined || weekday === undefined) {
    return parts.refuse(`BYDAY=${text} is not one weekday with its number, such as 2TU or -1FR`)
  }
  return { week, weekday }
}

function readWeekdays(parts: RuleParts): Weekday[] | undefined {
  const text = parts.take('BYDAY')
  return text?.split(',').map((code) => {
    return weekdayOf(code) ?? parts.refuse(`BYDAY=${text} is not a list of MO, TU, … SU`)
  })
}

function readEnding(parts: RuleParts, zone: string): Ending {
  const count = parts.takeWhole('COUNT')
  const until = parts.take('UNTIL')
  if (until === undefined) return count === undefined ? {} : { count }
  if (count !== undefined) return parts.refuse('COUNT and UNTIL exclude each other')
  return { until: readUntil(parts, until, zone) }
}

function readUntil(parts: RuleParts, text: string, zone: string): LocalDate | LocalTime {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text)
  if (found === null) return parts.refuse(`UNTIL=${text} is neither a date nor a time`)
  const [, year, month, day, hour, minute, second, utc] = found
  const date = `${year}-${month}-${day}`
  if (hour === undefined) return plainDate(date).toString()
  const written = wallClock(`${date}T${hour}:${minute}:${second}`)
  const local =
    utc === 'Z' ? localOf(instantInUtc(written), zone) : `${date}T${hour}:${minute}:${second}`
  return local.endsWith('T23:59:59') ? local.slice(0, 10) : local
}

function instantInUtc(written: Temporal.PlainDateTime): Date {
  return new Date(written.toZonedDateTime('UTC').epochMilliseconds)
}

function weekdayOf(code: string | undefined): Weekday | undefined {
  return weekdays.find((_, at) => dayCodes[at] === code)
}

function codeOf(weekday: Weekday): string {
  return dayCodes[weekdays.indexOf(weekday)] as string
}
