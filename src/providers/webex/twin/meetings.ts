import { fromRRule, instantOf, localOf, occurrencesOf } from '#calendar'
import { isRefusal } from '#errors'
import { invalid, missing, Problem } from './problems.ts'
import { openRun, settle } from './runs.ts'
import {
  dateId,
  type Meeting,
  type MeetingOrder,
  newDigits,
  newHex,
  newSecret,
  type User,
  type Webex,
  webexTime,
} from './state.ts'
import { tell } from './webhooks.ts'

const dayMs = 86_400_000

export function meetingOf(webex: Webex, id: string): Meeting {
  const meeting = webex.meetings.get(id)
  if (meeting === undefined) throw missing('meeting')
  settle(webex, meeting)
  return meeting
}

/** One hundred in 24 hours, those that fail included. */
export function createMeeting(webex: Webex, order: MeetingOrder, host: User): Meeting {
  const now = webex.clock.now()
  const recent = webex.creations.filter((at) => at.getTime() > now.getTime() - dayMs)
  webex.creations.push(now)
  if (recent.length >= webex.settings.creationsPerDay) {
    throw new Problem(429, 'The daily limit of scheduled meetings is reached.', {
      'retry-after': '3600',
    })
  }
  checkNature(webex, order)
  const meeting = planned(
    webex,
    { id: newHex(), number: newDigits(10), host },
    {
      ...order,
      password: order.password ?? newSecret().slice(0, 10),
      timezone: order.timezone ?? 'UTC',
    },
  )
  webex.meetings.set(meeting.id, meeting)
  tell(webex, 'meetings', 'created', summaryOf(meeting))
  return meeting
}

function checkNature({ settings }: Webex, order: MeetingOrder): void {
  const type = settings.sessionTypes.find(({ id }) => id === order.sessionTypeId)
  if (order.sessionTypeId !== undefined && type === undefined) throw invalid()
  if (order.scheduledType === 'webinar' && type?.type !== 'webinar') {
    throw invalid('sessionTypeId is required for a webinar and must be one of a webinar.')
  }
  if (order.siteUrl !== undefined && !settings.sites.includes(order.siteUrl)) throw invalid()
  if (order.recurrence && order.registration !== undefined) {
    throw invalid('Registration is not supported for recurring meetings.')
  }
}

/** What may not be changed any more is refused; times that are sent again are checked again. */
export function changeMeeting(
  webex: Webex,
  meeting: Meeting,
  change: Partial<MeetingOrder>,
): Meeting {
  const order = { ...meeting.order, ...change }
  if (order.recurrence && meeting.order.registration !== undefined) {
    throw invalid('Registration is not supported for recurring meetings.')
  }
  const isMoved = change.start !== undefined || change.end !== undefined
  const changed = planned(webex, meeting, order, isMoved)
  webex.meetings.set(meeting.id, changed)
  tell(webex, 'meetings', 'updated', summaryOf(changed))
  return changed
}

/** One date of a series; what it is called follows its time. */
export function moveDate(
  webex: Webex,
  meeting: Meeting,
  id: string,
  { start, end }: Partial<MeetingOrder>,
): Meeting {
  if (!meeting.times.some((time) => dateId(meeting.id, time) === id)) throw missing('meeting')
  const to = start === undefined ? undefined : minuteOf(start)
  const times = meeting.times
    .map((time) => (dateId(meeting.id, time) === id ? (to ?? time) : time))
    .toSorted((a, b) => a.getTime() - b.getTime())
  const lengths = new Map(meeting.lengths)
  if (to !== undefined && end !== undefined) {
    lengths.set(to.getTime(), minuteOf(end).getTime() - to.getTime())
  }
  const changed = { ...meeting, times, lengths }
  webex.meetings.set(meeting.id, changed)
  tell(webex, 'meetings', 'updated', { ...summaryOf(changed), id })
  return changed
}

export function deleteMeeting(webex: Webex, id: string): void {
  const [seriesId = ''] = id.split('_', 1)
  const meeting = meetingOf(webex, seriesId)
  if (id === seriesId) {
    webex.meetings.delete(id)
  } else {
    const times = meeting.times.filter((time) => dateId(seriesId, time) !== id)
    if (times.length === meeting.times.length) throw missing('meeting')
    webex.meetings.set(seriesId, { ...meeting, times })
  }
  tell(webex, 'meetings', 'deleted', { ...summaryOf(meeting), id })
}

