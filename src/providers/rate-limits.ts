/**
 * How fast a configuration may call its provider: a token bucket for each. A tenth of the limit may
 * go at once, the rest flows in evenly over the minute, so that no minute sees more than the limit.
 * The buckets are those of this process; `RateLimits` is all that the callers know of them.
 */
export interface RateLimits {
  /**
   * Takes a place and says after how many milliseconds the call may go, or, where that is longer
   * than `atMostMs`, takes none and says how long it would have been.
   */
  reserve(limit: Limit, atMostMs: number): Reservation
  /** The provider asked for silence: nothing goes for so many seconds. */
  pause(configurationId: string, seconds: number): void
}

export interface Limit {
  readonly configurationId: string
  readonly perMinute: number
}

export interface Reservation {
  readonly granted: boolean
  readonly waitMs: number
}

interface Bucket {
  /** May be negative: places taken in advance. */
  places: number
  readonly measuredAt: number
  readonly pausedUntil: number
}

/** A provider that asks for more silence than an hour is asked again after an hour. */
const longestPauseSeconds = 3600

/** `monotonicMs` never goes back; pacing is about the real network, not about the hub's time. */
export function createRateLimits(monotonicMs: () => number = () => performance.now()): RateLimits {
  const buckets = new Map<string, Bucket>()
  return {
    reserve(limit, atMostMs) {
      const now = monotonicMs()
      const bucket = refilled(buckets.get(limit.configurationId), limit, now)
      const waitMs = Math.max(timeToNextPlace(bucket, limit), bucket.pausedUntil - now, 0)
      const granted = waitMs <= atMostMs
      if (granted) bucket.places -= 1
      buckets.set(limit.configurationId, bucket)
      return { granted, waitMs }
    },
    pause(configurationId, seconds) {
      const now = monotonicMs()
      const bucket = buckets.get(configurationId) ?? { places: 0, measuredAt: now, pausedUntil: 0 }
      const pausedUntil = now + Math.min(seconds, longestPauseSeconds) * 1000
      buckets.set(configurationId, { ...bucket, pausedUntil })
    },
  }
}

const burstOf = ({ perMinute }: Limit) => Math.max(1, Math.floor(perMinute / 10))

/** Places that flow in per millisecond. */
const flowOf = (limit: Limit) =>
  Math.max(limit.perMinute - burstOf(limit), limit.perMinute / 2) / 60_000

function refilled(bucket: Bucket | undefined, limit: Limit, now: number): Bucket {
  if (bucket === undefined) return { places: burstOf(limit), measuredAt: now, pausedUntil: 0 }
  const places = bucket.places + (now - bucket.measuredAt) * flowOf(limit)
  return { ...bucket, places: Math.min(places, burstOf(limit)), measuredAt: now }
}

const timeToNextPlace = ({ places }: Bucket, limit: Limit) =>
  places >= 1 ? 0 : (1 - places) / flowOf(limit)
