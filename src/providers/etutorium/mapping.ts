/** Between our words and those of eTutorium. Pure. */
import { instantOf, localOf } from '#calendar'
import { cut } from '../answer.ts'
import type {
  AttendanceItem,
  Recording,
  Registrant,
  RegistrantPlan,
  RoomRole,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { unconfirmedFields, zoneOfAnswers } from './unknown-surface.ts'
import type { ParticipantBody, ParticipantReply, Role, WebinarBody } from './wire.ts'

const roles = {
  attendee: 'listener',
  presenter: 'presenter',
  host: 'moderator',
} as const satisfies Record<RoomRole, Role>

/** The hub writes the letters, and keeps names of the audience from the audience. */
export function toWebinarBody(plan: WebinarPlan): WebinarBody {
  return {
    title: cut(plan.title.trim(), 255),
    timezone: zoneName(plan.timeZone),
    start_time: toVendorTime(plan.start, plan.timeZone),
    finish_time: toVendorTime(plan.end, plan.timeZone),
    language: languageOf(plan.language),
    quick_signup: 'NONE',
    archive_access: 'NONE',
    chat_enabled: 1,
    customized_email: 0,
    public_chat: 1,
    show_participant_tab: 0,
    show_participant_count: 1,
    stream_places: Math.max(1, teamOf(plan).length),
    enable_ask_question: 1,
  }
}

const toVendorTime = (instant: Date, zone: string) => localOf(instant, zone).replace('T', ' ')

/** The only zone that the vendor's clients show is written as before 2022. */
const zoneName = (zone: string) => (zone === 'Europe/Kyiv' ? 'Europe/Kiev' : zone)

/** `ua` is the one that is known, and it is the country's code, not the language's. */
function languageOf(language: string | undefined): string {
  const spoken = language?.toLowerCase().split('-')[0]
  if (spoken === 'uk') return 'ua'
  return spoken === 'ru' ? 'ru' : 'en'
}

/** Presenters speak, the producer runs the room. */
export function teamOf({ presenters, producer }: WebinarPlan): readonly ParticipantBody[] {
  const member = (name: string, email: string, role: Role): ParticipantBody => {
    const [first = '', ...rest] = name.trim().split(/\s+/)
    return participant(first, rest.join(' '), email, role)
  }
  const team = [
    ...(producer === undefined ? [] : [member(producer.name, producer.email, 'moderator')]),
    ...presenters.map(({ name, email }) => member(name, email, 'presenter')),
  ]
  // Who produces and presents is invited once, with the greater right.
  return [...new Map(team.toReversed().map((each) => [each.username, each])).values()].reverse()
}

export const toParticipantBody = (person: RegistrantPlan): ParticipantBody =>
  participant(person.firstName, person.lastName, person.email, roles[person.role ?? 'attendee'])

/** Client A gives the e-mail address as user name, and finds people by it. */
function participant(
  firstName: string,
  lastName: string,
  email: string,
  role: Role,
): ParticipantBody {
  const address = email.trim().toLowerCase()
  return {
    email: address,
    username: address,
    first_name: firstName.trim(),
    second_name: lastName.trim(),
    role,
  }
}

export const toWebinar = (webinarId: string): Webinar => ({
  webinarId,
  state: 'created',
  stateReason: undefined,
  // Everybody has a link of their own; one for all is not known.
  webinarUrl: undefined,
  presentationManagerUrl: undefined,
})

/** That participants have an id is a guess; the user name is known. */
export const toRegistrant = (
  { id, access_token }: ParticipantReply,
  username: string,
  rooms: string,
): Registrant => ({
  registrantId: id == null ? username : String(id),
  joinUrl: `${rooms}/login/${encodeURIComponent(access_token)}/true`,
})

/** What cannot be read becomes an invalid date, which attendance refuses with its reason. */
export function toAttendanceItem(raw: unknown): AttendanceItem | undefined {
  const row = objectIn(raw)
  const joinedAt = toInstant(row[unconfirmedFields.entered])
  if (joinedAt === undefined) return undefined
  return {
    registrantId: typeof row.id === 'number' ? String(row.id) : textIn(row.id),
    externalId: undefined,
    email: textIn(row.email) ?? textIn(row.username),
    joinedAt,
    leftAt: toInstant(row[unconfirmedFields.left]),
    viewingMinutes: undefined,
    questionsAsked: undefined,
    watchedRecording: false,
    // It opens the room for whoever has it.
    raw: { ...row, access_token: undefined },
  }
}

/** People with more rights than the audience, as a list of participants tells them. */
export function toTeamMember(
  raw: unknown,
): { readonly id: string; readonly username: string } | undefined {
  const { id, username, role } = objectIn(raw)
  const isTeam = role === roles.presenter || role === roles.host
  if (!isTeam || typeof username !== 'string') return undefined
  return { id: String(id ?? username), username: username.toLowerCase() }
}

export function toRecordings(webinarId: string, answer: unknown): readonly Recording[] {
  const row = objectIn(answer)
  const address = row[unconfirmedFields.archive]
  if (typeof address !== 'string' || !/^https?:\/\/\S+$/i.test(address)) return []
  const recording = {
    recordingId: webinarId,
    title: textIn(row.title) ?? '',
    startedAt: undefined,
    minutes: undefined,
    playUrl: address,
    downloadUrl: undefined,
  }
  return [recording]
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const textIn = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function toInstant(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)) {
    return new Date(Number.NaN)
  }
  const asUtc = new Date(`${value.replace(' ', 'T')}Z`)
  if (Number.isNaN(asUtc.getTime())) return asUtc
  return instantOf(localOf(asUtc, 'UTC'), zoneOfAnswers)
}
