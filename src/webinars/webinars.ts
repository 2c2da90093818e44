import type { Clock } from '#clock'
import type { Db } from '#database'
import type { JobDefinition } from '#jobs'
import type { Pipeline, Step } from '#pipeline'
import type { Providers } from '#providers'
import { decideJoin, type JoinDecision } from './join.ts'
import { registrantJob } from './reconcile-registrant.ts'
import { webinarJob } from './reconcile-webinar.ts'
import { webinarSteps } from './steps.ts'

export interface Webinars {
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** Where the join link of a registration leads now. */
  decideJoin(eventRegistrationId: string): Promise<JoinDecision>
}

/** Keeps events and registrations in step with providers. */
export function createWebinars(o: {
  db: Db
  pipeline: Pipeline
  providers: Providers
  clock: Clock
}): Webinars {
  return {
    steps: webinarSteps(),
    jobs: [webinarJob(o), registrantJob(o)] as readonly JobDefinition[],
    decideJoin: (eventRegistrationId) => decideJoin(o, eventRegistrationId),
  }
}
