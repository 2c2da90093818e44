/**
 * Brings the room of one meeting into the state that its row asks for: creates, changes, replaces or
 * deletes it. It reads, compares, makes one call, and writes what came of it, with the letters that
 * are due then, in the transaction that completes the job.
 */
import { type Tx, withTransaction } from '#database'
import { enqueue, type JobDefinition, type JobRequest, type JobResult, type JobRun } from '#jobs'
import { heldBackUntil, ProviderError, type Webinar } from '#providers'
import { admissionRequests } from './admit-guest.ts'
import { afterFailure } from './failures.ts'
import { gone, noDifference, readRoom } from './look-after-room.ts'
import { lookRequest } from './look-request.ts'
import type { WholeMeeting } from './meeting.ts'
import { lockMeeting, readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { fingerprintOf } from './plan-room.ts'
import * as rooms from './room-rows.ts'
import { datesDue, type ToldDates, tellDates, unverified } from './tell-dates.ts'
import { isCurrent, isPlanTold, roomPlan, tellGuests } from './tell-guests.ts'
import { writeStatus } from './write-status.ts'

const roomJobKind = 'meetings.reconcile-room'

interface RoomPayload {
  readonly meetingId: string
}

/** A pending creation is asked for every five seconds, for half an hour. */
const pollMs = 5_000
const pendingLimitMs = 30 * 60_000

export function roomRequest(meetingId: string): JobRequest<RoomPayload> {
  return {
    kind: roomJobKind,
    name: 'Bring the meeting in step with its provider',
    payload: { meetingId },
    key: `meeting:${meetingId}`,
    // Changes that come before it runs are one job: it reads what is true then.
    uniqueKey: `meeting:${meetingId}`,
    regarding: { table: 'gr_meeting', id: meetingId },
  }
}

export function roomJob(needs: MeetingNeeds): JobDefinition<RoomPayload> {
  return {
    kind: roomJobKind,
    run: (job) => comeBack(needs, job),
    onFailure: afterFailure,
    failed: (tx, job, message) => recordFailure(needs, tx, job.payload.meetingId, message),
  }
}

async function comeBack(
  needs: MeetingNeeds,
  job: JobRun<RoomPayload>,
): Promise<JobResult | undefined> {
  try {
    return await reconcile(needs, job.payload.meetingId)
  } catch (error) {
    const runAgainAt = heldBackUntil(error, needs.clock.now())
    if (runAgainAt === undefined) throw error
    return { runAgainAt, friendlyMessage: 'Waits for its turn at the provider.' }
  }
}

async function reconcile(needs: MeetingNeeds, meetingId: string): Promise<JobResult | undefined> {
  const meeting = await readMeeting(needs.db, meetingId)
  if (meeting === undefined) return undefined
  const room = await rooms.currentRoom(needs.db, meetingId)
  if (meeting.status === 'cancelled') {
    return room === undefined ? undefined : await close(needs, meeting, room)
  }
  // Somebody deleted it at the provider: a person decides whether it is made again.
  if (meeting.status === 'deleted') return undefined
  if (room === undefined) return await open(needs, meeting)
  if (room.webinarid === null || room.state === 'failed') return await ask(needs, meeting, room)
  if (room.state === 'pending') return await poll(needs, meeting, room)
  if (isCurrent(room, meeting)) return await settleOnly(needs, meeting, room)
  if (isPlanTold(room, meeting)) return await changeDates(needs, meeting, room)
  return await change(needs, meeting, room)
}

/** The row comes first: should the answer be lost, it says that something may be there. */
async function open(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  replaced?: rooms.RoomRow,
): Promise<JobResult> {
  const { actingUserId } = await needs.providers.openAccount(meeting.configurationId, {
    actingUserId: meeting.host.userId,
  })
  const room = await withTransaction(needs.db, async (tx) => {
    const now = needs.clock.now()
    if (replaced !== undefined) await rooms.markDeleted(tx, replaced.gr_meetingroomid, now)
    return await rooms.insertRoom(
      tx,
      {
        meetingid: meeting.id,
        configurationid: meeting.configurationId,
        actinguserid: actingUserId ?? null,
        creationkey: await rooms.nextCreationKey(tx, meeting.id),
      },
      now,
    )
  })
  return await ask(needs, meeting, room)
}

const openFor = ({ providers }: MeetingNeeds, room: rooms.RoomRow) =>
  providers.openAccount(room.configurationid, {
    actingUserId: room.actinguserid ?? undefined,
    webinarId: room.webinarid ?? undefined,
  })

/** Adapters find an earlier attempt by its key, so asking again makes no second meeting. */
async function ask(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  const { provider } = await openFor(needs, room)
  const plan = roomPlan(room, meeting)
  const webinar = standing(await provider.createWebinar(plan), room)
  const told = { fingerprint: fingerprintOf(plan), dates: provider.dates && {} }
  return answered(needs, meeting, room, { webinar, told, what: 'created' })
}

/** A failed webinar is an answer like any other refusal. */
function standing(webinar: Webinar, { configurationid }: rooms.RoomRow): Webinar {
  if (webinar.state !== 'failed') return webinar
  throw new ProviderError('rejected', {
    provider: configurationid,
    message: webinar.stateReason ?? 'The provider could not create the meeting.',
  })
}

async function poll(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  const { provider } = await openFor(needs, room)
  const webinar = standing(await provider.readWebinar(room.webinarid ?? ''), room)
  const now = needs.clock.now()
  if (webinar.state === 'pending' && now.getTime() - room.createdon.getTime() > pendingLimitMs) {
    throw new ProviderError('rejected', {
      provider: room.configurationid,
      message: 'The provider did not finish creating the meeting within 30 minutes.',
    })
  }
  const fingerprint = room.planfingerprint ?? fingerprintOf(roomPlan(room, meeting))
  const told = { fingerprint, dates: provider.dates && {} }
  return answered(needs, meeting, room, { webinar, told, what: 'created' })
}

async function change(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  const { provider, definition } = await openFor(needs, room)
  const { update, delete: canDelete } = definition.capabilities
  if (!update) {
    if ((await readRoom(needs, room)) === undefined) return gone(needs, room, needs.clock.now())
    if (canDelete) await provider.deleteWebinar(room.webinarid ?? '')
    return await open(needs, meeting, room)
  }
  const plan = roomPlan(room, meeting)
  const answer = await unlessGone(needs, room, () =>
    provider.updateWebinar(room.webinarid ?? '', plan),
  )
  if (answer === undefined) return gone(needs, room, needs.clock.now())
  const webinar = standing(answer, room)
  const told = {
    fingerprint: fingerprintOf(plan),
    dates: provider.dates && unverified(room, meeting),
  }
  return answered(needs, meeting, room, { webinar, told, what: 'changed' })
}

/** "Not found" may also be about a person; undefined: it is the meeting that is gone. */
async function unlessGone(
  needs: MeetingNeeds,
  room: rooms.RoomRow,
  call: () => Promise<Webinar>,
): Promise<Webinar | undefined> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-found') throw error
    if ((await readRoom(needs, room)) === undefined) return undefined
    throw error
  }
}

