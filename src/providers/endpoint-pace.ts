/**
 * Calls of which a vendor takes few a minute, beside the pace of the whole configuration. Each
 * process keeps them for itself: they are seldom enough that two processes rarely meet, and a vendor
 * that is called too often by both refuses, which the adapter reads as `rate-limited`.
 */
import type { EndpointLimit } from './contract.ts'
import type { PacingTime, Reservation } from './rate-limits.ts'

export interface EndpointPace {
  /** Takes a place, or none where the wait is longer than `atMostMs`. */
  reserve(configurationId: string, limit: EndpointLimit, atMostMs: number): Reservation
}

/** Any minute counts, wherever it begins; answers and clocks are not quite together. */
const windowMs = 61_500

export function createEndpointPace({ now }: Pick<PacingTime, 'now'>): EndpointPace {
  const starts = new Map<string, number[]>()
  return {
    reserve(configurationId, { what, perMinute }, atMostMs) {
      const name = `${configurationId} ${what}`
      const at = now()
      const recent = (starts.get(name) ?? []).filter((start) => start + windowMs > at)
      starts.set(name, recent)
      const earlier = recent.at(-perMinute)
      const waitMs = earlier === undefined ? 0 : earlier + windowMs - at
      if (waitMs > atMostMs) return { granted: false, waitMs }
      recent.push(at + waitMs)
      return { granted: true, waitMs }
    },
  }
}
