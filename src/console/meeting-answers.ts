/** Between meetings and what the operations take and give. Pure. */
import {
  datesOf,
  type MeetingDate,
  type MeetingWish,
  nextDate,
  type ResetDate,
  type WholeMeeting,
} from '#meetings'
import type { RecurrenceShape, WishShape } from './meeting-shapes.ts'

type FormShape = Omit<WishShape, 'configurationId'>

/** The form as a wish: of a recurrence only what its frequency knows. */
export function toForm({ recurrence, ...form }: FormShape): Omit<MeetingWish, 'configurationId'> {
  return { ...form, recurrence: recurrence && toRecurrence(recurrence) }
}

export const toWish = ({ configurationId, ...form }: WishShape): MeetingWish => ({
  configurationId,
  ...toForm(form),
})

/** Weeks outside 1 to 5 and -1 are left for the examination to name. */
function toRecurrence(shape: RecurrenceShape): NonNullable<MeetingWish['recurrence']> {
  const { frequency, interval = 1, weekdays, monthDay, week, weekday, until, count } = shape
  if (frequency === 'once') return { frequency }
  const ending = {
    ...(until === undefined ? {} : { until }),
    ...(count === undefined ? {} : { count }),
  }
  const usual = { interval, ...ending }
  if (frequency === 'daily') return { frequency, ...usual } as MeetingWish['recurrence'] & object
  if (frequency === 'weekly') {
    const days = weekdays === undefined ? {} : { weekdays }
    return { frequency, ...usual, ...days } as MeetingWish['recurrence'] & object
  }
  const day =
    week !== undefined && weekday !== undefined
      ? { week, weekday }
      : monthDay === undefined
        ? {}
        : { monthDay }
  return { frequency, ...usual, ...day } as MeetingWish['recurrence'] & object
}

export const toDate = (date: MeetingDate) => ({
  ...date,
  startsAt: date.startsAt.toISOString(),
  endsAt: date.endsAt.toISOString(),
})

export const toReset = ({ endsAt: _over, becomes, ...date }: ResetDate) => ({
  ...date,
  becomes: becomes === undefined ? null : toDate(becomes),
})

interface Reader {
  readonly userId: string
  readonly joinLink: string | undefined
  readonly accountName: string | undefined
  readonly now: Date
}

export function toAnswer(meeting: WholeMeeting, reader: Reader) {
  const { userId, joinLink, now } = reader
  const dates = datesOf(meeting, meeting.exceptions)
  const next = meeting.status === 'cancelled' ? undefined : nextDate(dates, now)
  const { host } = meeting
  return {
    id: meeting.id,
    ownerId: meeting.ownerId,
    title: meeting.title,
    description: meeting.description ?? null,
    configurationId: meeting.configurationId,
    accountName: reader.accountName ?? null,
    start: meeting.start,
    end: meeting.end,
    timeZone: meeting.zone,
    recurrence: (meeting.recurrence as RecurrenceShape | undefined) ?? null,
    password: meeting.password ?? null,
    language: meeting.language,
    status: meeting.status,
    statusReason: meeting.statusReason ?? null,
    goneOn: meeting.goneOn?.toISOString() ?? null,
    difference: toDifference(meeting),
    host: { name: host.name ?? null, email: host.email ?? null, isYou: host.userId === userId },
    webLink: meeting.webLink ?? null,
    joinLink: joinLink ?? null,
    uid: meeting.uid,
    sequence: meeting.sequence,
    version: meeting.version,
    next: next === undefined ? null : toDate(next),
    dates: dates.map(toDate),
    attendees: guestsOf(meeting, 'attendee'),
    cohosts: guestsOf(meeting, 'cohost'),
  }
}

function toDifference({ difference }: WholeMeeting) {
  if (difference === undefined) return null
  const { noticedOn, title, start, end, dates = [], moreDates = 0 } = difference
  return {
    noticedOn: noticedOn.toISOString(),
    ...{ title: title ?? null, start: start ?? null, end: end ?? null },
    dates: dates.map((each) => ({
      originalStart: each.originalStart ?? null,
      ...{ start: each.start ?? null, end: each.end ?? null },
    })),
    moreDates,
  }
}

const guestsOf = ({ guests }: WholeMeeting, role: 'attendee' | 'cohost') =>
  guests
    .filter((guest) => guest.role === role && !guest.isRemoved)
    .map(({ id, email, name, contactId, accountPersonId, told }) => ({
      id,
      email,
      name: name ?? null,
      contactId: contactId ?? null,
      accountPersonId: accountPersonId ?? null,
      invited: told !== undefined,
    }))