/** Single dates were changed there; whether they are right by now is only seen by looking. */
const hasOddDates = ({ difference }: WholeMeeting) => difference?.dates !== undefined

interface Answer {
  readonly webinar: Webinar
  readonly told: { readonly fingerprint: string; readonly dates: ToldDates | undefined }
  readonly what: 'created' | 'changed'
}

/** Single dates are told in a run of their own, once the series stands. */
function answered(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
  { webinar, told, what }: Answer,
): JobResult {
  const isPending = webinar.state === 'pending'
  const now = needs.clock.now()
  const hasDates = datesDue({ tolddates: told.dates ?? null }, meeting).length > 0
  const again = isPending ? pollMs : hasDates ? 0 : undefined
  return {
    ...(again === undefined ? {} : { runAgainAt: new Date(now.getTime() + again) }),
    friendlyMessage: isPending
      ? `The provider is creating meeting ${webinar.webinarId}.`
      : `The provider ${what} meeting ${webinar.webinarId}.`,
    complete: async (tx) => {
      await rooms.writeAnswer(tx, room.gr_meetingroomid, webinar, told)
      await settle(needs, tx, room.meetingid, hasOddDates(meeting) ? {} : noDifference)
      if (hasOddDates(meeting)) await enqueue(tx, [lookRequest(room)])
    },
  }
}

