import { sql } from 'kysely'
import type { Tx } from '#database'
import { changeJob } from './change-job.ts'
import type { JobStatus } from './status.ts'

/**
 * Lets a job wait until an instant. One that runs is asked to stop (21) and then waits. It keeps
 * its place, so the later jobs of its key wait with it.
 */
export const postpone = (tx: Tx, id: string, until: Date, now: Date): Promise<JobStatus> =>
  changeJob(tx, id, 'postpone', now, () => [sql`postponeuntil = ${until}`])
