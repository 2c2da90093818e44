import { sql } from 'kysely'
import type { Tx } from '#database'
import { changeJob } from './change-job.ts'
import type { JobStatus } from './status.ts'

/** Asks a running job to stop (21); it then waits until someone resumes it. */
export const pause = (tx: Tx, id: string, now: Date): Promise<JobStatus> =>
  changeJob(tx, id, 'pause', now, () => [sql`postponeuntil = null`])
