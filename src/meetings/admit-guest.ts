/**
 * Makes one attendee known to the provider, or withdraws them: for personal links, and so that the
 * vendor's own lists have them. Who has no place there yet gets it at the click of their link.
 */
import { enqueue, type JobDefinition, type JobRequest, type JobResult } from '#jobs'
import { heldBackUntil, type OpenAccount, ProviderError, type RegistrantPlan } from '#providers'
import { afterFailure } from './failures.ts'
import { lookRequest } from './look-request.ts'
import type { Guest, Registration, WholeMeeting } from './meeting.ts'
import { meetingOfGuest, readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import * as rooms from './room-rows.ts'

const admitJobKind = 'meetings.admit-guest'

interface AdmitPayload {
  readonly guestId: string
}

export function admissionRequest(guestId: string): JobRequest<AdmitPayload> {
  return {
    kind: admitJobKind,
    name: 'Make an attendee known to the provider of the meeting',
    payload: { guestId },
    key: `meeting-guest:${guestId}`,
    uniqueKey: `meeting-guest:${guestId}`,
    regarding: { table: 'gr_meetingattendee', id: guestId },
  }
}

/** For all attendees who are not where they should be. */
export const admissionRequests = (meeting: WholeMeeting, roomId: string) =>
  meeting.guests.filter((guest) => isMisplaced(guest, roomId)).map(({ id }) => admissionRequest(id))

function isMisplaced({ role, isRemoved, registration }: Guest, roomId: string): boolean {
  if (role !== 'attendee' || isRemoved) return registration !== undefined
  return registration?.roomId !== roomId
}

export function admitJob(needs: MeetingNeeds): JobDefinition<AdmitPayload> {
  return {
    kind: admitJobKind,
    async run({ payload }) {
      try {
        return await admit(needs, payload.guestId)
      } catch (error) {
        const runAgainAt = heldBackUntil(error, needs.clock.now())
        if (runAgainAt === undefined) throw error
        return { runAgainAt, friendlyMessage: 'Waits for its turn at the provider.' }
      }
    },
    onFailure: afterFailure,
  }
}

async function admit(needs: MeetingNeeds, guestId: string): Promise<JobResult | undefined> {
  const meetingId = await meetingOfGuest(needs.db, guestId)
  const meeting = meetingId === undefined ? undefined : await readMeeting(needs.db, meetingId)
  const guest = meeting?.guests.find(({ id }) => id === guestId)
  const room = meeting && (await rooms.currentRoom(needs.db, meeting.id))
  if (meeting === undefined || guest === undefined || room?.state !== 'created') return undefined
  if (!isMisplaced(guest, room.gr_meetingroomid)) return undefined
  const account = await openRoom(needs, room)
  if (guest.role !== 'attendee' || guest.isRemoved) return await withdraw(guest, room, account)
  if (!takesRegistrants(account)) return undefined
  const registration = await registerUnlessGone(account, room, guest)
  if (registration === undefined) return missing(needs, room)
  return {
    friendlyMessage: `The provider knows this attendee as ${registration.registrantId}.`,
    complete: (tx) => rooms.writeRegistration(tx, guestId, registration),
  }
}

/** Undefined: the provider does not know the meeting. */
async function registerUnlessGone(
  account: OpenAccount,
  room: rooms.RoomRow,
  guest: Guest,
): Promise<Registration | undefined> {
  try {
    return await registerIn(account, room, guest)
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return undefined
    throw error
  }
}

const missing = ({ clock }: MeetingNeeds, room: rooms.RoomRow): JobResult => ({
  friendlyMessage: 'The provider does not know this meeting; the hub looks whether it is gone.',
  complete: async (tx) => void (await enqueue(tx, [lookRequest(room)], clock.now())),
})

export const openRoom = (needs: Pick<MeetingNeeds, 'providers'>, room: rooms.RoomRow) =>
  needs.providers.openAccount(room.configurationid, {
    actingUserId: room.actinguserid ?? undefined,
    webinarId: room.webinarid ?? undefined,
    patienceMs: 3_000,
  })

/** Where one link is for all, registering would only make the vendor write to people. */
export const takesRegistrants = ({ definition }: OpenAccount) =>
  definition.capabilities.registrants && definition.capabilities.join !== 'shared'

export async function registerIn(
  { provider }: OpenAccount,
  room: rooms.RoomRow,
  guest: Guest,
): Promise<Registration> {
  const { registrantId, joinUrl } = await provider.register(room.webinarid ?? '', personOf(guest))
  return { roomId: room.gr_meetingroomid, registrantId, joinUrl }
}

async function withdraw(
  guest: Guest,
  room: rooms.RoomRow,
  { provider, definition }: OpenAccount,
): Promise<JobResult> {
  const { registration } = guest
  const isHere = registration?.roomId === room.gr_meetingroomid
  if (registration !== undefined && isHere && definition.capabilities.cancel) {
    await provider.cancelRegistrant(room.webinarid ?? '', registration.registrantId)
  }
  return {
    friendlyMessage: 'The provider does not expect this attendee any more.',
    complete: (tx) => rooms.writeRegistration(tx, guest.id, undefined),
  }
}

const roles = { host: 'host', cohost: 'presenter', attendee: 'attendee' } as const

/** Providers ask for both names; what is in front of the last blank is the first name. */
export function personOf({ id, name, email, role }: Guest): RegistrantPlan {
  const words = (name ?? email.split('@')[0] ?? email).trim().split(/\s+/)
  const lastName = words.length > 1 ? (words.pop() ?? '') : ''
  return {
    idempotencyKey: id,
    firstName: words.join(' '),
    lastName,
    email,
    company: undefined,
    language: undefined,
    role: roles[role],
  }
}
