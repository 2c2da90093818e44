import { type Tx, withTransaction } from '#database'
import { general } from '#errors'
import { enqueue } from '#jobs'
import type { Caller, Request, Values } from '#pipeline'
import { accountFacts } from './account-facts.ts'
import { admissionRequests } from './admit-guest.ts'
import { impossible, requirePossible } from './create-meeting.ts'
import { datesOf, happening } from './dates.ts'
import { type DatesAfterChange, datesAfterChange, type ResetDate } from './dates-after-change.ts'
import { examine, spoken } from './examine.ts'
import type { Exception, WholeMeeting } from './meeting.ts'
import { tidy, visibleColumns } from './meeting-columns.ts'
import { lockMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { demand, demandOf } from './policy.ts'
import { roomRequest } from './reconcile-room.ts'
import { refusals } from './refusals.ts'
import { currentRoom } from './room-rows.ts'
import { meetingStatus } from './tables.ts'
import { isCurrent, tellGuests } from './tell-guests.ts'
import type { MeetingWish } from './wish.ts'
import { guestRequests, wantedGuests, writeAll } from './write-guests.ts'

/** All of the form again; the account stays what it was. */
export type MeetingChange = Omit<MeetingWish, 'configurationId'>

export interface Changed {
  readonly id: string
  /** False: it was like that already, and nobody is written to. */
  readonly changed: boolean
}

export interface ChangeOrder {
  readonly id: string
  readonly change: MeetingChange
  readonly version?: number | undefined
  /** Dates that were moved or cancelled may follow the rule again; else that is refused and named. */
  readonly resetDates?: boolean | undefined
}

/**
 * @throws `meeting-impossible`, `meeting-resets-dates`, `meeting-cancelled`, `meeting-over`,
 * `meeting-changed-meanwhile`, `not-found`, `not-allowed`
 */
export async function changeMeeting(
  needs: MeetingNeeds,
  caller: Caller,
  { id, change, version, resetDates = false }: ChangeOrder,
): Promise<Changed> {
  return await withTransaction(needs.db, async (tx) => {
    const meeting = await lockOpen(needs, tx, caller, { id, version })
    const wish = tidy({ ...change, configurationId: meeting.configurationId })
    const { kept, reset } = await check(needs, tx, meeting, wish)
    const lost = reset.filter(({ endsAt }) => endsAt > needs.clock.now())
    if (lost.length > 0 && !resetDates) throw resetting(meeting, lost)
    const dates = exceptionRequests(meeting.exceptions, kept)
    const columns = changedColumns(meeting, wish, kept)
    const guests = guestRequests(id, meeting.guests, wantedGuests(wish, meeting.host))
    if (guests.length + dates.length + Object.keys(columns).length === 0) {
      return { id, changed: false }
    }
    await writeAll(needs.pipeline, tx, caller, [...dates, ...guests])
    await publish(needs, tx, caller, meeting, columns)
    return { id, changed: true }
  })
}

function resetting({ title }: WholeMeeting, lost: readonly ResetDate[]): Error {
  const named = lost.map(({ originalStart }) => spoken(originalStart)).join(', ')
  const details = { input: 'resetDates', found: named }
  return refusals['meeting-resets-dates']({ title, dates: named }, details)
}

/**
 * A meeting that is not over, for the caller to change.
 * @throws `not-found`, `not-allowed`, `meeting-cancelled`, `meeting-over`, `meeting-changed-meanwhile`
 */
export async function lockOpen(
  { clock }: Pick<MeetingNeeds, 'clock'>,
  tx: Tx,
  caller: Caller,
  { id, version }: { readonly id: string; readonly version?: number | undefined },
): Promise<WholeMeeting> {
  demand(caller, 'Update')
  const meeting = await lockMeeting(tx, id)
  if (meeting === undefined) throw general['not-found']({ what: 'meeting', id })
  await demandOf(tx, caller, 'Update', id)
  const { title } = meeting
  if (meeting.status === 'cancelled') throw refusals['meeting-cancelled']({ title })
  if (version !== undefined && version !== meeting.version) {
    throw refusals['meeting-changed-meanwhile']({ title }, { input: 'version' })
  }
  const dates = happening(datesOf(meeting, meeting.exceptions))
  if (!dates.some(({ endsAt }) => endsAt > clock.now())) throw refusals['meeting-over']({ title })
  return meeting
}

async function check(
  needs: MeetingNeeds,
  tx: Tx,
  meeting: WholeMeeting,
  wish: MeetingWish,
): Promise<DatesAfterChange> {
  const account = await accountFacts({ ...needs, db: tx }, meeting.configurationId)
  if (account === undefined) throw impossible([])
  const now = needs.clock.now()
  const currentStart = datesOf(meeting)[0]?.startsAt
  requirePossible(examine(wish, { now, account, currentStart }))
  const after = datesAfterChange(meeting, wish)
  if (happening(after.dates).some(({ endsAt }) => endsAt > now)) return after
  const field = wish.recurrence === undefined ? 'end' : 'recurrence.until'
  throw impossible([{ field, message: 'No date of the meeting would be left.' }])
}

/** Those that go, and those that the new rule has at another time of their day. */
function exceptionRequests(before: readonly Exception[], kept: readonly Exception[]): Request[] {
  const byId = new Map(kept.map((each) => [each.id, each]))
  return before.flatMap(({ id, originalStart }): Request[] => {
    const usual = { table: 'gr_meetingexception', id, internal: true }
    const now = byId.get(id)
    if (now === undefined) return [{ ...usual, message: 'Delete' }]
    if (now.originalStart === originalStart) return []
    const target = { gr_originalstart: now.originalStart, gr_name: spoken(now.originalStart) }
    return [{ ...usual, message: 'Update', target }]
  })
}

/** Those that differ, so that webhooks see what has changed. */
function changedColumns(
  meeting: WholeMeeting,
  wish: MeetingWish,
  kept: readonly Exception[],
): Values {
  const before: Values = visibleColumns(wishOf(meeting), meeting.exceptions)
  const after: Values = visibleColumns(wish, kept)
  const differing = Object.entries(after).filter(
    ([name, value]) => comparable(value) !== comparable(before[name]),
  )
  return Object.fromEntries(differing)
}

const comparable = (value: unknown) => (value instanceof Date ? value.getTime() : value)

/** The meeting as the form would ask for it. */
export function wishOf(meeting: WholeMeeting): MeetingWish {
  const people = (role: 'attendee' | 'cohost') =>
    meeting.guests.filter((guest) => guest.role === role && !guest.isRemoved)
  return {
    configurationId: meeting.configurationId,
    title: meeting.title,
    description: meeting.description,
    start: meeting.start,
    end: meeting.end,
    timeZone: meeting.zone,
    recurrence: meeting.recurrence,
    password: meeting.password,
    language: meeting.language,
    attendees: people('attendee'),
    cohosts: people('cohost'),
  }
}

/**
 * The end of every change: the sequence grows, the provider is told by a job where it has to be, and
 * whoever can be written to at once is.
 */
export async function publish(
  needs: MeetingNeeds,
  tx: Tx,
  caller: Caller,
  before: WholeMeeting,
  columns: Values,
): Promise<void> {
  const { id } = before
  const room = await currentRoom(tx, id)
  const update = (target: Values) =>
    needs.pipeline.executeIn(tx, caller, {
      message: 'Update',
      table: 'gr_meeting',
      id,
      internal: true,
      target,
    })
  await update({ ...columns, gr_sequence: before.sequence + 1 })
  const meeting = (await lockMeeting(tx, id)) as WholeMeeting
  if (room !== undefined && isCurrent(room, meeting)) {
    await enqueue(tx, admissionRequests(meeting, room.gr_meetingroomid), needs.clock.now())
  } else if (meeting.status !== 'cancelled' && meeting.status !== 'deleted') {
    if (meeting.status !== 'waiting') {
      await update({ gr_status: meetingStatus.waiting.value, gr_statusreason: null })
    }
    await enqueue(tx, [roomRequest(id)], needs.clock.now())
  }
  await tellGuests(needs, tx, meeting)
}
