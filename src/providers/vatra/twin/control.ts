import type { Fault } from '../../twin/faults.ts'
import type { TwinSettings } from './settings.ts'
import {
  come,
  endWebinar,
  newId,
  type Stay,
  type TwinWebinar,
  type Vendor,
  webinarBy,
} from './state.ts'

/** Steers the simulated company from outside its API. Ids that do not exist throw. */
export interface VatraControl {
  /** Without a fault the service behaves well again. */
  misbehave(fault?: Fault): void
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  webinars(): readonly TwinWebinar[]
  stays(): readonly Stay[]
  /** Somebody plays a presence. Gives its id. */
  attend(
    webinarId: string,
    stay: { readonly externalId: string; readonly join: Date; readonly leave?: Date },
  ): string
  /** The vendor corrects a row afterwards. */
  correct(stayId: string, times: { readonly join?: Date; readonly leave?: Date }): void
  end(webinarId: string): void
  record(webinarId: string, start: Date, seconds: number): void
  /** Requests to the API so far, oldest first: `GET /webinars/:id`. */
  calls(): readonly string[]
}

export function createControl(vendor: Vendor): VatraControl {
  return {
    misbehave: vendor.faults.set,
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    webinars: () => [...vendor.webinars.values()],
    stays: () => [...vendor.stays.values()],
    attend: (webinarId, { externalId, join, leave }) => {
      webinarBy(vendor, webinarId)
      const entry = { webinarId, externalId, name: 'Somebody', role: 'attendee', stayId: undefined }
      const stay = come(vendor, entry, join.getTime())
      stay.leftAt = leave?.getTime()
      return stay.id
    },
    correct: (stayId, { join, leave }) => {
      const stay = vendor.stays.get(stayId)
      if (stay === undefined) throw new RangeError(`The twin has no stay "${stayId}".`)
      stay.joinedAt = join?.getTime() ?? stay.joinedAt
      stay.leftAt = leave?.getTime() ?? stay.leftAt
    },
    end: (webinarId) => endWebinar(vendor, webinarId),
    record: (webinarId, start, seconds) => {
      const id = newId()
      vendor.recordings.set(id, { id, webinarId, startedAt: start.getTime(), seconds })
    },
    calls: () => [...vendor.calls],
  }
}
