/**
 * When providers are asked after the end, and from when on not being in their report means absence.
 * Most report within minutes; some say that theirs takes hours (`attendanceLag`).
 */
import type { ProviderDefinition } from '#providers'

type Lag = NonNullable<ProviderDefinition['attendanceLag']>

export interface Timetable {
  /** Every five minutes in the first hour. */
  readonly isPolled: boolean
  /** Milliseconds after the end at which is asked besides, ascending. */
  readonly looksMs: readonly number[]
  /** Milliseconds after the end. */
  readonly completeMs: number
}

const minute = 60_000
const pollMs = 5 * minute
const hourMs = 60 * minute
/** Corrections are looked for then. */
const lateLooksMs = [4, 24, 72].map((hours) => hours * hourMs)

/** Of the providers of one event; undefined for one that reports at once. */
export function timetableOf(lags: readonly (Lag | undefined)[]): Timetable {
  const slow = lags.filter((lag) => lag !== undefined)
  const isPolled = slow.length === 0 || slow.length < lags.length
  const looks = slow.flatMap(({ looksAfterMinutes }) => looksAfterMinutes)
  const looksMs = [...looks.map((minutes) => minutes * minute), ...lateLooksMs]
  const complete = slow.map(({ completeAfterMinutes }) => completeAfterMinutes * minute)
  return {
    isPolled,
    looksMs: [...new Set(looksMs)].sort((a, b) => a - b),
    completeMs: Math.max(...complete, ...(isPolled ? [hourMs] : [])),
  }
}

/** Before its first look a slow provider has nothing to tell. */
export function isTooEarly(lag: Lag | undefined, sinceEndMs: number): boolean {
  return sinceEndMs < (lag?.looksAfterMinutes[0] ?? 0) * minute
}

/** Undefined: it was asked often enough. */
export function nextLook({ isPolled, looksMs }: Timetable, end: Date, now: Date): Date | undefined {
  const since = now.getTime() - end.getTime()
  const poll = isPolled && since < hourMs ? [Math.min(since + pollMs, hourMs)] : []
  const look = looksMs.filter((each) => each > since)
  const next = Math.min(...poll, ...look)
  return Number.isFinite(next) ? new Date(end.getTime() + next) : undefined
}

/** Parts of a slow report may come hours apart, so that it seems at rest says nothing. */
export const mayRest = ({ completeMs }: Timetable) => completeMs <= hourMs
