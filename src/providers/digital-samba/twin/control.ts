import type { Dispatch } from '../../twin/courier.ts'
import type { Fault } from '../../twin/faults.ts'
import { come, endSession, leave, settle } from './sessions.ts'
import type { TwinSettings } from './settings.ts'
import {
  liveSession,
  newId,
  type Participant,
  type Room,
  standing,
  type Vendor,
  type Webhook,
} from './state.ts'

/** Somebody plays an entry: who, as what, and when. */
export interface PlayedStay {
  readonly externalId: string
  readonly name?: string
  readonly role?: string
  readonly join: Date
  /** Without it the person stays until the session ends. */
  readonly leave?: Date
}

/** Steers the simulated company from outside its API. Ids that do not exist throw. */
export interface DigitalSambaControl {
  /** Without a fault the service behaves well again. */
  misbehave(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Rooms that exist now. */
  rooms(): readonly Room[]
  participants(): readonly Participant[]
  /** Gives the id of the participant. */
  attend(roomId: string, stay: PlayedStay): string
  /** The vendor corrects a row afterwards. */
  correct(participantId: string, times: { readonly join?: Date; readonly leave?: Date }): void
  /** The browser of a participant crashes: nobody hears of a leave. */
  crash(participantId: string): void
  /** The host ends the session for everybody. */
  endSession(roomId: string): void
  addRecording(roomId: string, start: Date, seconds: number): void
  webhooks(): readonly Webhook[]
  /** What the vendor sent to others, oldest first. */
  dispatches(): readonly Dispatch[]
  /** Lets happen what time brings, and waits until all that is to be sent is delivered. */
  settled(): Promise<void>
  /** Requests to the API so far, oldest first: `GET /api/v1/rooms`. */
  calls(): readonly string[]
}

export function createControl(vendor: Vendor): DigitalSambaControl {
  return {
    misbehave: vendor.faults.set,
    settings: () => ({ ...vendor.settings }),
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    rooms: () => standing(vendor),
    participants: () => [...vendor.participants.values()],
    ...peopleOf(vendor),
    addRecording: (roomId, start, seconds) => addRecording(vendor, roomId, start, seconds),
    webhooks: () => [...vendor.webhooks.values()],
    dispatches: vendor.courier.dispatches,
    settled: async () => {
      settle(vendor)
      await vendor.courier.idle()
    },
    calls: () => [...vendor.calls],
  }
}

type People = Pick<DigitalSambaControl, 'attend' | 'correct' | 'crash' | 'endSession'>

function peopleOf(vendor: Vendor): People {
  return {
    attend: (roomId, stay) => attend(vendor, roomId, stay),
    correct: (id, times) => {
      const participant = participantOf(vendor, id)
      participant.joinedAt = times.join?.getTime() ?? participant.joinedAt
      participant.leftAt = times.leave?.getTime() ?? participant.leftAt
    },
    crash: (id) => {
      participantOf(vendor, id).leaveIsLost = true
    },
    endSession: (roomId) => {
      const session = liveSession(vendor, roomId)
      if (session === undefined) throw new RangeError(`Nobody is in the room "${roomId}".`)
      endSession(vendor, session)
    },
  }
}

function attend(vendor: Vendor, roomId: string, stay: PlayedStay): string {
  const { externalId, name = 'Somebody', role = 'attendee', join, leave: left } = stay
  const entry = { roomId, externalId, name, role, participantId: undefined }
  const participant = come(vendor, entry, join.getTime())
  if (left !== undefined) leave(vendor, participant, left.getTime())
  return participant.id
}

function participantOf(vendor: Vendor, id: string): Participant {
  const participant = vendor.participants.get(id)
  if (participant === undefined) throw new RangeError(`The twin has no participant "${id}".`)
  return participant
}

function addRecording(vendor: Vendor, roomId: string, start: Date, seconds: number): void {
  const id = newId()
  const startedAt = start.getTime()
  vendor.recordings.set(id, {
    id,
    roomId,
    sessionId: null,
    name: `Recording ${id.slice(0, 4)}`,
    startedAt,
    seconds,
    readyAt: startedAt + seconds * 1000,
    isTold: true,
  })
}
