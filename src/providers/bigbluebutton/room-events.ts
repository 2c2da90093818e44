/** What bbb-webhooks tells, as happenings. Pure. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { AttendanceItem, Happening } from '../contract.ts'

const roomEvent = Type.Object({
  data: Type.Object({
    id: Type.String(),
    attributes: Type.Object({
      meeting: Type.Object({
        'internal-meeting-id': Type.Optional(Type.String()),
        'external-meeting-id': Type.String(),
      }),
      user: Type.Optional(
        Type.Object({
          'internal-user-id': Type.String(),
          'external-user-id': Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
          role: Type.Optional(Type.String()),
        }),
      ),
      'record-id': Type.Optional(Type.String()),
      success: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
    }),
    event: Type.Object({ ts: Type.Number({ minimum: 1, maximum: 8.64e15 }) }),
  }),
})

type RoomEvent = Static<typeof roomEvent>['data']
type RoomUser = NonNullable<RoomEvent['attributes']['user']>

const validator = Compile(roomEvent)

/**
 * The text of the form field `event`: a list, or one event alone in old versions. Events of other
 * rooms and of kinds that do not concern us are left out; undefined: the text is none of this.
 */
export function roomHappenings(text: string, meetingId: string): readonly Happening[] | undefined {
  const events = parsed(text)
  return events?.flatMap((event) => {
    if (!validator.Check(event)) return []
    const { data } = event
    if (data.attributes.meeting['external-meeting-id'] !== meetingId) return []
    return happeningOf(data, meetingId) ?? []
  })
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
    return typeof value === 'object' && value !== null ? [value] : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

type Meaning = (event: RoomEvent, webinarId: string) => Happening | undefined

const meanings: Readonly<Record<string, Meaning>> = {
  'meeting-created': (event, webinarId) => about(event, webinarId, 'started'),
  'meeting-ended': (event, webinarId) => about(event, webinarId, 'ended'),
  'rap-publish-ended': recordingReady,
  'user-joined': (event, webinarId) => stayOf(event, webinarId, { joinedAt: timeOf(event) }),
  'user-left': (event, webinarId) => stayOf(event, webinarId, { leftAt: timeOf(event) }),
}

const happeningOf = (event: RoomEvent, webinarId: string) =>
  Object.hasOwn(meanings, event.id) ? meanings[event.id]?.(event, webinarId) : undefined

const timeOf = ({ event }: RoomEvent) => new Date(event.ts)

const openingOf = ({ attributes }: RoomEvent) => attributes.meeting['internal-meeting-id'] ?? ''

function about(event: RoomEvent, webinarId: string, kind: 'started' | 'ended'): Happening {
  return { kind, id: `${event.id}:${openingOf(event)}`, webinarId, at: timeOf(event) }
}

function recordingReady(event: RoomEvent, webinarId: string): Happening | undefined {
  const { 'record-id': recordId, success } = event.attributes
  if (recordId === undefined || String(success) === 'false') return undefined
  const id = `recording-ready:${recordId}`
  return { kind: 'recording-ready', id, webinarId, at: timeOf(event) }
}

/**
 * Join and leave come apart and belong together by the internal id of the person. A delivery that is
 * repeated tells the same instant again and is the same happening; a leave that the server makes up
 * for everybody at the end is another one, and finds the stay closed.
 */
function stayOf(
  event: RoomEvent,
  webinarId: string,
  times: Partial<Pick<AttendanceItem, 'joinedAt' | 'leftAt'>>,
): Happening | undefined {
  const { user } = event.attributes
  if (user === undefined) return undefined
  const stayId = `${openingOf(event)}:${user['internal-user-id']}`
  const item: AttendanceItem = {
    stayId,
    registrantId: undefined,
    externalId: user['external-user-id'],
    email: undefined,
    joinedAt: times.joinedAt,
    leftAt: times.leftAt,
    viewingMinutes: undefined,
    questionsAsked: undefined,
    watchedRecording: false,
    raw: rawOf(event, user),
  }
  const id = `${event.id}:${stayId}:${event.event.ts}`
  return { kind: 'stay', id, webinarId, at: timeOf(event), item }
}

/** Only what is evidence; events also hold passwords and metadata of the room. */
const rawOf = (event: RoomEvent, user: RoomUser) => ({
  event: event.id,
  ts: event.event.ts,
  meeting: event.attributes.meeting,
  user,
})
