/** Between our words and those of Graph. Pure. */
import { cut, vendorText } from '../answer.ts'
import type {
  AttendanceItem,
  Person,
  Recording,
  RegistrantPlan,
  TokenSet,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { keyProperty, type MeetingKey, toMeetingId, toWebinarId } from './place.ts'
import { instantIn, isSameSeries, seriesOf, toRecurrenceBody, toZonedTime } from './recurrence.ts'
import { type Choices, providerId } from './settings.ts'
import type {
  EventBody,
  EventChange,
  EventReply,
  MeetingBody,
  MeetingReply,
  RecordingsReply,
  RegistrationBody,
  TokenReply,
  WebinarReply,
} from './wire.ts'

export function toTokenSet(reply: TokenReply): TokenSet {
  return {
    accessToken: reply.access_token,
    refreshToken: reply.refresh_token,
    expiresInSeconds: reply.expires_in,
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** The description is text; Exchange keeps HTML. */
const toHtml = (text: string) =>
  `<div>${text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign).replaceAll(/\r?\n/g, '<br>')}</div>`

const subjectOf = ({ title }: WebinarPlan) => cut(title, 255)

function whenOf(plan: WebinarPlan) {
  const series = seriesOf(plan)
  return {
    start: toZonedTime(plan.start, plan.timeZone),
    end: toZonedTime(plan.end, plan.timeZone),
    recurrence: series === undefined ? undefined : toRecurrenceBody(plan, series),
  }
}

/** Nobody is invited by Exchange: the hub writes to people itself. */
export function toEventBody(plan: WebinarPlan): EventBody {
  const { recurrence, ...times } = whenOf(plan)
  return {
    subject: subjectOf(plan),
    body: { contentType: 'html', content: toHtml(plan.description ?? '') },
    ...times,
    ...(recurrence !== undefined && { recurrence }),
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    transactionId: plan.idempotencyKey,
    allowNewTimeProposals: false,
    responseRequested: false,
    isReminderOn: false,
    singleValueExtendedProperties: [{ id: keyProperty, value: plan.idempotencyKey }],
  }
}

/** What the plan says and the calendar has not; times and series go together. */
export function eventChanges(plan: WebinarPlan, found: EventReply): EventChange {
  const { start, end, recurrence } = whenOf(plan)
  const isSameTime =
    instantIn(found.start).getTime() === secondOf(plan.start) &&
    instantIn(found.end).getTime() === secondOf(plan.end) &&
    isSameSeries(recurrence, found.recurrence)
  const content = changedContent(plan.description ?? '', found)
  return {
    ...(found.subject !== subjectOf(plan) && { subject: subjectOf(plan) }),
    ...(content !== undefined && { body: { contentType: 'html', content } as const }),
    ...(!isSameTime && { start, end }),
    ...(!isSameTime && (recurrence !== undefined || found.recurrence)
      ? { recurrence: recurrence ?? null }
      : {}),
  }
}

const secondOf = (time: Date) => Math.floor(time.getTime() / 1000) * 1000

/** Teams appends how to join; it begins with a long line. */
const blockStart = /<(div|span|p)\b[^>]*>(?:\s|&nbsp;|<(?:div|span|p)\b[^>]*>)*_{20,}/i

/**
 * Undefined: the text is the same, or what Teams appended cannot be told from it. Without that part
 * the meeting would be unlinked from the event, so then the text is left as it was.
 */
function changedContent(description: string, { body, onlineMeeting }: EventReply) {
  const content = body?.content ?? ''
  const at = blockStart.exec(content)?.index
  const joinUrl = onlineMeeting?.joinUrl ?? undefined
  const holdsMeeting = joinUrl !== undefined && content.includes(joinUrl)
  if (at === undefined && holdsMeeting) return undefined
  const [own, block] = [
    content.slice(0, at ?? content.length),
    at === undefined ? '' : content.slice(at),
  ]
  if (textOf(own) === textOf(toHtml(description))) return undefined
  return `${toHtml(description)}<br>${block}`
}

/** What is read on the screen; Exchange rewrites the marks around it. */
const textOf = (html: string) =>
  html
    .replace(/<head[\s\S]*?<\/head>|<style[\s\S]*?<\/style>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** Who presents and who hosts: the producer helps the organiser, the presenters present. */
export function toMeetingBody(
  { producer, presenters }: WebinarPlan,
  { records, lobby }: Choices,
): MeetingBody {
  const team = new Map<string, MeetingBody['participants']['attendees'][number]>()
  for (const { email } of presenters) {
    team.set(email.toLowerCase(), { upn: email, role: 'presenter' })
  }
  if (producer !== undefined) {
    team.set(producer.email.toLowerCase(), { upn: producer.email, role: 'coorganizer' })
  }
  return {
    allowedPresenters: team.size === 0 ? 'organizer' : 'roleIsPresenter',
    recordAutomatically: records,
    lobbyBypassSettings: { scope: lobby, isDialInBypassEnabled: lobby === 'everyone' },
    participants: { attendees: [...team.values()] },
  }
}

export function isSameMeeting(wanted: MeetingBody, found: MeetingReply): boolean {
  const teamOf = (attendees: readonly { upn?: string | null; role?: string | null }[]) =>
    attendees
      .filter(({ role }) => role !== 'attendee')
      .map(({ upn, role }) => `${upn?.toLowerCase()} ${role}`)
      .sort()
      .join()
  return (
    wanted.allowedPresenters === found.allowedPresenters &&
    wanted.recordAutomatically === Boolean(found.recordAutomatically) &&
    wanted.lobbyBypassSettings.scope === found.lobbyBypassSettings?.scope &&
    teamOf(wanted.participants.attendees) === teamOf(found.participants?.attendees ?? [])
  )
}

/** Everybody has the same address; who presents signs in there. */
export function toMeetingWebinar(key: MeetingKey, joinUrl: string | undefined): Webinar {
  return {
    webinarId: toMeetingId(key),
    state: joinUrl === undefined ? 'pending' : 'created',
    stateReason: joinUrl === undefined ? 'Teams has not made the join address yet.' : undefined,
    webinarUrl: joinUrl,
    presentationManagerUrl: joinUrl,
  }
}

export function toWebinar({ id, status }: WebinarReply, joinUrl: string | undefined): Webinar {
  const isCanceled = status === 'canceled'
  return {
    webinarId: toWebinarId(id),
    state: isCanceled ? 'failed' : 'created',
    stateReason: isCanceled ? 'Somebody has canceled the webinar in Teams.' : undefined,
    webinarUrl: joinUrl,
    presentationManagerUrl: joinUrl,
  }
}

/** All people of a plan, once each; the producer stands first. */
export function teamOf({ producer, presenters }: WebinarPlan): readonly Person[] {
  const team = new Map<string, Person>()
  for (const person of [...(producer === undefined ? [] : [producer]), ...presenters]) {
    if (!team.has(person.email.toLowerCase())) team.set(person.email.toLowerCase(), person)
  }
  return [...team.values()]
}

/** Both names are required; people who gave one are called by what is known. */
export function toRegistrationBody(plan: RegistrantPlan): RegistrationBody {
  const [firstName, lastName] = [plan.firstName.trim(), plan.lastName.trim()]
  const mailbox = plan.email.split('@', 1)[0] || 'Guest'
  return {
    firstName: cut(firstName || lastName || mailbox, 250),
    lastName: cut(lastName || firstName || mailbox, 250),
    email: plan.email,
    // Required; of a registrant the hub knows no zone.
    preferredTimezone: 'UTC',
    preferredLanguage: plan.language ?? 'en-us',
    externalRegistrationInformation: {
      referrer: 'Greenroom',
      registrationId: plan.idempotencyKey,
    },
  }
}

/** One record is one person, with an interval for each time they were there. */
export const toAttendanceItems = (records: readonly unknown[]): AttendanceItem[] =>
  records.map(asRecord).flatMap((record) => {
    const intervals = Array.isArray(record.attendanceIntervals) ? record.attendanceIntervals : []
    if (intervals.length > 0) return intervals.map((each) => itemOf(record, asRecord(each)))
    return [itemOf(record, { durationInSeconds: record.totalAttendanceInSeconds })]
  })

type Row = Readonly<Record<string, unknown>>

const itemOf = (record: Row, interval: Row): AttendanceItem => ({
  registrantId: toText(record.registrationId),
  externalId: undefined,
  email: toText(record.emailAddress),
  joinedAt: toDate(interval.joinDateTime),
  leftAt: toDate(interval.leaveDateTime),
  viewingMinutes:
    typeof interval.durationInSeconds === 'number' ? interval.durationInSeconds / 60 : undefined,
  questionsAsked: undefined,
  watchedRecording: false,
  raw: record,
})

const asRecord = (row: unknown): Row => (typeof row === 'object' && row !== null ? { ...row } : {})

const toText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return new Date(typeof value === 'string' ? value : Number.NaN)
}

/** The address of the content takes a token: it is for programs. */
export const toRecordings = (rows: RecordingsReply['value'], title: string): Recording[] =>
  rows
    .map((row) => ({
      recordingId: row.id,
      title: vendorText(title, [], 200),
      startedAt: toDate(row.createdDateTime),
      minutes: minutesOf(toDate(row.createdDateTime), toDate(row.endDateTime)),
      playUrl: undefined,
      downloadUrl: row.recordingContentUrl,
    }))
    .sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))

const minutesOf = (start: Date | undefined, end: Date | undefined) =>
  start === undefined || end === undefined
    ? undefined
    : Math.round((end.getTime() - start.getTime()) / 60_000)

export const rejected = (message: string) =>
  new ProviderError('rejected', { provider: providerId, message })
