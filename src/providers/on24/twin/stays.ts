/** Who watched when, live or in the archive, and when the lists know of it. */
import { randomUUID } from 'node:crypto'
import { goneAfterMs } from '../../twin/rooms.ts'
import { type Call, pageOf } from './endpoint.ts'
import { eventBy } from './events.ts'
import { Failure } from './failure.ts'
import {
  endOf,
  nowOf,
  type Stay,
  type TwinEvent,
  type TwinRegistrant,
  type Vendor,
} from './state.ts'
import { clockTime, pacificTime } from './times.ts'

export interface Watching {
  readonly usage: Stay['usage']
  readonly joinedAt: number
  readonly leftAt?: number | undefined
  readonly lagSeconds?: number | undefined
}

export function addStay(
  vendor: Vendor,
  { eventId, userId }: Pick<TwinRegistrant, 'eventId' | 'userId'>,
  { usage, joinedAt, leftAt, lagSeconds }: Watching,
): Stay {
  const stay: Stay = { id: randomUUID(), eventId, userId, usage, joinedAt, leftAt, lagSeconds }
  vendor.stays.set(stay.id, stay)
  return stay
}

export const staysOf = ({ stays }: Vendor, eventId: string) =>
  [...stays.values()].filter((stay) => stay.eventId === eventId)

/** The presenters end it: the live part is over for everybody. */
export function endLive(vendor: Vendor, event: TwinEvent): void {
  const now = nowOf(vendor)
  event.endedAt = now
  for (const stay of staysOf(vendor, event.id)) {
    if (stay.usage === 'Live') stay.leftAt ??= now
  }
}

/** Browsers that fell silent have left; nobody watches live what is over. */
export function settle(vendor: Vendor, event: TwinEvent): void {
  const now = nowOf(vendor)
  for (const stay of staysOf(vendor, event.id)) {
    if (stay.leftAt !== undefined) continue
    const silence = vendor.rooms.silence(stay.id) ?? 0
    if (silence >= goneAfterMs) stay.leftAt = now - silence
    else if (stay.usage === 'Live' && now >= endOf(event)) stay.leftAt = endOf(event)
  }
}

const usages: Readonly<Record<string, readonly Stay['usage'][]>> = {
  all: ['Live', 'Archived'],
  live: ['Live'],
  ondemand: ['Archived'],
  blocked: [],
}

export function listSessions(vendor: Vendor, call: Call): object {
  const event = eventBy(vendor, call.eventId)
  settle(vendor, event)
  const wanted = usages[(call.query.sessiontype ?? 'all').toLowerCase()]
  if (wanted === undefined) throw new Failure(400, 'Invalid value for sessionType.')
  const told = staysOf(vendor, event.id).filter(
    (stay) => wanted.includes(stay.usage) && isTold(vendor, event, stay),
  )
  const { rows, pagecount, currentpage } = pageOf(vendor, call, told)
  return {
    totalattendeesessions: told.length,
    pagecount,
    currentpage,
    attendeesession: rows.map((stay) => showSession(vendor, stay)),
  }
}

/** Live stays are told some time after the end of the event, the others after themselves. */
function isTold({ settings, clock }: Vendor, event: TwinEvent, stay: Stay): boolean {
  if (stay.leftAt === undefined) return false
  const isLive = stay.usage === 'Live'
  const usual = isLive ? settings.liveLagSeconds : settings.archiveLagSeconds
  const from = isLive ? Math.max(stay.leftAt, endOf(event)) : stay.leftAt
  return nowOf({ clock }) >= from + (stay.lagSeconds ?? usual) * 1000
}

function showSession(vendor: Vendor, { userId, joinedAt, leftAt = joinedAt, usage }: Stay): object {
  const person = personBy(vendor, userId)
  return {
    id: Number(userId),
    email: person.email,
    firstname: person.fields.firstname,
    lastname: person.fields.lastname,
    duration: clockTime(leftAt - joinedAt),
    starttime: pacificTime(joinedAt),
    endtime: pacificTime(leftAt),
    usage,
    streamsource: 'https',
    exteventusercd: person.fields.exteventusercd,
    launchmode: 'Watching remote',
  }
}

export function personBy({ registrants }: Vendor, userId: string): TwinRegistrant {
  const found = [...registrants.values()].find((each) => each.userId === userId)
  if (found === undefined) throw new RangeError(`The twin knows nobody as "${userId}".`)
  return found
}

/** Those of the whole client who were somewhere, by person and event. */
export function listAllAttendees(vendor: Vendor, call: Call): object {
  const users = new Set([...vendor.stays.values()].map(({ userId }) => userId))
  const { rows, pagecount, currentpage } = pageOf(vendor, call, [...users])
  return {
    totalattendees: users.size,
    pagecount,
    currentpage,
    attendees: rows.map((userId) => ({ email: personBy(vendor, userId).email })),
  }
}