async function changeDates(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  const { provider } = await openFor(needs, room)
  const due = datesDue(room, meeting)
  const { dates, missed } = await tellDates(provider, room, meeting)
  if (missed > 0 && (await readRoom(needs, room)) === undefined) {
    return gone(needs, room, needs.clock.now())
  }
  return {
    friendlyMessage: `The provider has changed ${due.length} of the dates of meeting ${room.webinarid}.`,
    complete: async (tx) => {
      await rooms.writeDates(tx, room.gr_meetingroomid, dates)
      await settle(needs, tx, meeting.id)
      if (hasOddDates(meeting)) await enqueue(tx, [lookRequest(room)])
    },
  }
}

/** Nothing to say to the provider: letters may be due, and a failure may be mended. */
async function settleOnly(
  needs: MeetingNeeds,
  { id }: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  return {
    friendlyMessage: `Meeting ${room.webinarid} is as it should be.`,
    complete: (tx) => settle(needs, tx, id),
  }
}

/** A change that came during the call has a job of its own, and its letters wait for that one. */
async function settle(
  needs: MeetingNeeds,
  tx: Tx,
  meetingId: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId)
  const room = await rooms.currentRoom(tx, meetingId)
  if (meeting === undefined || room === undefined || meeting.status === 'cancelled') return
  if (!isCurrent(room, meeting)) return
  await writeStatus(needs, tx, meeting, 'scheduled', undefined, {
    gr_webinarid: room.webinarid,
    gr_weblink: room.webinarurl,
    ...more,
  })
  await tellGuests(needs, tx, meeting)
  await enqueue(tx, admissionRequests(meeting, room.gr_meetingroomid))
}

async function close(
  needs: MeetingNeeds,
  meeting: WholeMeeting,
  room: rooms.RoomRow,
): Promise<JobResult> {
  const { provider, definition } = await openFor(needs, room)
  const { delete: canDelete } = definition.capabilities
  const webinarId =
    room.webinarid ?? (await findLost(() => provider.createWebinar(roomPlan(room, meeting))))
  if (canDelete && webinarId !== undefined) await provider.deleteWebinar(webinarId)
  const friendlyMessage =
    canDelete || webinarId === undefined
      ? `The provider has the meeting no more.`
      : `Meeting ${webinarId} stays at the provider, which cannot delete meetings; delete it there by hand. Nobody is let in by the hub.`
  return {
    friendlyMessage,
    complete: async (tx) => {
      await rooms.markDeleted(tx, room.gr_meetingroomid, needs.clock.now())
      await writeStatus(needs, tx, meeting, 'cancelled', friendlyMessage)
    },
  }
}

/**
 * It was cancelled before an answer came, which may have been lost. The same key finds what is there,
 * or makes what is deleted at once; where the provider refuses it, nothing is there.
 */
async function findLost(askAgain: () => Promise<Webinar>): Promise<string | undefined> {
  try {
    return (await askAgain()).webinarId
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'rejected') return undefined
    throw error
  }
}

async function recordFailure(
  needs: MeetingNeeds,
  tx: Tx,
  meetingId: string,
  message: string,
): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId)
  if (meeting === undefined || meeting.status === 'deleted') return
  const status = meeting.status === 'cancelled' ? 'cancelled' : 'failed'
  await writeStatus(needs, tx, meeting, status, message)
}
