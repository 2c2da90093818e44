/** Between our words and those of the description. Pure. */
import { localOf } from '#calendar'
import type {
  AttendanceItem,
  JoiningRegistrant,
  Recording,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import type { Calls, Surface } from './surface.ts'
import { pick, type Values } from './template.ts'

const minute = 60_000

/** Placeholders of a plan. */
export function planValues(plan: WebinarPlan): Values {
  const { start, end, timeZone } = plan
  return {
    key: plan.idempotencyKey,
    title: plan.title,
    description: plan.description,
    start: start.toISOString(),
    end: end.toISOString(),
    startLocal: localOf(start, timeZone).replace('T', ' '),
    endLocal: localOf(end, timeZone).replace('T', ' '),
    startSeconds: Math.floor(start.getTime() / 1000),
    endSeconds: Math.floor(end.getTime() / 1000),
    minutes: Math.max(1, Math.ceil((end.getTime() - start.getTime()) / minute)),
    timeZone,
    language: plan.language,
    places: placesIn(plan),
  }
}

/** The capacity is that of the audience; presenters and producer must find a place beside it. */
function placesIn({ maxAttendees, presenters, producer }: WebinarPlan): number | undefined {
  if (maxAttendees === undefined) return undefined
  return maxAttendees + presenters.length + (producer === undefined ? 0 : 1)
}

/** Placeholders of a token. */
export function personValues(
  person: JoiningRegistrant,
  webinarId: string,
  hub: string,
  roles: Surface['token']['roles'],
): Values {
  const name = `${person.firstName} ${person.lastName}`.trim()
  return {
    hub,
    id: webinarId,
    registration: person.idempotencyKey,
    name: name === '' ? 'Guest' : name,
    email: person.email,
    role: roles[person.role ?? 'attendee'],
  }
}

/** Rooms are entered by tokens only, so there is no link for everybody. */
export const toWebinar = (webinarId: string): Webinar => ({
  webinarId,
  state: 'created',
  stateReason: undefined,
  webinarUrl: undefined,
  presentationManagerUrl: undefined,
})

type ParticipantFields = NonNullable<Calls['participants']>['item']

export const toAttendanceItem =
  (fields: ParticipantFields) =>
  (raw: unknown): AttendanceItem => ({
    registrantId: undefined,
    externalId: toText(pick(raw, fields.person)),
    email: toText(pick(raw, fields.email)),
    joinedAt: toDate(pick(raw, fields.joined)),
    leftAt: toDate(pick(raw, fields.left)),
    viewingMinutes: undefined,
    questionsAsked: undefined,
    watchedRecording: false,
    raw,
  })

type RecordingFields = NonNullable<Calls['recordings']>['item']

/** Undefined for what nobody can watch yet: it has no address. */
export const toRecording =
  (fields: RecordingFields) =>
  (raw: unknown): Recording | undefined => {
    const url = pick(raw, fields.url)
    if (typeof url !== 'string' || !/^https?:\/\/\S+$/i.test(url)) return undefined
    const startedAt = toDate(pick(raw, fields.started))
    const seconds = pick(raw, fields.seconds)
    return {
      recordingId: toText(pick(raw, fields.id)) ?? url,
      title: toText(pick(raw, fields.title)) ?? '',
      startedAt: startedAt !== undefined && isReal(startedAt) ? startedAt : undefined,
      minutes: typeof seconds === 'number' ? Math.round(seconds / 60) : undefined,
      playUrl: url,
      downloadUrl: undefined,
    }
  }

const toText = (value: unknown) => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const isReal = (date: Date) => !Number.isNaN(date.getTime())

/** Seconds stay below this until the year 5138, milliseconds are above it since 1973. */
const fewestMilliseconds = 100_000_000_000

/**
 * ISO 8601, `YYYY-MM-DD HH:MM:SS`, seconds or milliseconds since 1970; without a zone it is UTC.
 * What cannot be read becomes an invalid date, which attendance refuses with its reason.
 */
export function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'number') {
    return new Date(value < fewestMilliseconds ? value * 1000 : value)
  }
  if (typeof value !== 'string') return new Date(Number.NaN)
  const isZoneless = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value)
  return new Date(isZoneless ? `${value.replace(' ', 'T')}Z` : value)
}
