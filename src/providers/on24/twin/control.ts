import type { Fault } from '../../twin/faults.ts'
import type { ReceivedRequest } from '../../twin/ledger.ts'
import { keep } from './registrants.ts'
import type { TwinSettings } from './settings.ts'
import {
  registrantKey,
  registrantsOf,
  type Stay,
  standing,
  type TwinEvent,
  type TwinRegistrant,
  type Vendor,
} from './state.ts'
import { addStay, endLive, personBy, settle, staysOf } from './stays.ts'

/** Somebody plays a stay: who, when, live or in the archive. */
export interface PlayedStay {
  readonly email: string
  readonly join: Date
  /** Without it the person stays until the presenters end the event. */
  readonly leave?: Date
  readonly isArchive?: boolean
  /** How late the lists know of this one, where it is not as usual. */
  readonly lagSeconds?: number
}

/** Steers the simulated company from outside its API. Ids that do not exist throw. */
export interface On24Control {
  /** Without a fault the service behaves well again. */
  misbehave(fault?: Fault): void
  settings(): Readonly<TwinSettings>
  /** Changes the named settings and leaves the others. */
  change(settings: Partial<TwinSettings>): void
  /** Events that were not deleted. */
  events(): readonly TwinEvent[]
  /** Those who are registered and were neither cancelled nor forgotten. */
  registrants(eventId: string): readonly TwinRegistrant[]
  /** Gives the id of the stay; somebody unknown is registered on the way, as the vendor does it. */
  attend(eventId: string, stay: PlayedStay): string
  /** ON24 looks again: from now on the lists say this. */
  correct(stayId: string, times: { readonly join?: Date; readonly leave?: Date }): void
  stays(eventId: string): readonly Stay[]
  /** As whom the person in this stay is registered. */
  personIn(stayId: string): TwinRegistrant
  /** The presenters end the live part now. */
  end(eventId: string): void
  /** Somebody switches the event off in ON24. */
  deactivate(eventId: string): void
  /** Requests to the API, oldest first; at most the last 10,000. */
  received(): readonly ReceivedRequest[]
}

export function createControl(vendor: Vendor): On24Control {
  return {
    misbehave: vendor.faults.set,
    settings: () => ({ ...vendor.settings }),
    change: (settings) => {
      Object.assign(vendor.settings, settings)
    },
    events: () => standing(vendor),
    registrants: (eventId) =>
      registrantsOf(vendor, eventBy(vendor, eventId).id).filter(
        ({ isDeleted, isForgotten }) => !isDeleted && !isForgotten,
      ),
    end: (eventId) => {
      settle(vendor, eventBy(vendor, eventId))
      endLive(vendor, eventBy(vendor, eventId))
    },
    deactivate: (eventId) => {
      eventBy(vendor, eventId).isActive = false
    },
    received: vendor.ledger.received,
    ...controlOfStays(vendor),
  }
}

type StayControl = Pick<On24Control, 'attend' | 'correct' | 'stays' | 'personIn'>

function controlOfStays(vendor: Vendor): StayControl {
  return {
    attend: (eventId, stay) => attend(vendor, eventBy(vendor, eventId), stay),
    correct: (stayId, { join, leave }) => {
      const stay = stayBy(vendor, stayId)
      stay.joinedAt = join?.getTime() ?? stay.joinedAt
      stay.leftAt = leave?.getTime() ?? stay.leftAt
    },
    stays: (eventId) => staysOf(vendor, eventBy(vendor, eventId).id),
    personIn: (stayId) => personBy(vendor, stayBy(vendor, stayId).userId),
  }
}

function attend(vendor: Vendor, event: TwinEvent, played: PlayedStay): string {
  const { email, join, leave, isArchive = false, lagSeconds } = played
  const known = vendor.registrants.get(registrantKey(event.id, email))
  return addStay(vendor, known ?? keep(vendor, event.id, email, { email }), {
    usage: isArchive ? 'Archived' : 'Live',
    joinedAt: join.getTime(),
    leftAt: leave?.getTime(),
    lagSeconds,
  }).id
}

function eventBy({ events }: Vendor, id: string): TwinEvent {
  const event = events.get(id)
  if (event === undefined) throw new RangeError(`The twin has no event "${id}".`)
  return event
}

function stayBy({ stays }: Vendor, id: string): Stay {
  const stay = stays.get(id)
  if (stay === undefined) throw new RangeError(`The twin has no stay "${id}".`)
  return stay
}
