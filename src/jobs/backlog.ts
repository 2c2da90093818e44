import { sql } from 'kysely'
import type { Db } from '#database'
import { kindsWithStatus } from './kinds.ts'

const hourMs = 3_600_000

export interface Backlog {
  /** In line, also behind others of their key. */
  readonly ready: number
  /** For later, to be repeated, or paused. */
  readonly suspended: number
  readonly running: number
  readonly failedLastHour: number
  /** How long the job that has waited longest could have begun; 0 where none waits. */
  readonly oldestWaitingSeconds: number
}

/** How much work there is: for metrics, readiness and the console. Reads indexes of open jobs. */
export async function backlog(db: Db, now: Date): Promise<Backlog> {
  const { rows } = await sql<Counts>`
select
  (select count(*) from asyncoperation a where a.statecode = 0) as ready,
  (select count(*) from asyncoperation a where a.statecode = 1) as suspended,
  (select count(*) from asyncoperation a where a.statecode = 2) as running,
  (select count(*) from asyncoperation a
   where a.statuscode = 31 and a.gr_kind in (select kind from (${kindsWithStatus(31)}) k)
     and a.completedon > ${new Date(now.getTime() - hourMs)}) as failed,
  (select min(greatest(a.createdon, a.postponeuntil)) from asyncoperation a
   where a.statecode = 0) as oldest`.execute(db)
  const [row] = rows
  const { ready = 0, suspended = 0, running = 0, failed = 0, oldest = null } = row ?? {}
  const waitingMs = oldest === null ? 0 : now.getTime() - oldest.getTime()
  return {
    ready,
    suspended,
    running,
    failedLastHour: failed,
    oldestWaitingSeconds: Math.max(0, waitingMs) / 1000,
  }
}

interface Counts {
  readonly ready: number
  readonly suspended: number
  readonly running: number
  readonly failed: number
  readonly oldest: Date | null
}

/** Open jobs of one kind in one state. */
export interface KindBacklog {
  readonly kind: string
  readonly state: 'ready' | 'suspended' | 'running'
  readonly jobs: number
  /** Ready ones: how long the one that has waited longest could have begun. */
  readonly oldestSeconds: number | undefined
}

const stateNames = ['ready', 'suspended', 'running'] as const

/** For metrics with a label per kind. Reads the indexes of open jobs, never finished ones. */
export async function backlogByKind(db: Db, now: Date): Promise<readonly KindBacklog[]> {
  const { rows } = await sql<KindCounts>`
select a.gr_kind as kind, a.statecode as state, count(*)::integer as jobs,
  case when a.statecode = 0 then min(greatest(a.createdon, a.postponeuntil)) end as oldest
from asyncoperation a where a.statecode in (0, 1, 2)
group by a.gr_kind, a.statecode`.execute(db)
  return rows.map(({ kind, state, jobs, oldest }) => ({
    kind,
    state: stateNames[state] ?? 'ready',
    jobs,
    oldestSeconds:
      oldest === null ? undefined : Math.max(0, now.getTime() - oldest.getTime()) / 1000,
  }))
}

interface KindCounts {
  readonly kind: string
  readonly state: number
  readonly jobs: number
  readonly oldest: Date | null
}
