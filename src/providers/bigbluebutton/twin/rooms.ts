/** Opening, entering, emptying and ending rooms; everything that happens is told to the hooks. */
import { tellAnalytics, tellEnd } from './callbacks.ts'
import { Failure } from './failure.ts'
import { emit } from './hooks.ts'
import { metadataIn } from './metadata.ts'
import { publishDueRecordings, recordMeeting } from './recordings.ts'
import { type ApiRequest, count, flag, meetingIdIn } from './request.ts'
import {
  hasBeenJoined,
  internalIdOf,
  newId,
  nowOf,
  type Person,
  present,
  type Role,
  type Room,
  type Vendor,
} from './state.ts'

const minute = 60_000

export interface Creation {
  readonly room: Room
  readonly isNew: boolean
}

/** A room that exists is not changed; only passwords that differ are refused. */
export function createRoom(vendor: Vendor, request: ApiRequest): Creation {
  const meetingId = meetingIdIn(request)
  const order = orderOf(vendor, request, meetingId)
  const standing = vendor.rooms.get(meetingId)
  if (standing === undefined) return { room: open(vendor, order), isNew: true }
  const { parameters } = request
  const differs = (name: string, password: string) =>
    parameters.has(name) && parameters.get(name) !== password
  if (
    differs('attendeePW', standing.attendeePassword) ||
    differs('moderatorPW', standing.moderatorPassword)
  ) {
    throw new Failure('idNotUnique', 'A meeting already exists with that meeting ID.')
  }
  return { room: standing, isNew: false }
}

function open(vendor: Vendor, room: Room): Room {
  vendor.rooms.set(room.meetingId, room)
  emit(vendor, room, 'meeting-created', nowOf(vendor), {
    meeting: {
      name: room.name,
      'is-breakout': false,
      duration: room.durationMinutes,
      'create-time': room.createTime,
      'create-date': new Date(room.createTime).toUTCString(),
      'moderator-pass': room.moderatorPassword,
      'viewer-pass': room.attendeePassword,
      record: room.record,
      'voice-conf': room.voiceBridge,
      'max-users': room.maxParticipants,
      metadata: Object.fromEntries(room.metadata),
    },
  })
  return room
}

function orderOf(vendor: Vendor, request: ApiRequest, meetingId: string): Room {
  const { parameters } = request
  const name = parameters.get('name') ?? ''
  if (name.length < 2 || name.length > 64) {
    throw new Failure('validationError', 'name must be between 2 and 64 characters')
  }
  const createTime = nowOf(vendor)
  const autoStartRecording = flag(request, 'autoStartRecording', false)
  const mayRecord = flag(request, 'allowStartStopRecording', true) || autoStartRecording
  return {
    meetingId,
    internalId: internalIdOf(meetingId, createTime),
    name,
    createTime,
    attendeePassword: passwordIn(request, 'attendeePW'),
    moderatorPassword: passwordIn(request, 'moderatorPW'),
    voiceBridge: parameters.get('voiceBridge') ?? String(10_000 + (createTime % 90_000)),
    durationMinutes: count(request, 'duration', 0),
    maxParticipants: count(request, 'maxParticipants', 0),
    emptyMinutes: {
      neverJoined: count(request, 'meetingExpireIfNoUserJoinedInMinutes', 5),
      lastLeft: count(request, 'meetingExpireWhenLastUserLeftInMinutes', 1),
    },
    record: flag(request, 'record', false) && mayRecord,
    autoStartRecording,
    keepEvents: flag(request, 'meetingKeepEvents', false),
    logoutUrl: parameters.get('logoutURL') ?? undefined,
    metadata: metadataIn(parameters),
    people: [],
    slides: 0,
    messages: 0,
    isRecording: false,
    wasRecorded: false,
    forciblyEndedAt: undefined,
  }
}

function passwordIn({ parameters }: ApiRequest, name: string): string {
  const password = parameters.get(name) ?? newId('', 4)
  if (password.length >= 2 && password.length <= 64) return password
  throw new Failure('validationError', `${name} must be between 2 and 64 characters`)
}

export function admit(
  vendor: Vendor,
  room: Room,
  { parameters }: ApiRequest,
  role: Role,
): { readonly token: string; readonly person: Person } {
  if (room.maxParticipants > 0 && present(room).length >= room.maxParticipants) {
    throw new Failure('maxParticipantsReached', 'The number of participants allowed is reached.')
  }
  const internalId = newId('w_')
  const person: Person = {
    internalId,
    externalId: parameters.get('userID') ?? internalId,
    name: parameters.get('fullName') ?? '',
    role,
    customData: new Map(
      [...parameters]
        .filter(([name]) => name.startsWith('userdata-'))
        .map(([name, value]) => [name.slice('userdata-'.length), value]),
    ),
    stays: [],
  }
  room.people.push(person)
  const token = newId('', 12)
  vendor.sessions.set(token, { room, person })
  return { token, person }
}

