import type { StateOption } from '#database'

/** Status reasons of a system job (`statuscode`), as Dataverse numbers them. */
export const jobStatus = {
  waitingForResources: 0,
  waiting: 10,
  inProgress: 20,
  pausing: 21,
  canceling: 22,
  succeeded: 30,
  failed: 31,
  canceled: 32,
} as const

export type JobStatus = (typeof jobStatus)[keyof typeof jobStatus]

export const jobStates: readonly StateOption[] = [
  { value: 0, label: 'Ready', statuses: [{ value: 0, label: 'Waiting For Resources' }] },
  { value: 1, label: 'Suspended', statuses: [{ value: 10, label: 'Waiting' }] },
  {
    value: 2,
    label: 'Locked',
    statuses: [
      { value: 20, label: 'In Progress' },
      { value: 21, label: 'Pausing' },
      { value: 22, label: 'Canceling' },
    ],
  },
  {
    value: 3,
    label: 'Completed',
    statuses: [
      { value: 30, label: 'Succeeded' },
      { value: 31, label: 'Failed' },
      { value: 32, label: 'Canceled' },
    ],
  },
]

/**
 * What may become of a job: for each move, the status it has and the one it gets. The types, the
 * SQL and the documentation come from this table; what is not here is refused.
 *
 * People's acts. A running job is asked to stop (21, 22) and its run's signal is aborted; the
 * worker then makes the last step. *Postpone* of a running job is a pause with a time.
 */
export const acts = {
  cancel: { 0: 32, 10: 32, 20: 22, 21: 22 },
  postpone: { 0: 10, 10: 10, 20: 21, 21: 21 },
  pause: { 20: 21 },
  resume: { 10: 0 },
  retry: { 31: 0, 32: 0 },
} as const satisfies Moves

/**
 * The worker's moves. A run that ended well has had its effect, so it is recorded as succeeded
 * even where someone asked for it to stop meanwhile. *Suspend*: run again later. *Give back*: the
 * run did not take place or was broken off because the worker stops.
 */
export const workerMoves = {
  claim: { 0: 20 },
  promote: { 10: 0 },
  succeed: { 20: 30, 21: 30, 22: 30 },
  fail: { 20: 31, 21: 31, 22: 32 },
  suspend: { 20: 10, 21: 10, 22: 32 },
  giveBack: { 20: 0, 21: 10, 22: 32 },
} as const satisfies Moves

type Moves = Readonly<Record<string, Readonly<Partial<Record<JobStatus, JobStatus>>>>>

/** `cancel`, `postpone`, `pause`, `resume` or `retry`. */
export type Act = keyof typeof acts
export type WorkerMove = keyof typeof workerMoves

/** The state that a status reason belongs to: 0 → 0, 10 → 1, 20–22 → 2, 30–32 → 3. */
export const stateOf = (status: JobStatus): number => Math.floor(status / 10)

/** What `act` makes of a job with this status, or undefined where the act is not allowed. */
export function statusAfter(act: Act, status: JobStatus): JobStatus | undefined {
  const moves: Partial<Record<JobStatus, JobStatus>> = acts[act]
  return moves[status]
}

export function statusLabel(status: JobStatus): string {
  const statuses = jobStates.flatMap((state) => state.statuses)
  return statuses.find((each) => each.value === status)?.label ?? String(status)
}

/**
 * SQL that turns the status of the row `a` into the one after a worker's move:
 * `case a.statuscode when 20 then 0 when 21 then 10 when 22 then 32 end`.
 */
export function sqlStatusAfter(move: WorkerMove): string {
  const cases = Object.entries(workerMoves[move]).map(([from, to]) => `when ${from} then ${to}`)
  return `case a.statuscode ${cases.join(' ')} end`
}
