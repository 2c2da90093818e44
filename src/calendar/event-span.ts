import type { CalendarEvent } from './calendar-event.ts'
import { addMinutes, durationMinutes, instantOf } from './local-time.ts'
import { instantOfUntil, occurrencesOf, type Recurrence } from './recurrence.ts'
import type { Span } from './time-zone-component.ts'

/** A series without an end is described this far; IANA itself knows no better what laws will say. */
const yearsOfEndlessSeries = 10

/** The time from an event's first instant to the end of its last occurrence. */
export function spanOf(event: CalendarEvent): Span {
  const { start, end, zone, recurrence, recurrenceId } = event
  const starts = [start, ...(recurrenceId === undefined ? [] : [recurrenceId])]
  const instants = [...starts, end].map((local) => instantOf(local, zone).getTime())
  const last = recurrence === undefined ? undefined : lastStart(recurrence, start, zone)
  if (last !== undefined) {
    instants.push(last.getTime() + durationMinutes(start, end, zone) * 60_000)
  }
  return { from: new Date(Math.min(...instants)), to: new Date(Math.max(...instants)) }
}

function lastStart(recurrence: Recurrence, start: string, zone: string): Date {
  if (recurrence.frequency === 'once') return instantOf(start, zone)
  if (recurrence.until !== undefined) return instantOfUntil(recurrence.until, zone)
  if (recurrence.count === undefined) {
    return instantOf(addMinutes(start, yearsOfEndlessSeries * 366 * 1440, zone), zone)
  }
  return instantOf([...occurrencesOf(recurrence, start)].at(-1) ?? start, zone)
}
