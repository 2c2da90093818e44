import { sql } from 'kysely'
import type { Tx } from '#database'
import { changeJob } from './change-job.ts'
import type { JobStatus } from './status.ts'

/**
 * Runs a failed or cancelled job again, at the end of the line. The same row tells the next
 * attempt; what happened before stays in its breadcrumbs and its retry count.
 */
export const retry = (tx: Tx, id: string, now: Date): Promise<JobStatus> =>
  changeJob(tx, id, 'retry', now, () => [
    ...emptied.map((column) => sql`${sql.ref(column)} = null`),
    sql`retrycount = retrycount + 1`,
    sql`gr_attempt = gr_attempt + 1`,
    sql`gr_tries = 1`,
    sql`gr_losses = 0`,
    sql`gr_begun = true`,
    sql`sequence = nextval('asyncoperation_sequence')`,
  ])

/** What the last attempt left; its breadcrumb stays. */
const emptied = [
  'completedon',
  'postponeuntil',
  'errorcode',
  'executiontimespan',
  'friendlymessage',
  'message',
]
