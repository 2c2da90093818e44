/** Between our words and those of Zoom. Pure. */
import { cut, vendorText } from '../answer.ts'
import type {
  AttendanceItem,
  Recording,
  RegistrantPlan,
  SeriesDate,
  ServiceCheck,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { Meeting } from './client.ts'
import { seriesOf, toRecurrenceBody, toZoomTime } from './recurrence.ts'
import type { Choices, Kind } from './settings.ts'
import type {
  MeetingBody,
  MeetingReply,
  RecordingsReply,
  RegistrantBody,
  UserReply,
} from './wire.ts'

/** Zoom's numbers: scheduled once, and as a series at fixed times. */
const types = { meetings: { once: 2, series: 8 }, webinars: { once: 5, series: 9 } } as const

/**
 * Our id of a webinar says what it is at Zoom, so that it stays true when the configuration plans
 * the next one as something else.
 */
export const toWebinarId = ({ kind, id }: Meeting) => `${kind}/${id}`

/** @throws ProviderError 'not-found' for an id that is not one of ours */
export function toMeeting(webinarId: string): Meeting {
  const [, kind, id] = /^(meetings|webinars)\/(\d{1,20})$/.exec(webinarId) ?? []
  if (kind !== undefined && id !== undefined) return { kind: kind as Kind, id }
  throw new ProviderError('not-found', {
    provider: 'zoom',
    message: 'There is no webinar with this id: those of Zoom look like meetings/84512345678.',
  })
}

export function toServiceCheck({ email, display_name, type }: UserReply): ServiceCheck {
  const name = vendorText(display_name ?? email, [], 100)
  if (type === 1) {
    return {
      status: 'forbidden',
      accountName: name,
      message: `The Zoom user ${email} has a Basic licence. Registration and reports need a paid one: assign it, or name another host.`,
    }
  }
  const message = `Zoom lets the hub in and knows the host ${name} (${email}).`
  return { status: 'healthy', message, accountName: name }
}

/**
 * Zoom has no field for the id that another system gives. So it stands at the end of the agenda,
 * where it is found again when an answer was lost.
 */
export const referenceOf = ({ idempotencyKey }: WebinarPlan) =>
  `Greenroom reference: ${idempotencyKey}`

const longestAgenda = 2000

function agendaOf(plan: WebinarPlan): string {
  const reference = referenceOf(plan)
  const text = cut((plan.description ?? '').trim(), longestAgenda - reference.length - 2)
  return text === '' ? reference : `${text}\n\n${reference}`
}

const longestPassword = 10

/** @throws ProviderError 'rejected' for what Zoom cannot take */
export function toMeetingBody(
  kind: Kind,
  plan: WebinarPlan,
  choices: Choices,
  alternativeHosts: readonly string[],
): MeetingBody {
  const series = seriesOf(plan)
  return {
    topic: cut(plan.title, 200),
    type: types[kind][series === undefined ? 'once' : 'series'],
    start_time: toZoomTime(plan.start),
    duration: Math.max(1, Math.ceil((plan.end.getTime() - plan.start.getTime()) / 60_000)),
    timezone: plan.timeZone,
    agenda: agendaOf(plan),
    ...(plan.password === undefined ? {} : { password: passwordOf(plan.password) }),
    ...(series === undefined ? {} : { recurrence: toRecurrenceBody(plan, series) }),
    settings: settingsOf(kind, plan, choices, alternativeHosts),
  }
}

/** @throws ProviderError 'rejected' */
export function passwordOf(password: string): string {
  if (password.length <= longestPassword) return password
  throw new ProviderError('rejected', {
    provider: 'zoom',
    message: `The password has ${password.length} characters; Zoom takes ${longestPassword} at most.`,
  })
}

/** The hub writes to attendees, so Zoom does not; presenters get their links from Zoom alone. */
function settingsOf(
  kind: Kind,
  plan: WebinarPlan,
  { approval, recording }: Choices,
  alternativeHosts: readonly string[],
): Readonly<Record<string, unknown>> {
  const both = {
    approval_type: approval === 'manual' ? 1 : 0,
    registration_type: 1,
    registrants_confirmation_email: false,
    registrants_email_notification: false,
    auto_recording: recording,
  }
  if (kind === 'meetings') return { ...both, alternative_hosts: alternativeHosts.join(';') }
  const most = plan.maxAttendees
  return {
    ...both,
    panelists_invitation_email_notification: true,
    attendees_and_panelists_reminder_email_notification: { enable: false, type: 0 },
    ...(most === undefined || most > 20_000 ? {} : { registrants_restrict_number: most }),
  }
}

/** What belongs to the dates of a meeting is sent together or not at all. */
const ofDates = ['type', 'start_time', 'duration', 'timezone', 'recurrence']

/**
 * What Zoom does not have yet. A change that changes nothing would cost one of the day's hundred, and
 * dates that are sent again could undo what the host has changed about a single one.
 */
export function changesOf(found: MeetingReply, body: MeetingBody): Partial<MeetingBody> {
  const isTold = (name: string) => holds(Reflect.get(found, name), Reflect.get(body, name))
  const names = Object.keys(body)
  const hasOtherDates = names.some((name) => ofDates.includes(name) && !isTold(name))
  return Object.fromEntries(
    Object.entries(body).filter(([name]) =>
      ofDates.includes(name) ? hasOtherDates : !isTold(name),
    ),
  )
}

/** Everything of `wanted` is in `found`; what else is there belongs to Zoom. */
function holds(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted
  if (typeof found !== 'object' || found === null) return false
  return Object.entries(wanted).every(([name, value]) => holds(Reflect.get(found, name), value))
}

/** `start_url` is left out: it is for the host alone, ends after two hours and must not be kept. */
export function toWebinar(kind: Kind, reply: MeetingReply): Webinar {
  return {
    webinarId: toWebinarId({ kind, id: String(reply.id) }),
    state: 'created',
    stateReason: undefined,
    webinarUrl: reply.join_url,
    presentationManagerUrl: undefined,
    standsAs: standingOf(reply),
  }
}

/** Series have no start of their own; a start that cannot be read is none. */
function standingOf({ topic, start_time, duration }: MeetingReply): Webinar['standsAs'] {
  const start = toDate(start_time)
  if (start === undefined || Number.isNaN(start.getTime()) || duration === undefined) {
    return { title: topic, start: undefined, end: undefined }
  }
  return { title: topic, start, end: new Date(start.getTime() + duration * 60_000) }
}

/** The languages of Zoom's own mails and pages, in its own spelling. */
const languages: Readonly<Record<string, string>> = {
  en: 'en-US',
  de: 'de-DE',
  es: 'es-ES',
  fr: 'fr-FR',
  ja: 'jp-JP',
  pt: 'pt-PT',
  ru: 'ru-RU',
  zh: 'zh-CN',
  'zh-hant': 'zh-TW',
  ko: 'ko-KO',
  it: 'it-IT',
  vi: 'vi-VN',
  pl: 'pl-PL',
  tr: 'Tr-TR',
}

/** A first name is required; people who gave none are called by the rest of what is known. */
export function toRegistrantBody(plan: RegistrantPlan): RegistrantBody {
  const firstName = plan.firstName.trim() || plan.lastName.trim() || plan.email.split('@', 1)[0]
  const tag = plan.language?.toLowerCase() ?? ''
  const language = languages[tag] ?? languages[tag.split('-', 1)[0] ?? '']
  return {
    email: plan.email,
    first_name: cut(firstName || 'Guest', 64),
    ...(plan.lastName.trim() === '' ? {} : { last_name: cut(plan.lastName.trim(), 64) }),
    ...(plan.company === undefined ? {} : { org: cut(plan.company, 128) }),
    ...(language === undefined ? {} : { language }),
  }
}

/**
 * One row is one join, into the meeting or into its waiting room. What cannot be read becomes an
 * invalid date or NaN, which attendance refuses with its reason.
 */
export function toAttendanceItems(rows: readonly unknown[]): AttendanceItem[] {
  return rows.map(asRecord).map(toItem)
}

function toItem(row: Readonly<Record<string, unknown>>): AttendanceItem {
  return {
    registrantId: toText(row.registrant_id),
    externalId: undefined,
    email: toText(row.user_email),
    joinedAt: toDate(row.join_time),
    leftAt: toDate(row.leave_time),
    viewingMinutes: toMinutes(row.duration),
    questionsAsked: undefined,
    watchedRecording: false,
    inWaitingRoom: row.status === 'in_waiting_room',
    raw: row,
  }
}

/** A report that is asked for too early says 0 for everybody; the times are right even then. */
function toMinutes(seconds: unknown): number | undefined {
  if (seconds === undefined || seconds === null || seconds === 0) return undefined
  return typeof seconds === 'number' ? seconds / 60 : Number.NaN
}

const asRecord = (row: unknown) =>
  typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {}

/** Zoom leaves e-mail and registrant empty for people it does not know. */
const toText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return new Date(typeof value === 'string' ? value : Number.NaN)
}

/** Chats, transcripts and time lines belong to recordings, but are none. */
const playable = ['MP4', 'M4A']

export function toRecordings(reply: RecordingsReply): Recording[] {
  return reply.recording_files
    .filter(({ file_type, status }) => playable.includes(file_type ?? '') && isComplete(status))
    .map((file) => {
      const startedAt = toDate(file.recording_start)
      const endedAt = toDate(file.recording_end)
      return {
        recordingId: file.id ?? file.play_url ?? '',
        title: vendorText(reply.topic ?? 'Recording', [], 200),
        startedAt,
        minutes: startedAt && endedAt && minutesBetween(startedAt, endedAt),
        playUrl: file.play_url,
        downloadUrl: file.download_url,
      }
    })
}

const isComplete = (status: string | undefined) => status === undefined || status === 'completed'

const minutesBetween = (from: Date, to: Date) =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000))

export const missingDate = ({ original }: SeriesDate) =>
  new ProviderError('not-found', {
    provider: 'zoom',
    message: `Zoom has no date of the series at ${original.toISOString()}.`,
  })
