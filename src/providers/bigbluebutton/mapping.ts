/** Between our words and those of BigBlueButton. Pure. */
import { createHash, createHmac } from 'node:crypto'
import { cut } from '../answer.ts'
import type {
  AttendanceItem,
  JoiningRegistrant,
  Recording,
  RoomRole,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { Parameters } from './checksum.ts'
import { listOf, numberOf, textOf, type XmlElement } from './xml.ts'

/** After the planned end a room that nobody closed stays open so long. */
const overrunMinutes = 30

/**
 * The id of the room. It is made from our key alone, so that creating twice means the same room,
 * and of signs that every version and balancer takes (ASCII, no comma).
 */
export function meetingIdOf(idempotencyKey: string): string {
  return `gr-${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}`
}

export const isMeetingId = (text: string) => /^gr-[0-9a-f]{32}$/.test(text)

/**
 * The server keeps nothing of a room before somebody comes, so there is nothing that could fail,
 * wait or be linked to; `stateReason` is for people.
 */
export function toWebinar(webinarId: string, stateReason?: string): Webinar {
  if (!isMeetingId(webinarId)) {
    throw new ProviderError('not-found', {
      provider: 'bigbluebutton',
      message: 'The hub has given no room of BigBlueButton this id.',
    })
  }
  return {
    webinarId,
    state: 'created',
    stateReason,
    webinarUrl: undefined,
    presentationManagerUrl: undefined,
  }
}

/**
 * Passwords decide about the role on servers before 2.4, which do not know `role`. They are made
 * from the secret, because the same ones must be sent with every creation.
 */
export function passwordsOf(secret: string, meetingId: string) {
  const passwordFor = (role: string) =>
    createHmac('sha256', secret).update(`${role} of ${meetingId}`).digest('base64url').slice(0, 24)
  return { attendeePW: passwordFor('viewer'), moderatorPW: passwordFor('moderator') }
}

export type RecordingWish = 'off' | 'on demand' | 'automatic'

export interface RoomOrder {
  readonly meetingId: string
  readonly plan: WebinarPlan
  readonly secret: string
  readonly recording: RecordingWish
  readonly now: Date
  /** Where the server tells that the room has ended; undefined: its webhooks tell it better. */
  readonly endedUrl: string | undefined
  readonly recordingReadyUrl: string
  /** Undefined: the server has no script that would call it. */
  readonly analyticsUrl: string | undefined
}

/** Whoever comes first opens the room with these; a room that is open is not changed by them. */
export function toCreation(order: RoomOrder): Parameters {
  const { meetingId, plan, secret, now } = order
  return {
    meetingID: meetingId,
    name: roomName(plan.title),
    ...passwordsOf(secret, meetingId),
    duration: minutesUntil(plan.end, now) + overrunMinutes,
    maxParticipants: placesIn(plan),
    ...recordingParameters(order),
    ...(order.analyticsUrl === undefined
      ? {}
      : { meetingKeepEvents: true, 'meta_analytics-callback-url': order.analyticsUrl }),
    meta_endCallbackUrl: order.endedUrl,
  }
}

/** Names have 2 to 64 characters since 2.4. */
const roomName = (title: string) => cut(title.replace(/\p{Cc}+/gu, ' ').trim(), 64).padEnd(2, '.')

const minutesUntil = (end: Date, now: Date) =>
  Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 60_000))

/** The capacity is that of the audience; presenters and producer must find a place beside it. */
function placesIn({ maxAttendees, presenters, producer }: WebinarPlan): number | undefined {
  if (maxAttendees === undefined) return undefined
  return maxAttendees + presenters.length + (producer === undefined ? 0 : 1)
}

function recordingParameters({ recording, recordingReadyUrl }: RoomOrder): Parameters {
  if (recording === 'off') return { record: false }
  return {
    record: true,
    autoStartRecording: recording === 'automatic',
    allowStartStopRecording: true,
    'meta_bbb-recording-ready-url': recordingReadyUrl,
  }
}

