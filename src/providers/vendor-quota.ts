/**
 * What the vendor itself says is left: X-RateLimit-* (Zoom) and RateLimit-* (Graph, draft of the IETF).
 * It is kept for the forecast; where nothing is left and it comes back soon, the account pauses
 * before it is refused.
 */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { OutboundResponse } from '#outbound'
import type { Configuration } from './configuration.ts'
import type { Needs } from './needs.ts'

export interface VendorQuota {
  readonly most: number | undefined
  readonly left: number
  readonly resetsOn: Date | undefined
}

/** Undefined where the answer does not tell. */
export function quotaIn({ headers }: OutboundResponse, receivedAt: Date): VendorQuota | undefined {
  const of = (name: string) => headers[`x-ratelimit-${name}`] ?? headers[`ratelimit-${name}`]
  const left = countIn(of('remaining'))
  if (left === undefined) return undefined
  return { most: countIn(of('limit')), left, resetsOn: resetIn(of('reset'), receivedAt) }
}

const countIn = (text: string | undefined) =>
  text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined

/** Longer than any wait: from here on a number is an instant in seconds, not seconds from now. */
const earliestInstant = 1_000_000_000

function resetIn(text: string | undefined, receivedAt: Date): Date | undefined {
  const value = text?.trim() ?? ''
  if (/^\d{1,10}$/.test(value)) {
    const seconds = Number(value)
    const from = seconds >= earliestInstant ? 0 : receivedAt.getTime()
    return new Date(from + seconds * 1000)
  }
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? new Date(value) : undefined
}

/** Quotas of a day are per kind of call, so a pause of everything for longer would be too much. */
const longestPauseSeconds = 60

export async function heedQuota(
  { db, clock, rateLimits }: Needs,
  { id }: Configuration,
  response: OutboundResponse,
): Promise<void> {
  const now = clock.now()
  const quota = quotaIn(response, now)
  if (quota === undefined) return
  await keepQuota(db, id, quota)
  if (quota.left > 0 || quota.resetsOn === undefined) return
  const seconds = Math.ceil((quota.resetsOn.getTime() - now.getTime()) / 1000)
  if (seconds > 0 && seconds <= longestPauseSeconds) await rateLimits.pause(id, seconds)
}

async function keepQuota(db: Db, id: string, { most, left, resetsOn }: VendorQuota): Promise<void> {
  await sql`
    insert into gr_providerpace as pace (configurationid, nextplace, vendormost, vendorleft, vendorresetson)
    values (${id}, clock_timestamp(), ${most ?? null}, ${left}, ${resetsOn ?? null})
    on conflict (configurationid) do update set vendormost = excluded.vendormost,
      vendorleft = excluded.vendorleft, vendorresetson = excluded.vendorresetson`.execute(db)
}

/** What it said last, while it holds. */
export async function vendorQuota(db: Db, id: string, now: Date): Promise<VendorQuota | undefined> {
  const { rows } = await sql<{ most: number | null; left: number; resetson: Date }>`
    select vendormost as most, vendorleft as left, vendorresetson as resetson from gr_providerpace
    where configurationid = ${id} and vendorleft is not null and vendorresetson > ${now}`.execute(
    db,
  )
  const [row] = rows
  return row && { most: row.most ?? undefined, left: row.left, resetsOn: row.resetson }
}
