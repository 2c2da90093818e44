/** What is kept of deliveries, and sending them again. */
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Audit } from '#identity'
import type { JobDefinition, Schedule } from '#jobs'
import type { Log } from '#log'
import type { Step } from '#pipeline'
import { DeliveryLog } from './log/delivery-log.ts'
import { logSteps } from './log/keep-log.ts'
import { pruneLogJob, pruneLogSchedule } from './log/prune-log.ts'
import type { Registry } from './registry.ts'
import { replayJob } from './replay/replay-job.ts'
import { createReplays, type Replays } from './replay/replays.ts'

interface DeliveryRecords {
  readonly log: DeliveryLog
  readonly jobs: readonly JobDefinition[]
  readonly schedules: readonly Schedule[]
  readonly steps: readonly Step[]
  replays(registry: Registry): Replays
}

export function createDeliveryRecords(o: {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly audit: Pick<Audit, 'note'> | undefined
}): DeliveryRecords {
  return {
    log: new DeliveryLog(o),
    jobs: [pruneLogJob(o), replayJob(o)] as readonly JobDefinition[],
    schedules: [pruneLogSchedule],
    steps: logSteps(),
    replays: (registry) => createReplays({ ...o, registry }),
  }
}
