import { type KeyObject, randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Faults } from '../../twin/faults.ts'
import { notFound } from './failure.ts'
import type { TwinSettings } from './settings.ts'

/** The simulated server and the one account it has. Times are milliseconds of the twin's clock. */
export interface Vendor {
  readonly clock: Clock
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly token: string
  /** Join tokens are verified with it. */
  readonly publicKey: KeyObject
  readonly webinars: Map<string, TwinWebinar>
  readonly stays: Map<string, Stay>
  readonly recordings: Map<string, TwinRecording>
  /** People by the name of their page. */
  readonly visits: Map<string, Entry>
  /** Requests to the API so far, oldest first. */
  readonly calls: string[]
}

export interface TwinWebinar {
  readonly id: string
  externalId: string | null
  title: string
  description: string | null
  startsAt: string
  endsAt: string
  timeZone: string
  maxParticipants: number | null
  endedAt: number | undefined
}

/** What a join token let somebody in as. */
export interface Entry {
  readonly webinarId: string
  readonly externalId: string
  readonly name: string
  readonly role: string
  stayId: string | undefined
}

/** One presence of one person. */
export interface Stay {
  readonly id: string
  readonly webinarId: string
  readonly externalId: string
  readonly name: string
  readonly role: string
  joinedAt: number
  leftAt: number | undefined
}

export interface TwinRecording {
  readonly id: string
  readonly webinarId: string
  readonly startedAt: number
  readonly seconds: number
}

export const nowOf = ({ clock }: Pick<Vendor, 'clock'>) => clock.now().getTime()

export const newId = () => randomUUID()

/** @throws 404 */
export function webinarBy({ webinars }: Vendor, id: string): TwinWebinar {
  const webinar = webinars.get(id)
  if (webinar === undefined) throw notFound()
  return webinar
}

export const presentIn = ({ stays }: Vendor, webinarId: string) =>
  [...stays.values()].filter((each) => each.webinarId === webinarId && each.leftAt === undefined)

export function come(vendor: Vendor, entry: Entry, at = nowOf(vendor)): Stay {
  const { webinarId, externalId, name, role } = entry
  const stay = { id: newId(), webinarId, externalId, name, role, joinedAt: at, leftAt: undefined }
  vendor.stays.set(stay.id, stay)
  entry.stayId = stay.id
  return stay
}

/** Everybody is sent out, and nobody comes in any more. */
export function endWebinar(vendor: Vendor, webinarId: string): void {
  const webinar = webinarBy(vendor, webinarId)
  webinar.endedAt ??= nowOf(vendor)
  for (const stay of presentIn(vendor, webinarId)) stay.leftAt = webinar.endedAt
}
