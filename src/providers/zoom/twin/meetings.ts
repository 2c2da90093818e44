import { randomBytes, randomUUID } from 'node:crypto'
import { tellChange, tellDeletion } from './callbacks.ts'
import { expand } from './occurrences.ts'
import { invalid, missingMeeting, Problem } from './problems.ts'
import { countChange } from './quotas.ts'
import { openRun, settle } from './runs.ts'
import {
  type Kind,
  type Meeting,
  type MeetingOrder,
  newMeetingId,
  type Occurrence,
  type Zoom,
  type ZoomUser,
  zoomTime,
} from './state.ts'

/** Scheduled once, and as a series with fixed times; the other types have no use here. */
export const types = {
  meetings: { once: 2, series: 8, all: [1, 2, 3, 8, 10] },
  webinars: { once: 5, series: 9, all: [5, 6, 9] },
} as const

const words = { meetings: 'Meeting', webinars: 'Webinar' } as const

export function userOf(zoom: Zoom, idOrEmail: string): ZoomUser {
  const named = idOrEmail.toLowerCase()
  const user = [...zoom.users.values()].find(({ id, email }) => id === idOrEmail || email === named)
  if (user !== undefined) return user
  throw new Problem(404, 1001, `User does not exist: ${idOrEmail}.`)
}

export function meetingOf(zoom: Zoom, kind: Kind, id: string): Meeting {
  const meeting = zoom.meetings.get(id)
  if (meeting === undefined) throw missingMeeting(kind, id)
  if (meeting.kind !== kind) {
    throw new Problem(400, 3000, `Cannot access ${words[meeting.kind].toLowerCase()} info.`)
  }
  settle(zoom, meeting)
  return meeting
}

export function requirePlan(zoom: Zoom, kind: Kind): void {
  if (kind === 'meetings' || zoom.settings.webinarPlan) return
  throw new Problem(400, 200, 'Webinar plan is missing. You must subscribe to the webinar plan.')
}

export function createMeeting(
  zoom: Zoom,
  kind: Kind,
  host: ZoomUser,
  order: MeetingOrder,
): Meeting {
  countChange(zoom, host.id, words[kind])
  requirePlan(zoom, kind)
  const passcode =
    order.password ?? (kind === 'meetings' ? String(randomBytes(4).readUInt32BE() % 1e6) : '')
  const whole = {
    topic: `Zoom ${words[kind]}`,
    type: types[kind].once as number,
    duration: 60,
    timezone: host.timezone,
    ...order,
    password: passcode,
  }
  check(zoom, kind, whole)
  const meeting = planned(zoom, {
    id: newMeetingId(),
    uuid: randomBytes(16).toString('base64'),
    kind,
    host,
    createdAt: zoom.clock.now(),
    order: whole,
    start: undefined,
    occurrences: [],
  })
  zoom.meetings.set(meeting.id, meeting)
  return meeting
}

export function changeMeeting(
  zoom: Zoom,
  meeting: Meeting,
  order: MeetingOrder,
  occurrenceId?: string,
): void {
  countChange(zoom, meeting.host.id, words[meeting.kind])
  if (occurrenceId !== undefined) {
    moveOccurrence(zoom, meeting, order, occurrenceId)
    return
  }
  const settings = { ...meeting.order.settings, ...order.settings }
  const whole = { ...meeting.order, ...order, settings }
  check(zoom, meeting.kind, whole)
  const changed = { ...meeting, order: whole }
  // Dates that are sent anew forget what was done to single ones.
  const isReplanned = order.start_time !== undefined || order.recurrence !== undefined
  const now = isReplanned ? planned(zoom, changed) : changed
  zoom.meetings.set(meeting.id, now)
  tellChange(zoom, now, 'all')
}

/** The id stays what it was. */
function moveOccurrence(zoom: Zoom, meeting: Meeting, order: MeetingOrder, id: string): void {
  if (!meeting.occurrences.some((each) => each.id === id)) throw missingMeeting(meeting.kind, id)
  const { start_time: start, duration } = order
  const occurrences = meeting.occurrences.map((each) => {
    if (each.id !== id) return each
    const to = start === undefined ? each.start : instantOf(start, meeting.order.timezone)
    return { ...each, start: to, minutes: duration ?? each.minutes }
  })
  zoom.meetings.set(meeting.id, { ...meeting, occurrences })
  tellChange(zoom, meeting, 'single')
}

export function deleteMeeting(
  zoom: Zoom,
  meeting: Meeting,
  occurrenceId: string | undefined,
): void {
  if (occurrenceId === undefined) {
    zoom.meetings.delete(meeting.id)
    tellDeletion(zoom, meeting, 'all')
    return
  }
  if (!meeting.occurrences.some(({ id }) => id === occurrenceId)) {
    throw missingMeeting(meeting.kind, occurrenceId)
  }
  const occurrences = meeting.occurrences.map((each) =>
    each.id === occurrenceId ? ({ ...each, status: 'deleted' } as const) : each,
  )
  zoom.meetings.set(meeting.id, { ...meeting, occurrences })
  tellDeletion(zoom, meeting, 'single')
}

