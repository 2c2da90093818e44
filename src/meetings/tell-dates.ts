/** Single dates of a series that the provider does not know yet as they are now. */
import { instantOf, type LocalTime } from '#calendar'
import { type Provider, ProviderError } from '#providers'
import { datesOf, originalStarts } from './dates.ts'
import { type DateDifference, type Exception, exceptionText, type WholeMeeting } from './meeting.ts'
import type { RoomRow } from './room-rows.ts'

/** By original start: what the provider was told, `start/end` or `cancelled`. */
export type ToldDates = Readonly<Record<string, string>>

/** In front of what was told before the series was changed: the provider may have forgotten it. */
const doubt = '?'

export interface DueDate {
  readonly originalStart: LocalTime
  /** Undefined: it does not take place. */
  readonly moved: Exception['moved']
  /** A date that was moved follows the rule again. */
  readonly isUsual: boolean
}

/** None where the provider is told of the series only. */
export function datesDue(
  { tolddates }: { readonly tolddates: unknown },
  meeting: WholeMeeting,
): readonly DueDate[] {
  if (tolddates === null || tolddates === undefined) return []
  const told = tolddates as ToldDates
  const news = meeting.exceptions.filter((each) => told[each.originalStart] !== exceptionText(each))
  const due = news.map(({ originalStart, moved }) => ({ originalStart, moved, isUsual: false }))
  return [...due, ...usualAgain(told, meeting)]
}

/** Told as moved, and now like the others: a provider that did not forget it has it elsewhere. */
function usualAgain(told: ToldDates, meeting: WholeMeeting): DueDate[] {
  const differing = new Set(meeting.exceptions.map(({ originalStart }) => originalStart))
  const moved = Object.keys(told).filter(
    (start) => !differing.has(start) && movedStart(told[start]) !== undefined,
  )
  if (moved.length === 0) return []
  const usual = new Map(datesOf(meeting).map((date) => [date.originalStart, date]))
  return moved.flatMap((originalStart) => {
    const date = usual.get(originalStart)
    if (date === undefined) return []
    return [{ originalStart, moved: { start: date.start, end: date.end }, isUsual: true }]
  })
}

/** What was told, to be told again after a change of the whole series; what has left it is forgotten. */
export function unverified(
  { tolddates }: Pick<RoomRow, 'tolddates'>,
  meeting: WholeMeeting,
): ToldDates {
  const starts = new Set(originalStarts(meeting))
  const told = Object.entries((tolddates ?? {}) as ToldDates).filter(([start]) => starts.has(start))
  return Object.fromEntries(
    told.map(([start, text]) => [start, text.startsWith(doubt) ? text : `${doubt}${text}`]),
  )
}

/** As if the provider had been told what somebody made of single dates there: then it is told again. */
export function toldAsThere(
  { tolddates }: Pick<RoomRow, 'tolddates'>,
  dates: readonly DateDifference[],
): ToldDates {
  const there = dates.flatMap(({ originalStart, start, end }): [string, string][] =>
    originalStart === undefined || start === undefined
      ? []
      : [[originalStart, `${start}/${end ?? start}`]],
  )
  return { ...(tolddates as ToldDates | null), ...Object.fromEntries(there) }
}

export interface DatesTold {
  readonly dates: ToldDates
  /** How many the provider does not list. */
  readonly missed: number
}

/** One call for each date; repeated after a crash, what is done already stays. */
export async function tellDates(
  { dates }: Provider,
  room: RoomRow,
  meeting: WholeMeeting,
): Promise<DatesTold> {
  let missed = 0
  const told: Record<string, string> = { ...(room.tolddates as ToldDates | null) }
  for (const due of datesDue(room, meeting)) {
    const { originalStart, moved, isUsual } = due
    const before = movedStart(told[originalStart])
    const date = {
      original: instantOf(originalStart, meeting.zone),
      movedTo: before === undefined ? undefined : instantOf(before, meeting.zone),
    }
    const isListed = await unlessOver(async () => {
      if (moved === undefined) return await dates?.cancel(room.webinarid ?? '', date)
      const [start, end] = [moved.start, moved.end].map((time) => instantOf(time, meeting.zone))
      if (start && end) await dates?.move(room.webinarid ?? '', date, { start, end })
    })
    if (!isListed) missed += 1
    if (isUsual) delete told[originalStart]
    else told[originalStart] = exceptionText(due)
  }
  return { dates: told, missed }
}

/** Undefined where it was told nothing, or that the date does not take place. */
function movedStart(told: string | undefined): LocalTime | undefined {
  const [start = ''] = told?.replace(doubt, '').split('/') ?? []
  return start === '' || start === 'cancelled' ? undefined : start
}

/** A date that the provider does not list, because it began meanwhile, must not hold up the others. */
async function unlessOver(call: () => Promise<void>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-found') throw error
    return false
  }
}
