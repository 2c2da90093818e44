import { sql } from 'kysely'
import type { Tx } from '#database'
import { changeJob } from './change-job.ts'
import { type JobStatus, jobStatus } from './status.ts'

/**
 * Cancels a job. One that waits is cancelled (32) at once; one that runs is asked to stop (22): its
 * signal is aborted, and it becomes cancelled when its run has stopped, or succeeded where the run
 * came to its end all the same. Cancelling a recurring job ends its schedule.
 */
export const cancel = (tx: Tx, id: string, now: Date): Promise<JobStatus> =>
  changeJob(tx, id, 'cancel', now, (to) =>
    to === jobStatus.canceled
      ? [sql`completedon = ${now}`, sql`friendlymessage = 'Cancelled.'`]
      : [],
  )
