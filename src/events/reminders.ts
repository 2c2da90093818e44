/** When registrants of an event are reminded of it. */
import { instantOf } from '#calendar'
import type { Execution } from '#pipeline'
import { refusals } from './refusals.ts'

/** A day and an hour before, where the event says nothing. */
const defaultLeads: readonly number[] = [1440, 60]
const none = 'none'
const mostReminders = 5
const longestLead = 60 * 24 * 90
const minutesPerDay = 1440

/** Minutes before the start, longest first. */
export function reminderLeads(stored: string | null | undefined): readonly number[] {
  const text = (stored ?? '').trim()
  if (text === '') return defaultLeads
  return text === none ? [] : numbersOf(text)
}

/**
 * The instant of a reminder. Whole days are counted on the clocks of the event, so that "a day
 * before" shows the same time of day when clocks change in between; the rest really passes.
 */
export function reminderInstant(start: string, zone: string, lead: number): Date {
  const days = Math.floor(lead / minutesPerDay)
  const wall = Temporal.PlainDateTime.from(start).subtract({ days })
  const local = wall.toString({ smallestUnit: 'second' })
  return new Date(instantOf(local, zone).getTime() - (lead % minutesPerDay) * 60_000)
}

/** "60, 1440" becomes "1440,60"; what is no list of minutes is refused. */
export async function checkReminders({ target }: Execution): Promise<void> {
  const given = target.gr_reminders
  if (typeof given !== 'string' || given.trim() === '') return
  const text = given.trim().toLowerCase()
  if (text === none) {
    target.gr_reminders = none
    return
  }
  const numbers = numbersOf(text)
  const fits = (each: number) => Number.isInteger(each) && each >= 1 && each <= longestLead
  if (numbers.length > mostReminders || !numbers.every(fits)) {
    const values = { found: given, most: mostReminders, longest: longestLead }
    throw refusals['reminders-invalid'](values, { input: 'gr_reminders', found: given })
  }
  target.gr_reminders = numbers.join(',')
}

function numbersOf(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim())
  const numbers = parts.map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : Number.NaN))
  return [...new Set(numbers)].sort((a, b) => b - a)
}
