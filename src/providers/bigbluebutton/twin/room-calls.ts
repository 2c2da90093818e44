/** The API calls about rooms: what they answer. */
import { Failure, notFound } from './failure.ts'
import { type ApiRequest, meetingIdIn, required } from './request.ts'
import { createRoom, endByForce } from './rooms.ts'
import { hasBeenJoined, type Person, present, type Room, type Vendor } from './state.ts'
import { cdata, element, success, type Xml } from './xml.ts'

export function create(vendor: Vendor, request: ApiRequest): string {
  const { room, isNew } = createRoom(vendor, request)
  room.slides += slidesIn(request)
  return success(
    ...identityOf(room),
    element('parentMeetingID', 'bbb-none'),
    element('attendeePW', room.attendeePassword),
    element('moderatorPW', room.moderatorPassword),
    ...timesOf(room),
    element('voiceBridge', room.voiceBridge),
    element('dialNumber', '613-555-1234'),
    element('hasUserJoined', hasBeenJoined(room)),
    element('duration', room.durationMinutes),
    element('hasBeenForciblyEnded', room.forciblyEndedAt !== undefined),
    element('messageKey', isNew ? undefined : 'duplicateWarning'),
    element('message', isNew ? undefined : 'This conference was already in existence.'),
  )
}

const identityOf = (room: Room): readonly Xml[] => [
  element('meetingID', room.meetingId),
  element('internalMeetingID', room.internalId),
]

const timesOf = (room: Room): readonly Xml[] => [
  element('createTime', room.createTime),
  element('createDate', new Date(room.createTime).toUTCString()),
]

/** A body is either a module list or an error; its content type decides. */
function slidesIn({ method, contentType, body }: ApiRequest): number {
  if (method !== 'POST' || body.length === 0) return 0
  if (contentType.startsWith('application/x-www-form-urlencoded')) return 0
  if (!/^(application|text)\/xml/.test(contentType)) {
    throw new Failure('unsupportedContentType', 'POST request Content-Type is not supported')
  }
  return (
    Buffer.from(body)
      .toString()
      .match(/<document\s/g)?.length ?? 0
  )
}

export function insertDocument(vendor: Vendor, request: ApiRequest): string {
  roomIn(vendor, request).slides += slidesIn(request)
  return success(element('message', 'Presentation is being uploaded'))
}

export function sendChatMessage(vendor: Vendor, request: ApiRequest): string {
  const room = vendor.rooms.get(meetingIdIn(request))
  required(request, 'message', 'validationError')
  if (room === undefined) throw new Failure('meetingNotFound', 'No meeting was found')
  room.messages += 1
  return success(element('message', 'Message sent successfully'))
}

export function isMeetingRunning(vendor: Vendor, request: ApiRequest): string {
  const room = vendor.rooms.get(meetingIdIn(request))
  return success(element('running', room !== undefined && isRunning(room)))
}

/** True only after somebody came. */
const isRunning = (room: Room) => hasBeenJoined(room) && room.forciblyEndedAt === undefined

export function getMeetings(vendor: Vendor): string {
  const rooms = [...vendor.rooms.values()]
  if (rooms.length > 0) {
    return success(
      element(
        'meetings',
        rooms.map((room) => element('meeting', aboutRoom(vendor, room))),
      ),
    )
  }
  return success(
    element('meetings'),
    element('messageKey', 'noMeetings'),
    element('message', 'no meetings were found on this server'),
  )
}

export const getMeetingInfo = (vendor: Vendor, request: ApiRequest): string =>
  success(...aboutRoom(vendor, roomIn(vendor, request)))

/** Asynchronous at the real server: the answer comes before the end. */
export function end(vendor: Vendor, request: ApiRequest): string {
  endByForce(vendor, roomIn(vendor, request))
  return success(
    element('messageKey', 'sentEndMeetingRequest'),
    element('message', 'A request to end the meeting was sent.'),
  )
}

export function getSessions(vendor: Vendor): string {
  const sessions = [...vendor.sessions.values()].filter(({ person }) => person.stays.length > 0)
  if (sessions.length === 0) {
    return success(
      element('sessions'),
      element('messageKey', 'noSessions'),
      element('message', 'no sessions were found on this server'),
    )
  }
  const items = sessions.map(({ room, person }) =>
    element('session', [
      element('meetingID', room.internalId),
      element('userid', person.internalId),
    ]),
  )
  return success(element('sessions', items))
}

function roomIn(vendor: Vendor, request: ApiRequest): Room {
  const room = vendor.rooms.get(meetingIdIn(request))
  if (room === undefined) throw notFound()
  return room
}

function aboutRoom(vendor: Vendor, room: Room): readonly Xml[] {
  const people = present(room)
  return [
    cdata('meetingName', room.name),
    ...identityOf(room),
    ...timesOf(room),
    element('voiceBridge', room.voiceBridge),
    element('dialNumber', '613-555-1234'),
    element('attendeePW', room.attendeePassword),
    element('moderatorPW', room.moderatorPassword),
    element('running', isRunning(room)),
    element('duration', room.durationMinutes),
    element('hasUserJoined', hasBeenJoined(room)),
    element('recording', room.isRecording),
    element('hasBeenForciblyEnded', room.forciblyEndedAt !== undefined),
    element('startTime', room.createTime),
    element('endTime', room.forciblyEndedAt ?? 0),
    element('participantCount', people.length),
    element('listenerCount', 0),
    element('voiceParticipantCount', 0),
    element('videoCount', 0),
    element('maxUsers', room.maxParticipants),
    element('moderatorCount', people.filter(({ role }) => role === 'MODERATOR').length),
    element(
      'attendees',
      people.map((person) => aboutPerson(vendor, person)),
    ),
    element(
      'metadata',
      [...room.metadata].map(([name, value]) => cdata(name, value)),
    ),
    element('isBreakout', false),
  ]
}

function aboutPerson({ settings }: Vendor, person: Person): Xml {
  return element('attendee', [
    element('userID', settings.userIds === 'passed' ? person.externalId : person.internalId),
    cdata('fullName', person.name),
    element('role', person.role),
    element('isPresenter', false),
    element('isListeningOnly', false),
    element('hasJoinedVoice', false),
    element('hasVideo', false),
    element('clientType', 'HTML5'),
    ...(person.customData.size === 0
      ? []
      : [
          element(
            'customdata',
            [...person.customData].map(([name, value]) => cdata(name, value)),
          ),
        ]),
  ])
}
