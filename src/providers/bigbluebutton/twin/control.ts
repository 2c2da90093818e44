import type { Dispatch } from '../../twin/courier.ts'
import type { Fault } from '../../twin/faults.ts'
import { come, endByForce, isThere, leave, setRecording, settle } from './rooms.ts'
import type { TwinSettings } from './settings.ts'
import type { Hook, Person, Role, Room, TwinRecording, Vendor } from './state.ts'

export interface RoomView {
  readonly meetingId: string
  readonly internalId: string
  readonly name: string
  readonly createTime: number
  readonly durationMinutes: number
  readonly maxParticipants: number
  readonly slides: number
  readonly messages: number
  readonly metadata: Readonly<Record<string, string>>
  readonly people: readonly PersonView[]
}

export interface PersonView {
  readonly internalId: string
  readonly externalId: string
  readonly name: string
  readonly role: Role
  readonly isThere: boolean
}

/** Steers the simulated server from outside its API. Ids that do not exist throw. */
export interface BigBlueButtonControl {
  /** Without a fault the service behaves well again. */
  misbehave(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Rooms that exist now. */
  rooms(): readonly RoomView[]
  /** A person comes whom `join` has let in; with `at` in the past or now. */
  come(meetingId: string, externalId: string, at?: Date): void
  leave(meetingId: string, externalId: string, at?: Date): void
  /** The host presses record, or stops. */
  record(meetingId: string, isOn: boolean): void
  /** The host ends the meeting for everybody. */
  endRoom(meetingId: string): void
  /** The server is started anew: rooms and people are gone, nobody is told. */
  restart(): void
  addRecording(recording: Pick<TwinRecording, 'meetingId' | 'name' | 'startTime' | 'endTime'>): void
  recordings(): readonly TwinRecording[]
  hooks(): readonly Hook[]
  /** What the server sent to others, oldest first. */
  dispatches(): readonly Dispatch[]
  /** Lets happen what time brings, and waits until all that is to be sent is delivered. */
  settled(): Promise<void>
  /** Calls of the API so far, oldest first: `create`, `hooks/list`. */
  calls(): readonly string[]
}

export function createControl(vendor: Vendor): BigBlueButtonControl {
  return {
    misbehave: vendor.faults.set,
    settings: () => ({ ...vendor.settings }),
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    rooms: () => {
      settle(vendor)
      return [...vendor.rooms.values()].map(viewOf)
    },
    come: (meetingId, externalId, at) => {
      const room = roomOf(vendor, meetingId)
      come(vendor, room, personIn(room, externalId), at?.getTime())
    },
    leave: (meetingId, externalId, at) => {
      const room = roomOf(vendor, meetingId)
      leave(vendor, room, personIn(room, externalId), at?.getTime())
    },
    record: (meetingId, isOn) => setRecording(vendor, roomOf(vendor, meetingId), isOn),
    endRoom: (meetingId) => endByForce(vendor, roomOf(vendor, meetingId)),
    restart: () => {
      vendor.rooms.clear()
      vendor.sessions.clear()
    },
    ...viewsOf(vendor),
  }
}

type Views = Pick<
  BigBlueButtonControl,
  'addRecording' | 'recordings' | 'hooks' | 'dispatches' | 'settled' | 'calls'
>

function viewsOf(vendor: Vendor): Views {
  return {
    addRecording: (recording) => addRecording(vendor, recording),
    recordings: () => [...vendor.recordings],
    hooks: () => [...vendor.hooks.values()],
    dispatches: vendor.courier.dispatches,
    settled: async () => {
      settle(vendor)
      await vendor.courier.idle()
    },
    calls: () => [...vendor.calls],
  }
}

function addRecording(
  vendor: Vendor,
  recording: Pick<TwinRecording, 'meetingId' | 'name' | 'startTime' | 'endTime'>,
): void {
  vendor.recordings.push({
    recordId: `${recording.meetingId}-${recording.startTime}`,
    participants: 3,
    readyAt: recording.endTime,
    readyUrl: undefined,
    metadata: new Map(),
    tracks: [],
    state: 'published',
    ...recording,
  })
}

function roomOf(vendor: Vendor, meetingId: string): Room {
  settle(vendor)
  const room = vendor.rooms.get(meetingId)
  if (room === undefined) throw new RangeError(`The twin has no room "${meetingId}".`)
  return room
}

function personIn(room: Room, externalId: string): Person {
  const person = room.people.findLast((each) => each.externalId === externalId)
  if (person === undefined) throw new RangeError(`"${externalId}" has not been let in.`)
  return person
}

function viewOf(room: Room): RoomView {
  const { meetingId, internalId, name, createTime, durationMinutes, maxParticipants } = room
  return {
    meetingId,
    internalId,
    name,
    createTime,
    durationMinutes,
    maxParticipants,
    slides: room.slides,
    messages: room.messages,
    metadata: Object.fromEntries(room.metadata),
    people: room.people.map((person) => ({
      internalId: person.internalId,
      externalId: person.externalId,
      name: person.name,
      role: person.role,
      isThere: isThere(person),
    })),
  }
}
