export { type Backlog, backlog, backlogByKind, type KindBacklog } from './backlog.ts'
export { cancel } from './cancel.ts'
export { removeJob as remove } from './change-job.ts'
export { describeError } from './describe-error.ts'
export { enqueue } from './enqueue.ts'
export type {
  FailureVerdict,
  JobDefinition,
  JobRequest,
  JobResult,
  JobRun,
  Regarding,
} from './job.ts'
export { jobKinds } from './kinds.ts'
export { pause } from './pause.ts'
export { postpone } from './postpone.ts'
export {
  createPruneJob,
  defaultRetention,
  type JobRetention,
  prune,
  pruneSchedule,
} from './prune.ts'
export { readJobName } from './read-job-name.ts'
export { resume } from './resume.ts'
export { retry } from './retry.ts'
export { ensureSchedule, type NextOccurrence, type Schedule } from './schedule.ts'
export { type Act, acts, type JobStatus, jobStatus } from './status.ts'
export { type Tables, tables } from './tables.ts'
export { type JobUpdate, updateJob } from './update-job.ts'
export {
  createWorker,
  type EndedRun,
  type Worker,
  type WorkerOptions,
  type WorkerState,
} from './worker.ts'
