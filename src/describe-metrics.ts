/** What an operator sees under /metrics about jobs and deliveries; plugged in by `compose.ts`. */
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Labels, Metrics } from '#http'
import { backlog, backlogByKind, type EndedRun } from '#jobs'
import type { Attempt } from '#webhooks'

interface Observers {
  readonly onRunEnded: (run: EndedRun) => void
  readonly onAttempt: (attempt: Attempt) => void
  readonly onCircuit: (endpointId: string, state: 'open' | 'closed') => void
}

export function describeMetrics(
  metrics: Metrics,
  o: { readonly db: Db; readonly clock: Clock },
): Observers {
  describeBacklog(metrics, o)
  const observeRun = metrics.timer('greenroom_job_seconds', 'Time a job ran, by kind', 'kind')
  const observeWait = metrics.timer(
    'greenroom_job_wait_seconds',
    'Time from when a job could have begun until it began, by kind',
    'kind',
  )
  const countEnd = metrics.counter(
    'greenroom_job_runs_total',
    'Runs of jobs, by kind and outcome',
    ['kind', 'outcome'],
  )
  const countCircuit = metrics.counter(
    'greenroom_circuit_changes_total',
    'Circuits of endpoints that opened or closed, by endpoint',
    ['endpoint', 'state'],
  )
  return {
    onCircuit: (endpoint, state) => countCircuit({ endpoint, state }),
    onRunEnded({ kind, status, seconds, waitedSeconds }) {
      observeRun(kind, seconds)
      observeWait(kind, waitedSeconds)
      countEnd({ kind, outcome: outcomes.get(status ?? 0) ?? 'again' })
    },
    onAttempt: describeDeliveries(metrics),
  }
}

/** By status reason; whatever else a run ends with runs again. */
const outcomes = new Map<number, string>([
  [30, 'succeeded'],
  [31, 'failed'],
  [32, 'canceled'],
])

/** What an operator alarms on: jobs that wait, for how long, and what fails. */
function describeBacklog(
  metrics: Metrics,
  { db, clock }: { readonly db: Db; readonly clock: Clock },
): void {
  const total = () => backlog(db, clock.now())
  const byKind = () => backlogByKind(db, clock.now())
  metrics.gauge(
    'greenroom_jobs_ready',
    'Jobs that could run now',
    async () => (await total()).ready,
  )
  metrics.gauge(
    'greenroom_jobs_failed_last_hour',
    'Jobs that failed for good in the last hour',
    async () => (await total()).failedLastHour,
  )
  metrics.gauge(
    'greenroom_jobs_oldest_seconds',
    'Lag: how long the oldest ready job has waited',
    async () => (await total()).oldestWaitingSeconds,
  )
  metrics.gauges('greenroom_jobs', 'Open jobs, by kind and state', ['kind', 'state'], async () =>
    (await byKind()).map(({ kind, state, jobs }) => ({ labels: { kind, state }, value: jobs })),
  )
  metrics.gauges(
    'greenroom_jobs_lag_seconds',
    'How long the oldest ready job of a kind has waited',
    ['kind'],
    async () =>
      (await byKind()).flatMap(({ kind, oldestSeconds }) =>
        oldestSeconds === undefined ? [] : [{ labels: { kind }, value: oldestSeconds }],
      ),
  )
}

/** Endpoints that have series of their own; those that come later share one called `other`. */
const endpointLabels = 100

function describeDeliveries(metrics: Metrics): (attempt: Attempt) => void {
  const observe = metrics.timer(
    'greenroom_delivery_seconds',
    'Time of an attempt to deliver, by endpoint',
    'endpoint',
  )
  const count = metrics.counter(
    'greenroom_delivery_attempts_total',
    'Attempts to deliver, by endpoint and outcome',
    ['endpoint', 'outcome'],
  )
  const known = new Set<string>()
  return (attempt) => {
    const { endpointId, durationMs } = attempt
    if (known.size < endpointLabels) known.add(endpointId)
    const endpoint = known.has(endpointId) ? endpointId : 'other'
    observe(endpoint, durationMs / 1000)
    count({ endpoint, outcome: outcomeOf(attempt) } satisfies Labels)
  }
}

/** `delivered`, the class of the answer (`4xx`), or `no answer`. */
function outcomeOf({ delivered, response }: Attempt): string {
  if (delivered) return 'delivered'
  return response === undefined ? 'no answer' : `${Math.floor(response.status / 100)}xx`
}
