import { sql } from 'kysely'
import type { Tx } from '#database'
import { changeJob } from './change-job.ts'
import type { JobStatus } from './status.ts'

/** Puts a waiting job in line now, whatever it waited for: a time, a retry, a pause. */
export const resume = (tx: Tx, id: string, now: Date): Promise<JobStatus> =>
  changeJob(tx, id, 'resume', now, () => [
    sql`postponeuntil = null`,
    sql`sequence = coalesce(sequence, nextval('asyncoperation_sequence'))`,
  ])
