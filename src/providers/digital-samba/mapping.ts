/** Between our words and those of Digital Samba. Pure. */
import { createHash } from 'node:crypto'
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
import type { NewRoomBody, RecordingItem, RoomBody, RoomReply, SessionItem } from './wire.ts'

export type RecordingWish = 'off' | 'on demand' | 'automatic'

/** The roles that every team has from the beginning. */
const roles = {
  attendee: 'attendee',
  presenter: 'speaker',
  host: 'moderator',
} as const satisfies Record<RoomRole, string>

const mostParticipants = 2000
const minute = 60_000

/** A host may come hours early; a session that nobody ends must not go on for days. */
const sessionMarginMinutes = 240
const longestSessionMinutes = 1440

/** A room that nobody needs any more deletes itself; attendance is corrected for days. */
const daysKept = 90

export function toNewRoom(
  plan: WebinarPlan,
  recording: RecordingWish,
  webhookId: string | undefined,
): NewRoomBody {
  return {
    ...toRoom(plan, recording),
    friendly_url: roomAddress(plan.idempotencyKey),
    external_id: plan.idempotencyKey,
    ...(webhookId === undefined ? {} : { webhooks: [webhookId] }),
  }
}

/** @throws ProviderError 'rejected' for more people than a room holds */
export function toRoom(plan: WebinarPlan, recording: RecordingWish): RoomBody {
  return {
    description: cut(plan.title.trim(), 500).padEnd(3, '.'),
    privacy: 'private',
    roles: Object.values(roles),
    default_role: roles.attendee,
    ...placesIn(plan),
    session_length: sessionMinutes(plan),
    expires_at: toVendorTime(new Date(plan.end.getTime() + daysKept * 1440 * minute)),
    recordings_enabled: recording !== 'off',
    recording_autostart_enabled: recording === 'automatic',
  }
}

/**
 * The address of a room is unique in its team and has 32 characters at most, so it is made from our
 * key: creating twice finds the room of the first time.
 */
export function roomAddress(idempotencyKey: string): string {
  return `gr-${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 29)}`
}

/** The capacity is that of the audience; presenters and producer must find a place beside it. */
function placesIn({
  maxAttendees,
  presenters,
  producer,
}: WebinarPlan): Pick<RoomBody, 'max_participants'> {
  if (maxAttendees === undefined) return {}
  const places = maxAttendees + presenters.length + (producer === undefined ? 0 : 1)
  if (places <= mostParticipants) return { max_participants: Math.max(2, places) }
  throw new ProviderError('rejected', {
    provider: 'digital-samba',
    message: `A room of Digital Samba holds ${mostParticipants} people; this webinar needs ${places} places, presenters included. Lower the capacity.`,
  })
}

function sessionMinutes({ start, end }: WebinarPlan): number {
  const planned = Math.ceil((end.getTime() - start.getTime()) / minute)
  return Math.min(longestSessionMinutes, Math.max(1, planned) + sessionMarginMinutes)
}

/** `YYYY-MM-DD hh:mm:ss`, in UTC. */
const toVendorTime = (instant: Date) => instant.toISOString().slice(0, 19).replace('T', ' ')

export function toWebinar(room: RoomReply): Webinar {
  return {
    webinarId: room.id,
    state: 'created',
    stateReason: undefined,
    webinarUrl: room.room_url,
    presentationManagerUrl: undefined,
  }
}

/** Claims of a join token, without its times. */
export function toClaims(teamId: string, roomId: string, person: JoiningRegistrant) {
  return {
    td: teamId,
    rd: roomId,
    ud: person.idempotencyKey,
    u: nameOf(person),
    role: roles[person.role ?? 'attendee'],
  }
}

/** An e-mail address would be shown to everybody in the room. */
function nameOf({ firstName, lastName }: JoiningRegistrant): string {
  const name = `${firstName} ${lastName}`.trim()
  return name === '' ? 'Guest' : cut(name, 100)
}

/** What cannot be read becomes an invalid date, which attendance refuses with its reason. */
export function toAttendanceItems(
  participants: readonly unknown[],
  sessions: readonly SessionItem[],
): readonly AttendanceItem[] {
  const ends = new Map(sessions.map(({ id, end_time }) => [id, toDate(end_time)]))
  return participants.map((raw) => {
    const row = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
    const session = toText(row.session_id)
    return {
      registrantId: undefined,
      externalId: toText(row.external_id),
      email: undefined,
      joinedAt: toDate(row.join_time),
      // A browser that crashed leaves no leave; the end of its session is the latest it can be.
      leftAt: toDate(row.leave_time) ?? (session === undefined ? undefined : ends.get(session)),
      viewingMinutes: undefined,
      questionsAsked: undefined,
      watchedRecording: false,
      raw,
    }
  })
}

const toText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/**
 * Times come as `…Z`, with microseconds, and in lists of participants as `YYYY-MM-DD HH:MM:SS`
 * without a zone, which is taken for UTC like everything else.
 */
export function toDate(value: unknown): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') return new Date(Number.NaN)
  const zoned = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)
    ? `${value.replace(' ', 'T')}Z`
    : value
  return new Date(zoned)
}

export function toRecording(item: RecordingItem, downloadUrl: string): Recording {
  const startedAt = toDate(item.created_at)
  return {
    recordingId: item.id,
    title: item.name ?? '',
    startedAt: startedAt === undefined || Number.isNaN(startedAt.getTime()) ? undefined : startedAt,
    minutes: item.duration == null ? undefined : Math.round(item.duration / 60),
    playUrl: undefined,
    downloadUrl,
  }
}
