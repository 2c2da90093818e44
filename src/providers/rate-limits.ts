/**
 * How fast a configuration may be called, over all processes of the hub. *Place*: an instant from
 * which one call may go. Places of one configuration are evenly spaced; `gr_providerpace` holds the
 * next free one, and a process takes a slice of them in one statement, as many as it needs for about
 * two seconds, so that a quick configuration costs no round trip per call.
 *
 * Why no minute sees more than the limit: a place that nobody took lapses `lateMs` after its instant,
 * one that a process holds `lapseMs` after, so a call comes at most `lateMs + lapseMs + networkMs`
 * after its place. Calls of one minute then have places within 60 s and that time, and the spacing is
 * made such that so many are the limit.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '#clock'
import type { Db } from '#database'
import { pauseCalls, promisePlace, readPause, takePlaces } from './pace-rows.ts'

export interface RateLimits {
  /**
   * Takes a place and says after how many milliseconds the call may go, or, where that is longer
   * than `atMostMs`, takes none and says when there is likely to be one. Those who are told so one
   * after the other are told later and later times, so that they do not all come back at once.
   */
  reserve(limit: Limit, atMostMs: number): Promise<Reservation>
  /** The provider asked for silence: nothing goes for so many seconds, from no process. */
  pause(configurationId: string, seconds: number): Promise<void>
  /** Milliseconds that the silence still lasts; 0 without one. */
  silence(configurationId: string): Promise<number>
}

export interface Limit {
  readonly configurationId: string
  readonly perMinute: number
}

export interface Reservation {
  readonly granted: boolean
  readonly waitMs: number
}

/** Time that only goes on, in milliseconds; places are reached by waiting. */
export interface PacingTime {
  now(): number
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

export const realPacingTime: PacingTime = {
  now: () => performance.now(),
  wait: (milliseconds, signal) =>
    wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
}

const lateMs = 4_000
const lapseMs = 2_000
/** Between the hub's decision and the vendor's counting. */
const networkMs = 500
/** For so long a slice lasts, and so long it takes at most until another process's pause is seen. */
const sliceMs = 2_000
/** A provider that asks for more silence than an hour is asked again after an hour. */
const longestPauseSeconds = 3600

/** Milliseconds between two places. */
export const spacingOf = ({ perMinute }: Pick<Limit, 'perMinute'>) =>
  (60_000 + lateMs + lapseMs + networkMs) / perMinute

/** What this process holds for one configuration. */
interface Slice {
  /** Instants of the monotonic clock, ascending. */
  places: number[]
  /** How many to take next; grows while all are used. */
  size: number
  /** The statement under way; callers in between wait for it together. */
  taking: Promise<Taking> | undefined
  waiting: number
}

type Taking = { readonly granted: true } | { readonly granted: false; readonly waitMs: number }

export interface RateLimitsOptions {
  readonly db: Db
  readonly clock: Clock
  /** Default real time. */
  readonly pacingTime?: PacingTime
}

export function createRateLimits(options: RateLimitsOptions): RateLimits {
  const slices = new Map<string, Slice>()
  const sliceOf = (configurationId: string) => {
    const slice = slices.get(configurationId) ?? newSlice()
    slices.set(configurationId, slice)
    return slice
  }
  return {
    reserve: (limit, atMostMs) => reserve(options, sliceOf(limit.configurationId), limit, atMostMs),
    async pause(configurationId, seconds) {
      slices.delete(configurationId)
      const ms = Math.min(seconds, longestPauseSeconds) * 1000
      const { db, clock } = options
      await pauseCalls(db, configurationId, new Date(clock.now().getTime() + ms))
    },
    async silence(configurationId) {
      const until = await readPause(options.db, configurationId)
      return until === undefined ? 0 : Math.max(0, until.getTime() - options.clock.now().getTime())
    },
  }
}

const newSlice = (): Slice => ({ places: [], size: 1, taking: undefined, waiting: 0 })

async function reserve(
  options: RateLimitsOptions,
  slice: Slice,
  limit: Limit,
  atMostMs: number,
): Promise<Reservation> {
  slice.waiting += 1
  try {
    for (;;) {
      const held = placeIn(slice, timeOf(options).now())
      if (held !== undefined) return { granted: true, waitMs: held }
      slice.taking ??= take(options, slice, limit, atMostMs).finally(() => {
        slice.taking = undefined
      })
      const taken = await slice.taking
      if (!taken.granted) return await promised(options, limit)
    }
  } finally {
    slice.waiting -= 1
  }
}

/** Milliseconds until the next place that this process holds; those that lapsed are dropped. */
function placeIn(slice: Slice, now: number): number | undefined {
  while ((slice.places[0] ?? now) + lapseMs < now) {
    slice.places.shift()
    slice.size = 1
  }
  const place = slice.places.shift()
  return place === undefined ? undefined : Math.max(0, place - now)
}

const timeOf = ({ pacingTime = realPacingTime }: RateLimitsOptions) => pacingTime

async function take(
  { db, clock, pacingTime = realPacingTime }: RateLimitsOptions,
  slice: Slice,
  limit: Limit,
  atMostMs: number,
): Promise<Taking> {
  const spacingMs = spacingOf(limit)
  const most = Math.max(1, Math.floor(sliceMs / spacingMs))
  const count = Math.min(most, Math.max(slice.size, slice.waiting))
  const { configurationId } = limit
  const question = { configurationId, count, spacingMs, lateMs, atMostMs, now: clock.now() }
  const firstInMs = await takePlaces(db, question)
  if (firstInMs === undefined) return { granted: false, waitMs: 0 }
  // Counted from the answer on: never earlier than the database means it.
  const first = pacingTime.now() + firstInMs
  slice.places = Array.from({ length: count }, (_, at) =>
    Math.max(pacingTime.now(), first + at * spacingMs),
  )
  slice.size = Math.min(most, count * 2)
  return { granted: true }
}

/** A twentieth slower than places come, so that those who come back find one. */
async function promised({ db, clock }: RateLimitsOptions, limit: Limit): Promise<Reservation> {
  const now = clock.now()
  const spacingMs = spacingOf(limit) * 1.05
  const at = await promisePlace(db, { configurationId: limit.configurationId, spacingMs, now })
  return { granted: false, waitMs: Math.max(0, at.getTime() - now.getTime()) }
}
