/** Who is in which room when. */
import { notFound } from './failure.ts'
import {
  type Entry,
  liveSession,
  newId,
  nowOf,
  type Participant,
  presentIn,
  type Room,
  type Session,
  type Vendor,
} from './state.ts'
import { bareTime, longTime } from './times.ts'
import { tell } from './webhooks.ts'

/** Why nobody can come in as this now, or undefined. */
export function whyShut(vendor: Vendor, entry: Entry): string | undefined {
  settle(vendor)
  const room = vendor.rooms.get(entry.roomId)
  if (room === undefined || room.deletedAt !== undefined) return 'This room is gone.'
  const session = liveSession(vendor, room.id)
  if (session === undefined && !vendor.settings.startingRoles.includes(entry.role)) {
    return 'The session has not started yet. Please wait for the host.'
  }
  const count = session === undefined ? 0 : presentIn(vendor, session.id).length
  return count >= room.settings.max_participants ? 'This room is full.' : undefined
}

/** Comes in, at a time in the past or now; the first one starts the session. */
export function come(vendor: Vendor, entry: Entry, at = nowOf(vendor)): Participant {
  const room = vendor.rooms.get(entry.roomId)
  if (room === undefined) throw notFound('Room')
  const session = liveSession(vendor, room.id) ?? startSession(vendor, room, at)
  const participant: Participant = {
    id: newId(),
    sessionId: session.id,
    roomId: room.id,
    externalId: entry.externalId,
    name: entry.name,
    role: entry.role,
    joinedAt: at,
    leftAt: undefined,
    leaveIsLost: false,
  }
  vendor.participants.set(participant.id, participant)
  entry.participantId = participant.id
  tell(vendor, room, 'participant_joined', { session, participant })
  return participant
}

function startSession(vendor: Vendor, room: Room, at: number): Session {
  const session: Session = { id: newId(), roomId: room.id, startedAt: at, endedAt: undefined }
  vendor.sessions.set(session.id, session)
  tell(vendor, room, 'session_started', { session })
  return session
}

export function leave(vendor: Vendor, participant: Participant, at = nowOf(vendor)): void {
  if (participant.leftAt !== undefined) return
  participant.leftAt = at
  const room = vendor.rooms.get(participant.roomId)
  const session = vendor.sessions.get(participant.sessionId)
  if (room !== undefined && session !== undefined) {
    tell(vendor, room, 'participant_left', { session, participant })
  }
}

/** Everybody is sent out; whose browser crashed has no leave. */
export function endSession(vendor: Vendor, session: Session, at = nowOf(vendor)): void {
  if (session.endedAt !== undefined) return
  for (const participant of presentIn(vendor, session.id)) leave(vendor, participant, at)
  session.endedAt = at
  const room = vendor.rooms.get(session.roomId)
  if (room === undefined) return
  tell(vendor, room, 'session_ended', { session })
  if (room.settings.recording_autostart_enabled) record(vendor, session, at)
}

function record(vendor: Vendor, session: Session, endedAt: number): void {
  const id = newId()
  vendor.recordings.set(id, {
    id,
    roomId: session.roomId,
    sessionId: session.id,
    name: `Recording ${id.slice(0, 4)}`,
    startedAt: session.startedAt,
    seconds: Math.round((endedAt - session.startedAt) / 1000),
    readyAt: endedAt + vendor.settings.conversionSeconds * 1000,
    isTold: false,
  })
}

/** Lets happen what time brings: sessions that are too long or empty end, recordings are ready. */
export function settle(vendor: Vendor): void {
  const now = nowOf(vendor)
  for (const session of vendor.sessions.values()) {
    if (session.endedAt !== undefined) continue
    const end = endOf(vendor, session)
    if (end <= now) endSession(vendor, session, end)
  }
  for (const recording of vendor.recordings.values()) {
    const room = vendor.rooms.get(recording.roomId)
    if (recording.isTold || recording.readyAt > now || room === undefined) continue
    recording.isTold = true
    tell(vendor, room, 'recording_ready', { recording })
  }
}

function endOf(vendor: Vendor, session: Session): number {
  const minutes = vendor.rooms.get(session.roomId)?.settings.session_length
  const longest = minutes == null ? Infinity : session.startedAt + minutes * 60_000
  if (presentIn(vendor, session.id).length > 0) return longest
  const leaves = participantsOf(vendor, session.id).map(({ leftAt }) => leftAt ?? 0)
  const emptied = Math.max(session.startedAt, ...leaves) + vendor.settings.emptySeconds * 1000
  return Math.min(longest, emptied)
}

const participantsOf = ({ participants }: Vendor, sessionId: string) =>
  [...participants.values()].filter((each) => each.sessionId === sessionId)

export function showSession(vendor: Vendor, session: Session): object {
  const room = vendor.rooms.get(session.roomId)
  const total = participantsOf(vendor, session.id).length
  return {
    id: session.id,
    start_time: longTime(session.startedAt),
    end_time: longTime(session.endedAt),
    room_id: session.roomId,
    room_external_id: room?.settings.external_id ?? null,
    description: room?.settings.description ?? null,
    friendly_url: room?.settings.friendly_url ?? null,
    room_is_deleted: room?.deletedAt !== undefined,
    participants_live: presentIn(vendor, session.id).length,
    participants_total: total,
    participants_max: total,
    live: session.endedAt === undefined,
  }
}

/** A leave shows after a while; until then the person seems to be there. */
export function showParticipant(vendor: Vendor, participant: Participant): object {
  const { id, externalId, sessionId, roomId, name, role, joinedAt, leftAt } = participant
  const room = vendor.rooms.get(roomId)
  const lag = vendor.settings.attendanceLagSeconds * 1000
  const isKnown = leftAt !== undefined && leftAt + lag <= nowOf(vendor)
  return {
    id,
    external_id: externalId,
    session_id: sessionId,
    room_id: roomId,
    room_external_id: room?.settings.external_id ?? null,
    room_is_deleted: room?.deletedAt !== undefined,
    name,
    role,
    friendly_url: room?.settings.friendly_url ?? null,
    join_time: bareTime(joinedAt),
    leave_time: isKnown && !participant.leaveIsLost ? bareTime(leftAt) : null,
    live: !isKnown && !participant.leaveIsLost,
  }
}
