import type { Clock } from '#clock'
import type { Db } from '#database'
import type { OccasionTable } from '#events'
import type { JobDefinition } from '#jobs'
import type { Pipeline, Step } from '#pipeline'
import type { Happening, Providers } from '#providers'
import { decideJoin, type JoinDecision } from './join.ts'
import { decidePresenterJoin } from './join-as-presenter.ts'
import {
  type Presenter,
  presentersAt,
  presenterToken,
  readPresenterToken,
  type Signing,
} from './presenters.ts'
import { registrantJob } from './reconcile-registrant.ts'
import { webinarJob } from './reconcile-webinar.ts'
import { retireJob } from './retire-webinar.ts'
import { webinarSteps } from './steps.ts'
import { happeningJobs, takeHappening } from './take-happening.ts'

export interface Webinars {
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  /** Where the join link of a registration leads now. */
  decideJoin(eventRegistrationId: string): Promise<JoinDecision>
  /** Speakers and team of an event or session, each with their own way in as host. */
  presenterLinks(table: OccasionTable, id: string): Promise<readonly PresenterLink[]>
  /** Where the link of a presenter leads now; undefined: this hub did not make it. */
  decidePresenterJoin(token: string): Promise<JoinDecision | undefined>
  /** What a vendor's callback told of the webinar itself; false: nothing of ours. */
  takeHappening(configurationId: string, happening: Happening): Promise<boolean>
}

export interface PresenterLink extends Presenter {
  readonly link: string
}

/** Keeps events and registrations in step with providers. */
export function createWebinars(o: {
  db: Db
  pipeline: Pipeline
  providers: Providers
  clock: Clock
  vault: Signing
  /** Without slash at the end. */
  publicUrl: string
}): Webinars {
  return {
    steps: webinarSteps(),
    jobs: [
      webinarJob(o),
      registrantJob(o),
      retireJob(o),
      ...happeningJobs(o),
    ] as readonly JobDefinition[],
    decideJoin: (eventRegistrationId) => decideJoin(o, eventRegistrationId),
    async presenterLinks(table, occasionId) {
      const presenters = await presentersAt(o.db, table, occasionId)
      return presenters.map((presenter) => {
        const token = presenterToken(o.vault, { table, occasionId, personId: presenter.id })
        return { ...presenter, link: `${o.publicUrl}/p/${token}` }
      })
    },
    async decidePresenterJoin(token) {
      const place = readPresenterToken(o.vault, token)
      return place === undefined ? undefined : await decidePresenterJoin(o, place)
    },
    takeHappening: (configurationId, happening) => takeHappening(o, configurationId, happening),
  }
}
