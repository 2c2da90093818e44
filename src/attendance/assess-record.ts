/**
 * Whether one record of a provider can be believed. Reports hold stays of unknown people, negative
 * minutes, leaves before joins and dates of another year; such a record is refused with its
 * reason and kept, and never touches a verdict.
 */
import { createHash } from 'node:crypto'
import type { Interval } from '#calendar'
import type { AttendanceItem } from '#providers'

export interface BelievedStay {
  /** When the person was there; undefined when the provider tells minutes only. */
  readonly interval: Interval | undefined
  /** Minutes that the provider tells without saying when. */
  readonly minutesOnly: number | undefined
  readonly questionsAsked: number | undefined
}

export type Doubt =
  | 'leave-before-join'
  | 'negative-minutes'
  | 'outside-the-event'
  | 'unreadable-time'
  | 'no-time-at-all'
  | 'recording-only'
  | 'unknown-person'
  | 'ambiguous-person'

export type Assessment =
  | { readonly kind: 'believed'; readonly stay: BelievedStay }
  | { readonly kind: 'doubted'; readonly doubt: Doubt; readonly explanation: string }

/** Rooms open early and stay open late, and clocks differ; a day on either side is generous. */
const toleranceMs = 24 * 3600_000

export function assessRecord(item: AttendanceItem, event: Interval, now: Date): Assessment {
  const { joinedAt, leftAt, viewingMinutes } = item
  if (item.watchedRecording) {
    return doubted('recording-only', 'The person watched the recording, not the event.')
  }
  if (hasUnreadableTime(item)) {
    return doubted('unreadable-time', 'A time or a number of minutes in the record cannot be read.')
  }
  if (viewingMinutes !== undefined && viewingMinutes < 0) {
    return doubted('negative-minutes', `The record says ${viewingMinutes} minutes.`)
  }
  if (joinedAt === undefined) return assessMinutes(item)
  const until = endOf(joinedAt, leftAt ?? earlier(now, event.to), viewingMinutes)
  if (leftAt !== undefined && leftAt < joinedAt) {
    return doubted(
      'leave-before-join',
      `The record says left at ${leftAt.toISOString()}, before joined at ${joinedAt.toISOString()}.`,
    )
  }
  if (isFarFrom(event, joinedAt) || isFarFrom(event, until)) {
    return doubted(
      'outside-the-event',
      `The record lies at ${joinedAt.toISOString()}, more than a day away from the event.`,
    )
  }
  return believed({ from: joinedAt, to: until }, undefined, item)
}

function assessMinutes(item: AttendanceItem): Assessment {
  if (item.viewingMinutes === undefined) {
    return doubted('no-time-at-all', 'The record has neither a join time nor minutes.')
  }
  return believed(undefined, item.viewingMinutes, item)
}

function believed(
  interval: Interval | undefined,
  minutesOnly: number | undefined,
  item: AttendanceItem,
): Assessment {
  const { questionsAsked } = item
  return { kind: 'believed', stay: { interval, minutesOnly, questionsAsked } }
}

export function doubted(doubt: Doubt, explanation: string): Assessment {
  return { kind: 'doubted', doubt, explanation }
}

function hasUnreadableTime({ joinedAt, leftAt, viewingMinutes }: AttendanceItem): boolean {
  const numbers = [joinedAt?.getTime(), leftAt?.getTime(), viewingMinutes]
  return numbers.some((number) => number !== undefined && !Number.isFinite(number))
}

function isFarFrom(event: Interval, instant: Date): boolean {
  const time = instant.getTime()
  return time < event.from.getTime() - toleranceMs || time > event.to.getTime() + toleranceMs
}

/**
 * A provider that tells fewer minutes than the stay was long does not count all of it; what it
 * tells wins. Zero minutes take a stay back.
 */
function endOf(joinedAt: Date, leftAt: Date, viewingMinutes: number | undefined): Date {
  // Whoever joined after the end and was not seen leaving was there for no time.
  if (leftAt < joinedAt) return joinedAt
  if (viewingMinutes === undefined) return leftAt
  return earlier(leftAt, new Date(joinedAt.getTime() + viewingMinutes * 60_000))
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}

/**
 * A name for what a record says: the same record of the next report has the same one, a corrected
 * record another.
 */
export function fingerprintOf(webinar: string, item: AttendanceItem): string {
  const said = [
    item.registrantId,
    item.externalId,
    item.email?.toLowerCase(),
    item.joinedAt?.getTime(),
    item.leftAt?.getTime(),
    item.viewingMinutes,
    item.questionsAsked,
    item.watchedRecording,
    ...waitingOf(item),
  ]
  return `report:${webinar}:${digestOf(said)}`
}

/** Names of stays are as they were before waiting rooms were told. */
export const waitingOf = ({ inWaitingRoom }: AttendanceItem) =>
  inWaitingRoom === true ? ['waiting'] : []

/**
 * One stay is named by who and when it began. A provider that corrects a stay sends the same name
 * again: the last one stands.
 */
export function latestOfEachStay<T extends { readonly item: AttendanceItem }>(
  records: readonly T[],
): T[] {
  const latest = new Map<string, T>()
  for (const record of records) latest.set(nameOf(record.item), record)
  return [...latest.values()]
}

function nameOf(item: AttendanceItem): string {
  const who = item.registrantId ?? item.externalId ?? item.email?.toLowerCase()
  const when = item.joinedAt?.getTime() ?? 'untimed'
  return who === undefined
    ? JSON.stringify(item.raw)
    : JSON.stringify([who, when, item.watchedRecording, ...waitingOf(item)])
}

/** Records that say nothing readable differ by how they came. */
export function fingerprintOfDoubted(webinar: string, item: AttendanceItem): string {
  return `refused:${webinar}:${digestOf(item.raw ?? null)}`
}

/** A short name for a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 32)
}
