/**
 * Where a guest's link leads at this moment. Nothing is fixed when the letter goes out: the answer is
 * made from what the meeting and its provider are like at the click.
 */
import { withTransaction } from '#database'
import { enqueue } from '#jobs'
import { type JoiningRegistrant, type OpenAccount, ProviderError } from '#providers'
import { openRoom, personOf, registerIn, takesRegistrants } from './admit-guest.ts'
import { datesOf, happening, type MeetingDate } from './dates.ts'
import { readGuestToken } from './guest-link.ts'
import { lookRequest } from './look-request.ts'
import type { Guest, Registration, WholeMeeting } from './meeting.ts'
import { meetingOfGuest, readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { currentRoom, type RoomRow, webinarOf, writeRegistration } from './room-rows.ts'
import { roomPlan } from './tell-guests.ts'

export type MeetingObstacle =
  | 'cancelled'
  | 'removed'
  | 'too-early'
  | 'over'
  | 'being-prepared'
  | 'no-room'
  | 'provider-down'
  | 'not-admitted'

export type MeetingJoin =
  | { readonly kind: 'redirect'; readonly url: string }
  | {
      readonly kind: 'page'
      readonly reason: MeetingObstacle
      readonly meeting: WholeMeeting
      /** From when on the link lets in, for `too-early`. */
      readonly opens?: Date
      /** What the provider said, for `not-admitted`. */
      readonly message?: string
    }

/** People who were cut off near the end may come back in for a quarter of an hour. */
const lateMs = 15 * 60_000

/** Whoever runs the meeting prepares the room. */
const earlyMs = { host: 60 * 60_000, cohost: 60 * 60_000, attendee: 15 * 60_000 } as const

/** Undefined: this hub did not make the link, or the meeting was deleted. */
export async function decideJoin(
  needs: MeetingNeeds,
  token: string,
): Promise<MeetingJoin | undefined> {
  const guestId = readGuestToken(needs.vault, token)
  const meetingId = guestId && (await meetingOfGuest(needs.db, guestId))
  const meeting = meetingId ? await readMeeting(needs.db, meetingId) : undefined
  const guest = meeting?.guests.find(({ id }) => id === guestId)
  if (meeting === undefined || guest === undefined) return undefined
  const obstacle = (reason: MeetingObstacle) => ({ kind: 'page', reason, meeting }) as const
  if (meeting.status === 'cancelled') return obstacle('cancelled')
  if (guest.isRemoved) return obstacle('removed')
  const now = needs.clock.now().getTime()
  const date = happening(datesOf(meeting, meeting.exceptions)).find(
    ({ endsAt }) => endsAt.getTime() + lateMs >= now,
  )
  if (date === undefined) return obstacle('over')
  const opens = new Date(date.startsAt.getTime() - earlyMs[guest.role])
  if (now < opens.getTime()) return { ...obstacle('too-early'), opens }
  const room = await currentRoom(needs.db, meeting.id)
  if (meeting.status === 'deleted') return obstacle('no-room')
  if (room?.state !== 'created') return obstacle('being-prepared')
  return await enter(needs, { meeting, guest, room, date })
}

interface Entrance {
  readonly meeting: WholeMeeting
  readonly guest: Guest
  readonly room: RoomRow
  readonly date: MeetingDate
}

async function enter(needs: MeetingNeeds, entrance: Entrance): Promise<MeetingJoin> {
  const { meeting, guest, room } = entrance
  try {
    const account = await openRoom(needs, room)
    const manager = await managerUrlOf(account, guest, room)
    if (manager !== undefined) return { kind: 'redirect', url: manager }
    const registration = await registrationAt(needs, account, entrance)
    const person: JoiningRegistrant = {
      ...personOf(guest),
      registrantId: registration?.registrantId,
      joinUrl: registration?.joinUrl,
    }
    const plan = {
      ...roomPlan(room, meeting),
      start: entrance.date.startsAt,
      end: entrance.date.endsAt,
    }
    const url = await account.provider.joinUrl(webinarOf(room), person, plan)
    return { kind: 'redirect', url }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    // The hub looks whether somebody deleted it, and its people are told in the console.
    if (error.kind === 'not-found') {
      await withTransaction(needs.db, (tx) => enqueue(tx, [lookRequest(room)], needs.clock.now()))
    }
    if (error.kind !== 'rejected') return { kind: 'page', reason: 'provider-down', meeting }
    return { kind: 'page', reason: 'not-admitted', meeting, message: error.message }
  }
}

/** Personal links are made for registrants; those who present may have one that is the meeting's. */
async function managerUrlOf(
  { provider, definition }: OpenAccount,
  { role }: Guest,
  { webinarid, managerurl }: RoomRow,
): Promise<string | undefined> {
  if (role === 'attendee' || definition.capabilities.join !== 'personal') return undefined
  const { presentationManagerUrl } = await provider.readWebinar(webinarid ?? '')
  return presentationManagerUrl ?? managerurl ?? undefined
}

/** Who comes before the job has made them known is made known now. */
async function registrationAt(
  needs: MeetingNeeds,
  account: OpenAccount,
  { guest, room }: Entrance,
): Promise<Registration | undefined> {
  const { registration, role } = guest
  if (registration?.roomId === room.gr_meetingroomid) return registration
  if (!takesRegistrants(account)) {
    return { roomId: room.gr_meetingroomid, registrantId: guest.id, joinUrl: undefined }
  }
  if (role !== 'attendee') return undefined
  const made = await registerIn(account, room, guest)
  await withTransaction(needs.db, (tx) => writeRegistration(tx, guest.id, made))
  return made
}
