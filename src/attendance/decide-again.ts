/** When the threshold of an event is changed, its verdicts and those of its sessions are made anew. */
import type { Clock } from '#clock'
import type { Db } from '#database'
import { isCancelled, type OccasionTable, readOccasion, readSessions } from '#events'
import type { JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Execution, Pipeline, Step } from '#pipeline'
import { currentStand } from './current-stand.ts'
import { recompute } from './recompute.ts'

export const decideJobKind = 'attendance.decide'

interface DecidePayload {
  readonly table: OccasionTable
  readonly id: string
}

interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly clock: Clock
}

export function decideJob(needs: Needs): JobDefinition<DecidePayload> {
  return {
    kind: decideJobKind,
    run: (job) => decideAgain(needs, job),
    onFailure: (error, attempt) => {
      const friendlyMessage = error instanceof Error ? error.message : String(error)
      if (attempt >= 6) return { next: 'fail', friendlyMessage }
      return { next: 'retry', afterMs: attempt * 60_000, friendlyMessage }
    },
  }
}

/** Nothing is to be said before the start. */
async function decideAgain(
  { db, pipeline, clock }: Needs,
  job: JobRun<DecidePayload>,
): Promise<JobResult | undefined> {
  const occasion = await readOccasion(db, job.payload.table, job.payload.id)
  const now = clock.now()
  if (occasion === undefined || isCancelled(occasion) || now < occasion.start) return undefined
  return {
    complete: async (tx) => {
      await recompute(pipeline, tx, occasion, await currentStand(tx, occasion), now)
    },
  }
}

export const thresholdStep: Step = {
  name: 'Attendance: decide again after a changed threshold',
  message: 'Update',
  table: 'msevtmgt_event',
  stage: 40,
  rank: 600,
  filteringColumns: ['gr_attendanceminutes', 'gr_attendanceshare'],
  run: async (execution: Execution) => {
    const occasion = await readOccasion(execution.tx, 'msevtmgt_event', execution.id)
    if (occasion === undefined) return
    const sessions = await readSessions(execution.tx, execution.id)
    for (const { table, id, title } of [occasion, ...sessions]) {
      const request: JobRequest<DecidePayload> = {
        kind: decideJobKind,
        name: `Decide attendance of ${title} again`.slice(0, 250),
        payload: { table, id },
        key: `attendance:${occasion.eventId}`,
        regarding: { table, id },
      }
      execution.enqueue(request)
    }
  },
}
