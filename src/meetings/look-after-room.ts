/**
 * Whether the room of a meeting still stands at the provider as the hub made it. Looked for after a
 * callback, where a call of the hub met nothing, and by `look-around.ts` from time to time. What
 * somebody deleted or changed there is shown and left to a person: the hub makes nothing anew and
 * writes to nobody.
 */
import { type Db, type Tx, withTransaction } from '#database'
import { enqueue, type JobDefinition, type JobResult } from '#jobs'
import { type Happening, heldBackUntil, ProviderError, type Webinar } from '#providers'
import { openRoom } from './admit-guest.ts'
import { datesOf, spanOf } from './dates.ts'
import { differenceOf } from './difference.ts'
import type { DatesThere } from './difference-of-dates.ts'
import { afterFailure } from './failures.ts'
import { type LookPayload, lookJobKind, lookRequest } from './look-request.ts'
import type { Difference, WholeMeeting } from './meeting.ts'
import { lockMeeting, readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import * as rooms from './room-rows.ts'
import { datesDue } from './tell-dates.ts'
import { isPlanTold } from './tell-guests.ts'
import { writeStatus } from './write-status.ts'

/** A callback is only a hint. Gives whether the room is one of ours. */
export async function takeHappening(
  { db }: { readonly db: Db },
  configurationId: string,
  { kind, webinarId, at }: Happening,
): Promise<boolean> {
  const room = await rooms.roomOf(db, configurationId, webinarId)
  if (room === undefined) return false
  if (kind === 'deleted' || kind === 'changed') {
    await withTransaction(db, (tx) => enqueue(tx, [lookRequest(room, at)]))
  }
  return true
}

export function lookJob(needs: MeetingNeeds): JobDefinition<LookPayload> {
  return {
    kind: lookJobKind,
    async run({ payload }) {
      try {
        return await look(needs, payload)
      } catch (error) {
        const runAgainAt = heldBackUntil(error, needs.clock.now())
        if (runAgainAt === undefined) throw error
        return { runAgainAt, friendlyMessage: 'Waits for its turn at the provider.' }
      }
    },
    // What waits for a retry holds back the changes of people, and there is a next look anyway.
    onFailure: (error, attempt) => {
      const verdict = afterFailure(error, attempt)
      if (verdict.next === 'fail' || attempt < mostTries) return verdict
      const friendlyMessage = verdict.friendlyMessage ?? 'The provider could not be asked.'
      return { next: 'fail', friendlyMessage }
    },
  }
}

const mostTries = 4

async function look(needs: MeetingNeeds, { roomId, toldAt }: LookPayload): Promise<JobResult> {
  const room = await rooms.roomById(needs.db, roomId)
  if (room === undefined || room.deletedon !== null || room.webinarid === null) {
    return { friendlyMessage: 'The hub has deleted it itself.' }
  }
  const now = needs.clock.now()
  const webinar = await readRoom(needs, room)
  if (webinar === undefined) return gone(needs, room, toldAt === undefined ? now : new Date(toldAt))
  const dates = await listDates(needs, room, await readMeeting(needs.db, room.meetingid))
  return {
    friendlyMessage: 'The meeting is still there.',
    complete: async (tx) => {
      await rooms.markLookedAfter(tx, [roomId], now)
      await compare(needs, tx, room, { webinar, dates })
    },
  }
}

/** Undefined: the provider has it no more, or keeps it as one that was called off there. */
export async function readRoom(
  needs: Pick<MeetingNeeds, 'providers'>,
  room: rooms.RoomRow,
): Promise<Webinar | undefined> {
  const { provider } = await openRoom(needs, room)
  try {
    const webinar = await provider.readWebinar(room.webinarid ?? '')
    return webinar.state === 'failed' ? undefined : webinar
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return undefined
    throw error
  }
}

/** Lists of vendors reach no further. */
const mostMs = 366 * 86_400_000
/** The last dates may have been moved to a later day. */
const afterwardsMs = 31 * 86_400_000

/** Dates to come of a series, as far as the provider tells them one by one. */
export async function listDates(
  needs: Pick<MeetingNeeds, 'providers' | 'clock'>,
  room: rooms.RoomRow,
  meeting: WholeMeeting | undefined,
): Promise<DatesThere | undefined> {
  if (meeting?.recurrence === undefined || room.tolddates === null) return undefined
  const { provider } = await openRoom(needs, room)
  const from = needs.clock.now()
  const last = spanOf(datesOf(meeting, meeting.exceptions))?.to ?? from
  const most = Math.min(last.getTime() + afterwardsMs, from.getTime() + mostMs)
  const window = { from, until: new Date(most) }
  const dates = await provider.dates?.list?.(room.webinarid ?? '', window)
  return dates && { ...window, dates }
}

/** A provider's clock may be ahead of ours. */
export function gone(needs: MeetingNeeds, room: rooms.RoomRow, at: Date): JobResult {
  const reason = `Somebody deleted meeting ${room.webinarid} at the provider.`
  const now = needs.clock.now()
  return {
    friendlyMessage: `${reason} The page of the meeting offers to make it again or to cancel it.`,
    complete: async (tx) => {
      const meeting = await lockMeeting(tx, room.meetingid)
      await rooms.markGone(tx, room.gr_meetingroomid, now, reason)
      if (meeting === undefined || meeting.status === 'cancelled') return
      await writeStatus(needs, tx, meeting, 'deleted', reason, {
        gr_goneon: at < now ? at : now,
        gr_webinarid: null,
        gr_weblink: null,
        ...noDifference,
      })
    },
  }
}

export const noDifference = { gr_differson: null, gr_difference: null } as const

/** Where the hub has something to tell the provider itself, what stands there is old. */
async function compare(
  needs: MeetingNeeds,
  tx: Tx,
  room: rooms.RoomRow,
  { webinar, dates }: { readonly webinar: Webinar; readonly dates: DatesThere | undefined },
): Promise<void> {
  const meeting = await lockMeeting(tx, room.meetingid)
  const current = await rooms.currentRoom(tx, room.meetingid)
  if (meeting?.status !== 'scheduled' || current?.gr_meetingroomid !== room.gr_meetingroomid) return
  if (!isPlanTold(current, meeting)) return
  if (dates !== undefined && datesDue(current, meeting).length > 0) return
  const found = differenceOf(webinar, meeting, needs.clock.now(), dates)
  if (!isNews(found, meeting)) return
  await writeStatus(needs, tx, meeting, 'scheduled', undefined, {
    gr_differson: found?.noticedOn ?? null,
    gr_difference: textOf(found) ?? null,
  })
}

/** What was noticed differs from what was noticed before. */
export const isNews = (found: Difference | undefined, { difference }: WholeMeeting) =>
  textOf(found) !== textOf(difference)

/** As it is stored; not when it was noticed. */
function textOf(difference: Difference | undefined): string | undefined {
  if (difference === undefined) return undefined
  const { title, start, end, dates, moreDates } = difference
  return JSON.stringify({ title, start, end, dates, moreDates })
}
