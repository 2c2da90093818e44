/** All SQL on `gr_providerpace`: when the next call of a configuration may go. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface PlacesQuestion {
  readonly configurationId: string
  readonly count: number
  readonly spacingMs: number
  /** For so long places that nobody took can still be taken. */
  readonly lateMs: number
  /** The first one must not be further away. */
  readonly atMostMs: number
  /** The hub's now, for the pause. */
  readonly now: Date
}

/** One statement is the lock, the question and the taking: milliseconds until the first place. */
export async function takePlaces(db: Db, o: PlacesQuestion): Promise<number | undefined> {
  const late = milliseconds(o.lateMs)
  const length = milliseconds(o.count * o.spacingMs)
  const { rows } = await sql<{ first: number }>`
    insert into gr_providerpace as pace (configurationid, nextplace)
    values (${o.configurationId}, clock_timestamp() - ${late} + ${length})
    on conflict (configurationid) do update
      set nextplace = greatest(pace.nextplace, clock_timestamp() - ${late}) + ${length}
      where greatest(pace.nextplace, clock_timestamp()) <= clock_timestamp() + ${milliseconds(o.atMostMs)}
        and (pace.pauseduntil is null or pace.pauseduntil <= ${o.now})
    returning 1000 * extract(epoch from nextplace - ${length} - clock_timestamp())::float8 as first`.execute(
    db,
  )
  return rows[0]?.first
}

export interface PromiseQuestion {
  readonly configurationId: string
  readonly spacingMs: number
  readonly now: Date
}

/** When a call that found no place is likely to find one: after all that were promised one before. */
export async function promisePlace(db: Db, o: PromiseQuestion): Promise<Date> {
  const { rows } = await sql<{ promisedon: Date }>`
    update gr_providerpace
    set promisedon = greatest(
      promisedon,
      pauseduntil,
      ${o.now}::timestamptz + greatest(nextplace - clock_timestamp(), interval '0')
    ) + ${milliseconds(o.spacingMs)}
    where configurationid = ${o.configurationId}
    returning promisedon`.execute(db)
  return rows[0]?.promisedon ?? o.now
}

/** The longest of several pauses holds. */
export async function pauseCalls(db: Db, configurationId: string, until: Date): Promise<void> {
  await sql`
    insert into gr_providerpace as pace (configurationid, nextplace, pauseduntil)
    values (${configurationId}, clock_timestamp(), ${until})
    on conflict (configurationid) do update
      set pauseduntil = greatest(pace.pauseduntil, excluded.pauseduntil)`.execute(db)
}

export async function readPause(db: Db, configurationId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ pauseduntil: Date | null }>`
    select pauseduntil from gr_providerpace where configurationid = ${configurationId}`.execute(db)
  return rows[0]?.pauseduntil ?? undefined
}

/** One more call that counts against the quota of the day that began at `day`. */
export async function countAgainstQuota(db: Db, configurationId: string, day: Date): Promise<void> {
  await sql`
    insert into gr_providerpace as pace (configurationid, nextplace, quotaday, quotaused)
    values (${configurationId}, clock_timestamp(), ${day}, 1)
    on conflict (configurationid) do update set
      quotaused = case when pace.quotaday = excluded.quotaday then pace.quotaused + 1 else 1 end,
      quotaday = excluded.quotaday`.execute(db)
}

export async function quotaUsed(db: Db, configurationId: string, day: Date): Promise<number> {
  const { rows } = await sql<{ quotaused: number }>`
    select quotaused from gr_providerpace
    where configurationid = ${configurationId} and quotaday = ${day}`.execute(db)
  return rows[0]?.quotaused ?? 0
}

const milliseconds = (ms: number) => sql`make_interval(secs => ${ms / 1000})`
