export type {
  FailureVerdict,
  JobDefinition,
  JobRequest,
  JobResult,
  JobRun,
  Regarding,
} from './job.ts'