/** With its times worked out: the start as an instant, a series as single days. */
function planned(zoom: Zoom, meeting: Meeting): Meeting {
  const { order, kind } = meeting
  const start =
    order.start_time === undefined ? undefined : instantOf(order.start_time, order.timezone)
  const isSeries = order.type === types[kind].series
  if (!isSeries || start === undefined || order.recurrence === undefined) {
    return { ...meeting, start, occurrences: [] }
  }
  const { timezone, duration: minutes, recurrence: rule } = order
  const occurrences = expand({ start, timezone, minutes, rule }, zoom.settings.shortMonths)
  return { ...meeting, start, occurrences }
}

/** With `Z` it is UTC, without it is a local time of the meeting's zone. */
function instantOf(text: string, timezone: string): Date {
  try {
    const instant = text.endsWith('Z')
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant()
    return new Date(instant.epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) throw invalid(`Invalid start_time: ${text}.`)
    throw error
  }
}

const mostIntervals = { 1: 99, 2: 50, 3: 10 } as const

function check(zoom: Zoom, kind: Kind, order: MeetingOrder & { readonly type: number }): void {
  if (!(types[kind].all as readonly number[]).includes(order.type)) throw invalid('Invalid type.')
  const rule = order.recurrence
  if (order.type === types[kind].series && rule === undefined) {
    throw invalid('The recurrence is missing.')
  }
  if (rule !== undefined && order.type === types[kind].series) {
    if (rule.end_times !== undefined && rule.end_date_time !== undefined) {
      throw invalid('end_times and end_date_time exclude each other.')
    }
    if ((rule.repeat_interval ?? 1) > mostIntervals[rule.type]) {
      throw invalid('Invalid repeat_interval.')
    }
  }
  checkHosts(zoom, order.settings?.alternative_hosts)
}

/** Alternative hosts are licensed users of the same account; anybody else is refused. */
function checkHosts(zoom: Zoom, hosts: unknown): void {
  const emails = typeof hosts === 'string' ? hosts.split(/[;,]/) : []
  for (const email of emails.map((each) => each.trim().toLowerCase())) {
    if (email === '' || zoom.users.get(email)?.type === 2) continue
    throw new Problem(
      400,
      1114,
      `The alternative host ${email} is no licensed user of this account.`,
    )
  }
}

/** The meeting as `GET` and `POST` show it. */
export function answerFor(zoom: Zoom, meeting: Meeting): object {
  const { id, uuid, kind, host, order, start, occurrences } = meeting
  const { recurrence, settings = {}, password } = order
  return {
    id: Number(id),
    uuid,
    host_id: host.id,
    host_email: host.email,
    topic: order.topic,
    type: order.type,
    duration: order.duration,
    timezone: order.timezone,
    agenda: order.agenda ?? '',
    created_at: zoomTime(meeting.createdAt),
    status: openRun(zoom, meeting) === undefined ? 'waiting' : 'started',
    // Only for the host and for two hours: made anew for every reader.
    start_url: `${zoom.url()}/s/${id}?zak=${randomUUID()}`,
    join_url: joinUrl(zoom, meeting),
    password,
    settings,
    ...(start !== undefined && { start_time: zoomTime(start) }),
    ...(takesRegistrations(meeting) && {
      registration_url: `${zoom.url()}/${kind === 'meetings' ? 'meeting' : 'webinar'}/register/${id}`,
    }),
    ...(order.type === types[kind].series && {
      recurrence,
      // What is over is only told with `show_previous_occurrences`.
      occurrences: occurrences.filter(isAhead(zoom)).map((occurrence) => ({
        occurrence_id: occurrence.id,
        start_time: zoomTime(occurrence.start),
        duration: occurrence.minutes,
        status: occurrence.status,
      })),
    }),
  }
}

const isAhead =
  ({ clock }: Zoom) =>
  ({ start, minutes }: Occurrence) =>
    start.getTime() + minutes * 60_000 >= clock.now().getTime()

export const joinUrl = (zoom: Zoom, { id, order }: Meeting) =>
  `${zoom.url()}/j/${id}${order.password ? `?pwd=${encodeURIComponent(order.password)}` : ''}`

/** `approval_type` 0 and 1 take registrations, 2 does not; that is the default. */
export const takesRegistrations = ({ order }: Meeting) =>
  order.settings?.approval_type === 0 || order.settings?.approval_type === 1

/** Zoom shortens the agenda in lists. */
const longestListedAgenda = 250

export function listItem({ id, uuid, host, order, start, createdAt }: Meeting, zoom: Zoom): object {
  const meeting = zoom.meetings.get(id)
  return {
    id: Number(id),
    uuid,
    host_id: host.id,
    topic: order.topic,
    type: order.type,
    duration: order.duration,
    timezone: order.timezone,
    agenda: (order.agenda ?? '').slice(0, longestListedAgenda),
    created_at: zoomTime(createdAt),
    ...(start !== undefined && { start_time: zoomTime(start) }),
    ...(meeting !== undefined && { join_url: joinUrl(zoom, meeting) }),
  }
}
