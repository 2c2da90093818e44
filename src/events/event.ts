/**
 * Words of this module.
 * *event*: what people register for, one row of `msevtmgt_event`. *session*: a part of it.
 * *occasion*: an event or a session; each has a time, a format, a capacity and a publish status.
 * *local time*: wall-clock time in the event's own zone; sessions use the zone of their event.
 * *live*: published; the site shows it and people can register. *Seats*: what capacity counts.
 */
import { instantOf, zoneOfIndex } from '#calendar'
import type { Execution, Values } from '#pipeline'
import { format, publishStatus } from './choices.ts'

export type OccasionTable = 'msevtmgt_event' | 'msevtmgt_session'

/** The same thing has other column names on events and on sessions. */
export const occasionColumns = {
  msevtmgt_event: {
    id: 'msevtmgt_eventid',
    noun: 'event',
    start: 'msevtmgt_eventstartdate',
    end: 'msevtmgt_eventenddate',
    format: 'msevtmgt_eventformat',
    capacity: 'msevtmgt_maximumeventcapacity',
  },
  msevtmgt_session: {
    id: 'msevtmgt_sessionid',
    noun: 'session',
    start: 'msevtmgt_starttime',
    end: 'msevtmgt_endtime',
    format: 'msevtmgt_sessionformat',
    capacity: 'msevtmgt_sessionmaxcapacity',
  },
} as const

export type PublishStatus = (typeof publishStatus)[keyof typeof publishStatus]['value']

const { draft, readyToGoLive, inProgress, live, cancelled, goingLive } = publishStatus

/**
 * Where a publish status may go. Only Live and Cancelled have consequences; the others are for
 * people. What is cancelled goes back to Draft first: its webinar is gone and people were told.
 */
export const publishTransitions: Readonly<Record<PublishStatus, readonly PublishStatus[]>> = {
  [draft.value]: [
    readyToGoLive.value,
    inProgress.value,
    goingLive.value,
    live.value,
    cancelled.value,
  ],
  [readyToGoLive.value]: [
    draft.value,
    inProgress.value,
    goingLive.value,
    live.value,
    cancelled.value,
  ],
  [inProgress.value]: [
    draft.value,
    readyToGoLive.value,
    goingLive.value,
    live.value,
    cancelled.value,
  ],
  [goingLive.value]: [draft.value, readyToGoLive.value, live.value, cancelled.value],
  [live.value]: [draft.value, readyToGoLive.value, inProgress.value, cancelled.value],
  [cancelled.value]: [draft.value],
}

/** Publish status in words, for sentences. */
export function publishLabel(status: number | null | undefined): string {
  return Object.values(publishStatus).find(({ value }) => value === status)?.label ?? String(status)
}

/** Whether people take part over the network: such an occasion has a webinar. */
export function isOnline(formatValue: unknown): boolean {
  return formatValue === format.webinar.value || formatValue === format.hybrid.value
}

interface Zoned {
  readonly gr_timezone: string | null
  readonly msevtmgt_eventtimezone: number | null
}

interface Timed extends Zoned {
  readonly msevtmgt_eventstartdate: string
  readonly msevtmgt_eventenddate: string
}

export interface Window {
  readonly start: Date
  readonly end: Date
}

/** The zone of an event: its IANA name, or that of Microsoft's index on rows that came without. */
export function zoneOf(event: Zoned): string {
  if (event.gr_timezone !== null) return event.gr_timezone
  return event.msevtmgt_eventtimezone === null ? 'UTC' : zoneOfIndex(event.msevtmgt_eventtimezone)
}

/** When an event really begins and ends. */
export function eventWindow(event: Timed): Window {
  const zone = zoneOf(event)
  return {
    start: instantOf(event.msevtmgt_eventstartdate, zone),
    end: instantOf(event.msevtmgt_eventenddate, zone),
  }
}

/** When a session really begins and ends; `zone` is that of its event. */
export function sessionWindow(
  session: { readonly msevtmgt_starttime: string; readonly msevtmgt_endtime: string },
  zone: string,
): Window {
  return {
    start: instantOf(session.msevtmgt_starttime, zone),
    end: instantOf(session.msevtmgt_endtime, zone),
  }
}

/** The row as it will be: what is written over what was there. */
export function afterwards(execution: Execution): Values {
  return { ...execution.pre, ...execution.target }
}

/** Tells the caller something that does not stop the write: `gr_warnings` of the answer. */
export function warn(execution: Execution, sentence: string): void {
  const earlier = (execution.output.gr_warnings ?? []) as readonly string[]
  execution.output.gr_warnings = [...earlier, sentence]
}
