import type { Tx } from '#database'
import { cancel } from './cancel.ts'
import { pause } from './pause.ts'
import { postpone } from './postpone.ts'
import { refusals } from './refusals.ts'
import { resume } from './resume.ts'
import { type JobStatus, jobStatus } from './status.ts'

/** What Dataverse lets a client write on a system job, as the client sent it. */
export interface JobUpdate {
  readonly statecode?: number
  readonly statuscode?: number
  readonly postponeuntil?: Date | null
}

/**
 * Performs the act that a client of the Data API means by writing these columns: completed is
 * cancel, ready is resume, suspended is postpone, or pause where no time is given. Refuses the rest.
 */
export async function updateJob(
  tx: Tx,
  id: string,
  update: JobUpdate,
  now: Date,
): Promise<JobStatus> {
  const { statuscode, postponeuntil: until } = update
  const state =
    update.statecode ?? (statuscode === undefined ? undefined : Math.floor(statuscode / 10))
  const isCancel = state === 3 && (statuscode ?? jobStatus.canceled) === jobStatus.canceled
  if (isCancel) return await cancel(tx, id, now)
  if (state === 0 || (state === undefined && until === null)) return await resume(tx, id, now)
  if ((state === 1 || state === undefined) && until) return await postpone(tx, id, until, now)
  if (state === 1) return await pause(tx, id, now)
  throw refusals['job-not-writable']({ id, found: JSON.stringify(update) })
}