/** The client of the person has connected. False: the room is closed by now. */
export function come(vendor: Vendor, room: Room, person: Person, at = nowOf(vendor)): boolean {
  if (vendor.rooms.get(room.meetingId) !== room || room.forciblyEndedAt !== undefined) return false
  if (isThere(person)) return true
  person.stays.push({ joinedAt: at, leftAt: undefined })
  if (room.autoStartRecording) setRecording(vendor, room, true)
  emit(vendor, room, 'user-joined', at, {
    user: {
      ...idsOf(person),
      name: person.name,
      role: person.role,
      presenter: person.role === 'MODERATOR' && present(room).length === 1,
    },
  })
  return true
}

export function leave(vendor: Vendor, room: Room, person: Person, at = nowOf(vendor)): void {
  const stay = person.stays.find(({ leftAt }) => leftAt === undefined)
  if (stay === undefined) return
  stay.leftAt = at
  emit(vendor, room, 'user-left', at, { user: idsOf(person) })
}

export const isThere = ({ stays }: Person) => stays.some(({ leftAt }) => leftAt === undefined)

const idsOf = ({ internalId, externalId }: Person) => ({
  'internal-user-id': internalId,
  'external-user-id': externalId,
})

export function setRecording(vendor: Vendor, room: Room, isOn: boolean): void {
  if (!room.record || room.isRecording === isOn) return
  room.isRecording = isOn
  room.wasRecorded ||= isOn
  const event = isOn ? 'meeting-recording-started' : 'meeting-recording-stopped'
  emit(vendor, room, event, nowOf(vendor), {})
}

/** `end`: everybody is sent out, and the id stays taken for a moment. */
export function endByForce(vendor: Vendor, room: Room): void {
  if (room.forciblyEndedAt !== undefined) return
  room.forciblyEndedAt = nowOf(vendor)
  close(vendor, room, nowOf(vendor))
}

function close(vendor: Vendor, room: Room, at: number): void {
  for (const person of present(room)) {
    if (vendor.settings.leavesAtEnd) leave(vendor, room, person, at)
    else for (const stay of person.stays) stay.leftAt ??= at
  }
  emit(vendor, room, 'meeting-ended', at, {})
  tellEnd(vendor, room)
  recordMeeting(vendor, room, at)
  if (vendor.settings.analyticsInstalled && room.keepEvents) {
    const dueAt = at + vendor.settings.analyticsDelaySeconds * 1000
    vendor.analytics.push({ dueAt, room, endedAt: at })
  }
}

/** Lets happen what time brings: empty and overdue rooms close, recordings become ready. */
export function settle(vendor: Vendor): void {
  const now = nowOf(vendor)
  for (const room of [...vendor.rooms.values()]) {
    const end = endOf(room)
    if (room.forciblyEndedAt === undefined && end <= now) {
      vendor.rooms.delete(room.meetingId)
      close(vendor, room, end)
    }
    const forgottenAt = (room.forciblyEndedAt ?? now) + vendor.settings.lingerSeconds * 1000
    if (room.forciblyEndedAt !== undefined && forgottenAt <= now)
      vendor.rooms.delete(room.meetingId)
  }
  publishDueRecordings(vendor)
  for (const due of vendor.analytics.splice(0)) {
    if (due.dueAt <= now) tellAnalytics(vendor, due.room, due.endedAt)
    else vendor.analytics.push(due)
  }
}

/** When the room closes if nothing happens any more. */
function endOf(room: Room): number {
  const { createTime, durationMinutes, emptyMinutes } = room
  const planned = durationMinutes === 0 ? Infinity : createTime + durationMinutes * minute
  return Math.min(planned, emptyAt(room, emptyMinutes))
}

function emptyAt(room: Room, { neverJoined, lastLeft }: Room['emptyMinutes']): number {
  if (present(room).length > 0) return Infinity
  if (!hasBeenJoined(room)) return room.createTime + neverJoined * minute
  const leaves = room.people.flatMap(({ stays }) => stays.map(({ leftAt }) => leftAt ?? 0))
  return lastLeft === 0 ? Infinity : Math.max(...leaves) + lastLeft * minute
}