/** With its times worked out; seconds are cut off. */
function planned(
  webex: Webex,
  { id, number, host }: Pick<Meeting, 'id' | 'number' | 'host'>,
  order: Meeting['order'],
  checkPast = true,
): Meeting {
  const [start, end] = [minuteOf(order.start), minuteOf(order.end)]
  const minutes = (end.getTime() - start.getTime()) / 60_000
  if (minutes < 10 || minutes > 23 * 60 + 59) {
    throw invalid('The duration must be between 10 minutes and 23 hours 59 minutes.')
  }
  const thisMinute = Math.floor(webex.clock.now().getTime() / 60_000) * 60_000
  if (checkPast && start.getTime() < thisMinute) {
    throw invalid("Parameter 'start' or 'end' is before current time.")
  }
  return { id, number, host, order, start, end, times: timesOf(order, start) }
}

function minuteOf(text: string): Date {
  const time = Date.parse(text)
  if (Number.isNaN(time) || !/(Z|[+-]\d\d:?\d\d)$/.test(text)) throw invalid()
  return new Date(Math.floor(time / 60_000) * 60_000)
}

const most = { DAILY: 1826, WEEKLY: 261, MONTHLY: 60 } as const

/** RFC 5545, which is what Webex says that it follows. */
function timesOf({ recurrence, timezone }: Meeting['order'], start: Date): readonly Date[] {
  if (!recurrence) return [start]
  const frequency = /FREQ=(DAILY|WEEKLY|MONTHLY)/.exec(recurrence)?.[1]
  if (frequency === undefined) throw invalid()
  try {
    const rule = fromRRule(recurrence, timezone)
    if (rule.frequency === 'minutely' || rule.frequency === 'hourly') throw invalid()
    return occurrencesOf(rule, localOf(start, timezone))
      .take(most[frequency as keyof typeof most])
      .map((time) => instantOf(time, timezone))
      .toArray()
  } catch (error) {
    if (isRefusal(error)) throw invalid(error.sentence)
    throw error
  }
}

/** When a date that begins then is over. */
export function endOf({ start, end, lengths }: Meeting, time: Date): Date {
  const usual = end.getTime() - start.getTime()
  return new Date(time.getTime() + (lengths?.get(time.getTime()) ?? usual))
}

/** What callbacks tell of a meeting. */
export const summaryOf = (meeting: Meeting): object => ({
  id: meeting.id,
  meetingNumber: meeting.number,
  title: meeting.order.title,
  meetingType: 'meetingSeries',
  state: 'active',
  timezone: meeting.order.timezone,
  start: webexTime(meeting.start),
  end: webexTime(meeting.end),
  hostUserId: meeting.host.id,
  hostEmail: meeting.host.email,
  scheduledType: meeting.order.scheduledType ?? 'meeting',
})

/** The meeting as `GET`, `POST` and `PATCH` show it. */
export function answerFor(webex: Webex, meeting: Meeting): object {
  const { order, id, number } = meeting
  const site = order.siteUrl ?? webex.settings.sites[0]
  return {
    ...summaryOf(meeting),
    agenda: order.agenda ?? '',
    password: order.password,
    state: openRun(webex, id) === undefined ? 'active' : 'inProgress',
    hostDisplayName: meeting.host.name,
    hostKey: '123456',
    siteUrl: site,
    webLink: `${webex.url()}/${site}/j.php?MTID=m${id}`,
    sipAddress: `${number}@${site}`,
    telephony: { accessCode: number, callInNumbers: [] },
    enabledBreakoutSessions: false,
    integrationTags: order.integrationTags ?? [],
    ...(order.recurrence && { recurrence: order.recurrence }),
    ...(order.registration !== undefined && {
      registration: order.registration,
      registerLink: `${webex.url()}/${site}/register/${id}`,
    }),
    ...(order.sessionTypeId !== undefined && { sessionTypeId: order.sessionTypeId }),
  }
}
