import type { Fault } from '../../twin/faults.ts'
import type { TwinSettings } from './settings.ts'
import {
  endWebinar,
  enter,
  type Participant,
  participantsOf,
  type TwinWebinar,
  type Vendor,
  webinarBy,
} from './state.ts'

/** Steers the simulated company from outside its API. Ids that do not exist throw. */
export interface ETutoriumControl {
  /** Without a fault the service behaves well again. */
  misbehave(fault?: Fault): void
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  webinars(): readonly TwinWebinar[]
  participants(webinarId: string): readonly Participant[]
  /** The participant is in the room from one time to the other. */
  attend(participantId: string, stay: { readonly join: Date; readonly leave?: Date }): void
  /** The vendor corrects a row afterwards. */
  correct(participantId: string, times: { readonly join?: Date; readonly leave?: Date }): void
  end(webinarId: string): void
  archive(webinarId: string, url: string): void
  /** Requests to the API so far, oldest first: `GET /rest/webinar/:id`. */
  calls(): readonly string[]
}

export function createControl(vendor: Vendor): ETutoriumControl {
  const participantBy = (id: string) => {
    const participant = vendor.participants.get(id)
    if (participant === undefined) throw new RangeError(`The twin has no participant "${id}".`)
    return participant
  }
  return {
    misbehave: vendor.faults.set,
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    webinars: () => [...vendor.webinars.values()],
    participants: (webinarId) => participantsOf(vendor, webinarId),
    attend: (id, { join, leave }) => {
      const participant = participantBy(id)
      enter(vendor, participant, join.getTime())
      participant.leftAt = leave?.getTime()
    },
    correct: (id, { join, leave }) => {
      const participant = participantBy(id)
      participant.enteredAt = join?.getTime() ?? participant.enteredAt
      participant.leftAt = leave?.getTime() ?? participant.leftAt
    },
    end: (webinarId) => endWebinar(vendor, webinarId),
    archive: (webinarId, url) => {
      webinarBy(vendor, webinarId).archiveUrl = url
    },
    calls: () => [...vendor.calls],
  }
}
