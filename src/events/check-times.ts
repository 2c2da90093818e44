import { resolveLocal } from '#calendar'
import type { Execution, Values } from '#pipeline'
import {
  afterwards,
  type OccasionTable,
  occasionColumns,
  type Window,
  warn,
  zoneOf,
} from './event.ts'
import { readZonedEvent, sessionTimes } from './event-rows.ts'
import { refusals } from './refusals.ts'

/** An event's times exist in its zone, and it ends after it starts. */
export async function checkEventTimes(execution: Execution): Promise<void> {
  const event = afterwards(execution)
  const zone = zoneOf(event as never)
  const window = readWindow('msevtmgt_event', event, zone)
  const closing = readTime(event, 'msevtmgt_stopwebsiteregistrationson', zone)
  if (window !== undefined && closing !== undefined && closing > window.end) {
    warn(execution, 'Registration would close after the event has ended.')
  }
  const opening = readTime(event, 'gr_registrationsstarton', zone)
  if (opening !== undefined && closing !== undefined && opening >= closing) {
    warn(execution, 'Registration would close before it opens.')
  }
  await checkSessionsInNewZone(execution, zone)
}

/** A session's times exist in the zone of its event; lying outside of the event is only unusual. */
export async function checkSessionTimes(execution: Execution): Promise<void> {
  const session = afterwards(execution)
  if (typeof session.msevtmgt_event !== 'string') return
  const event = await readZonedEvent(execution.db, session.msevtmgt_event)
  if (event === undefined) return
  const zone = zoneOf(event)
  const window = readWindow('msevtmgt_session', session, zone)
  const around = readWindow('msevtmgt_event', event, zone)
  if (window === undefined || around === undefined) return
  if (window.start < around.start || window.end > around.end) {
    warn(
      execution,
      `The session (${session.msevtmgt_starttime} to ${session.msevtmgt_endtime}) lies outside ` +
        `of its event (${event.msevtmgt_eventstartdate} to ${event.msevtmgt_eventenddate}).`,
    )
  }
}

/** Sessions keep their wall-clock times when the event moves to another zone; they must exist there. */
async function checkSessionsInNewZone(execution: Execution, zone: string): Promise<void> {
  if (execution.message !== 'Update' || execution.pre?.gr_timezone === zone) return
  for (const session of await sessionTimes(execution.db, execution.id)) {
    readWindow('msevtmgt_session', session, zone)
  }
}

/** The window of an occasion; undefined while a required time is missing (the pipeline refuses that). */
function readWindow(table: OccasionTable, occasion: object, zone: string): Window | undefined {
  const { noun, start: startColumn, end: endColumn } = occasionColumns[table]
  const values = occasion as Values
  const start = readTime(values, startColumn, zone)
  const end = readTime(values, endColumn, zone)
  if (start === undefined || end === undefined) return undefined
  if (end <= start) {
    throw refusals['end-not-after-start'](
      { noun, start: String(values[startColumn]), end: String(values[endColumn]), zone },
      {
        input: endColumn,
        expected: `later than ${values[startColumn]}`,
        found: String(values[endColumn]),
      },
    )
  }
  return { start, end }
}

/** The instant of a wall-clock time; refuses one that clocks in the zone skip. */
function readTime(values: Values, column: string, zone: string): Date | undefined {
  const time = values[column]
  if (typeof time !== 'string') return undefined
  const resolved = resolveLocal(time, zone)
  if (resolved.kind === 'gap') {
    const details = { input: column, expected: resolved.shownAs, found: time }
    throw refusals['time-does-not-exist'](
      { column, zone, time, proposal: resolved.shownAs },
      details,
    )
  }
  return resolved.instant
}
