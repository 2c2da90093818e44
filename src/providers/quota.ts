import type { OutboundRequest } from '#outbound'
import type { Configuration } from './configuration.ts'
import type { Needs } from './needs.ts'
import { countAgainstQuota } from './pace-rows.ts'
import { findDefinition } from './registry.ts'

/** Vendors' days end at midnight UTC. */
export function dayOf(now: Date): Date {
  const day = new Date(now)
  day.setUTCHours(0, 0, 0, 0)
  return day
}

/** Failed calls count at the vendor too, so every answer does. */
export async function noteAgainstQuota(
  { db, clock, definitions }: Needs,
  { id, provider }: Configuration,
  { method, url }: OutboundRequest,
): Promise<void> {
  const quota = findDefinition(definitions, provider.adapter)?.dailyQuota
  const path = URL.parse(String(url))?.pathname ?? ''
  if (quota?.counts(method, path)) await countAgainstQuota(db, id, dayOf(clock.now()))
}