/** What the server says about the room that it has opened or that was open. */
export interface OpenRoom {
  /** False: it was open, and is as it was. */
  readonly isNew: boolean
  readonly hasBeenEnded: boolean
  /** Names this opening of the room: a link of another opening is refused. */
  readonly createTime: string | undefined
}

export function toOpenRoom(answer: XmlElement): OpenRoom {
  return {
    isNew: textOf(answer, 'messageKey') !== 'duplicateWarning',
    hasBeenEnded: textOf(answer, 'hasBeenForciblyEnded') === 'true',
    createTime: textOf(answer, 'createTime'),
  }
}

/** BigBlueButton knows two roles; whoever presents needs the greater one to share a screen. */
const roles = {
  attendee: 'VIEWER',
  presenter: 'MODERATOR',
  host: 'MODERATOR',
} as const satisfies Record<RoomRole, string>

export function toJoin(
  meetingId: string,
  person: JoiningRegistrant,
  room: OpenRoom,
  secret: string,
): Parameters {
  const role = roles[person.role ?? 'attendee']
  const { attendeePW, moderatorPW } = passwordsOf(secret, meetingId)
  return {
    fullName: nameOf(person),
    meetingID: meetingId,
    role,
    password: role === 'MODERATOR' ? moderatorPW : attendeePW,
    userID: person.idempotencyKey,
    createTime: room.createTime,
    // Comes back in <customdata>; newer servers show an id of their own in <userID>.
    'userdata-registration': person.idempotencyKey,
  }
}

/** An e-mail address would be shown to everybody in the room. */
function nameOf({ firstName, lastName }: JoiningRegistrant): string {
  const name = `${firstName} ${lastName}`.trim()
  return name === '' ? 'Guest' : cut(name, 100)
}

/**
 * Who is in the room at one instant. When they came the server does not say, so a sample counts
 * from the instant at which it was taken; the hub joins samples of one stay.
 */
export function toPresence(meeting: XmlElement, sampledAt: Date): readonly AttendanceItem[] {
  const internalId = textOf(meeting, 'internalMeetingID') ?? ''
  return listOf(meeting, 'attendees', 'attendee').map((attendee) => {
    const userId = textOf(attendee, 'userID')
    const registration = listOf(attendee, 'customdata', 'registration')[0]?.['#text']
    return {
      stayId: `sample:${internalId}:${userId ?? textOf(attendee, 'fullName') ?? ''}`,
      registrantId: undefined,
      externalId: typeof registration === 'string' ? registration : userId,
      email: undefined,
      joinedAt: sampledAt,
      leftAt: undefined,
      viewingMinutes: undefined,
      questionsAsked: undefined,
      watchedRecording: false,
      raw: {
        sampled: sampledAt.toISOString(),
        meeting: internalId,
        userID: userId,
        fullName: textOf(attendee, 'fullName'),
        role: textOf(attendee, 'role'),
      },
    }
  })
}

export function toRecordings(answer: XmlElement): readonly Recording[] {
  return listOf(answer, 'recordings', 'recording')
    .map(toRecording)
    .toSorted((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}

function toRecording(recording: XmlElement): Recording {
  const startedAt = numberOf(recording, 'startTime')
  const formats = listOf(recording, 'playback', 'format')
  const best = formats.find((format) => textOf(format, 'type') === 'presentation') ?? formats[0]
  return {
    recordingId: textOf(recording, 'recordID') ?? '',
    title: textOf(recording, 'name') ?? '',
    startedAt: startedAt === undefined ? undefined : new Date(startedAt),
    minutes: numberOf(best, 'length') ?? minutesBetween(startedAt, numberOf(recording, 'endTime')),
    playUrl: webLink(textOf(best, 'url')),
    downloadUrl: undefined,
  }
}

function minutesBetween(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.round((to - from) / 60_000)
}

/** People are sent there, so no other scheme will do. */
const webLink = (url: string | undefined) =>
  url !== undefined && /^https?:\/\/\S+$/i.test(url.trim()) ? url.trim() : undefined
