/** One date of a series is moved or does not take place. */
import { instantOf, type LocalTime } from '#calendar'
import { type Tx, withTransaction } from '#database'
import type { Caller, Request } from '#pipeline'
import { cancelRequest } from './cancel-meeting.ts'
import { type Changed, lockOpen, publish } from './change-meeting.ts'
import { impossible } from './create-meeting.ts'
import { datesOf, happening, type MeetingDate, spanOf } from './dates.ts'
import { checkTime, spoken } from './examine.ts'
import type { Exception, WholeMeeting } from './meeting.ts'
import type { MeetingNeeds } from './needs.ts'
import { refusals } from './refusals.ts'
import type { Remark } from './wish.ts'

export interface DateChoice {
  readonly id: string
  /** The date's first start, on the clocks of the meeting's zone. */
  readonly originalStart: LocalTime
  readonly version?: number | undefined
}

/**
 * @throws `meeting-impossible`, `meeting-date-unknown`, `meeting-cancelled`, `meeting-over`,
 * `meeting-changed-meanwhile`, `not-found`, `not-allowed`
 */
export async function moveDate(
  needs: MeetingNeeds,
  caller: Caller,
  choice: DateChoice & { readonly start: LocalTime; readonly end: LocalTime },
): Promise<Changed> {
  const { start, end } = choice
  return await withTransaction(needs.db, async (tx) => {
    const { meeting, date } = await lockDate(needs, tx, caller, choice)
    const problem = problemOf(meeting, date, { start, end }, needs.clock.now())
    if (problem !== undefined) throw impossible([problem])
    if (date.start === start && date.end === end) return { id: meeting.id, changed: false }
    await write(needs, tx, caller, meeting, { date, moved: { start, end } })
    return { id: meeting.id, changed: true }
  })
}

/** The last date that is left takes the meeting with it. */
export async function cancelDate(
  needs: MeetingNeeds,
  caller: Caller,
  choice: DateChoice,
): Promise<Changed> {
  return await withTransaction(needs.db, async (tx) => {
    const { meeting, date } = await lockDate(needs, tx, caller, choice)
    const now = needs.clock.now()
    const others = happening(datesOf(meeting, meeting.exceptions)).filter(
      ({ originalStart, endsAt }) => originalStart !== date.originalStart && endsAt > now,
    )
    if (others.length === 0) await needs.pipeline.executeIn(tx, caller, cancelRequest(meeting.id))
    else await write(needs, tx, caller, meeting, { date, moved: undefined })
    return { id: meeting.id, changed: true }
  })
}

async function lockDate(
  needs: MeetingNeeds,
  tx: Tx,
  caller: Caller,
  { id, originalStart, version }: DateChoice,
): Promise<{ readonly meeting: WholeMeeting; readonly date: MeetingDate }> {
  const meeting = await lockOpen(needs, tx, caller, { id, version })
  const dates = happening(datesOf(meeting, meeting.exceptions))
  const date = dates.find((each) => each.originalStart === originalStart)
  if (date === undefined) {
    const example = dates[0]?.originalStart ?? meeting.start
    const details = { input: 'originalStart', found: originalStart }
    throw refusals['meeting-date-unknown'](
      { title: meeting.title, found: originalStart, id, example },
      details,
    )
  }
  if (date.endsAt > needs.clock.now()) return { meeting, date }
  const message = `The date of ${spoken(date.start)} is over.`
  throw impossible([{ field: 'originalStart', message }])
}

function problemOf(
  meeting: WholeMeeting,
  date: MeetingDate,
  to: { readonly start: LocalTime; readonly end: LocalTime },
  now: Date,
): Remark | undefined {
  const { zone } = meeting
  if (meeting.recurrence === undefined) {
    const message = 'The meeting takes place once: change its start and end.'
    return { field: 'originalStart', message }
  }
  const times = { ...to, timeZone: zone }
  const [unreadable] = [...checkTime(times, 'start'), ...checkTime(times, 'end')]
  if (unreadable !== undefined) return unreadable
  const [startsAt, endsAt] = [instantOf(to.start, zone), instantOf(to.end, zone)]
  if (startsAt <= now) return { field: 'start', message: `${spoken(to.start)} is over.` }
  if (endsAt <= startsAt) {
    return { field: 'end', message: `The date ends before it begins, at ${spoken(to.end)}.` }
  }
  return crossing(meeting, date, { startsAt, endsAt })
}

/** Dates keep their order: Exchange refuses what passes a neighbour (ErrorOccurrenceCrossingBoundary). */
function crossing(
  meeting: WholeMeeting,
  { originalStart }: MeetingDate,
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
): Remark | undefined {
  const others = happening(datesOf(meeting, meeting.exceptions))
  const before = others.findLast((each) => each.originalStart < originalStart)
  const after = others.find((each) => each.originalStart > originalStart)
  if (before !== undefined && startsAt < before.endsAt) {
    const message = `The date has to stay after the one of ${spoken(before.start)}.`
    return { field: 'start', message }
  }
  if (after === undefined || endsAt <= after.startsAt) return undefined
  return { field: 'end', message: `The date has to stay before the one of ${spoken(after.start)}.` }
}

async function write(
  needs: MeetingNeeds,
  tx: Tx,
  caller: Caller,
  meeting: WholeMeeting,
  { date, moved }: { readonly date: MeetingDate; readonly moved: Exception['moved'] },
): Promise<void> {
  const { originalStart } = date
  const known = meeting.exceptions.find((each) => each.originalStart === originalStart)
  await needs.pipeline.executeIn(tx, caller, exceptionRequest(meeting, known, originalStart, moved))
  const others = meeting.exceptions.filter((each) => each !== known)
  const span = spanOf(datesOf(meeting, [...others, { id: '', originalStart, moved }]))
  const columns = span === undefined ? {} : { gr_startson: span.from, gr_endson: span.to }
  await publish(needs, tx, caller, meeting, columns)
}

function exceptionRequest(
  meeting: WholeMeeting,
  known: Exception | undefined,
  originalStart: LocalTime,
  moved: Exception['moved'],
): Request {
  const times = {
    gr_start: moved?.start ?? null,
    gr_end: moved?.end ?? null,
    gr_iscancelled: moved === undefined,
  }
  const usual = { table: 'gr_meetingexception', internal: true } as const
  if (known !== undefined) return { ...usual, message: 'Update', id: known.id, target: times }
  const target = {
    ...times,
    gr_name: spoken(originalStart),
    gr_meetingid: meeting.id,
    gr_originalstart: originalStart,
  }
  return { ...usual, message: 'Create', target }
}
