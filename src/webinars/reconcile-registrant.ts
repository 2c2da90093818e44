/**
 * Brings one registration into step with the webinar of its event or session: makes it known,
 * withdraws it, or makes it known to the webinar that replaced the old one.
 */
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import { readOccasion, wantsWebinar } from '#events'
import { systemCaller } from '#identity'
import { enqueue, type JobDefinition, type JobResult, type JobRun } from '#jobs'
import type { Pipeline } from '#pipeline'
import type { Providers } from '#providers'
import { publishingState } from '#registrations'
import { afterFailure, isProvidersAnswer } from './failures.ts'
import { comingBack, patienceMs } from './held-back.ts'
import { published, publishing, withdrawn } from './outcome.ts'
import { registrantJobKind, registrantRequest, webinarRequest } from './reconcile-webinar.ts'
import {
  type PushableRegistration,
  type RegistrationTable,
  readPushable,
} from './registration-rows.ts'
import * as rows from './webinar-rows.ts'

export interface RegistrantPayload {
  readonly table: RegistrationTable
  readonly id: string
}

interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly providers: Providers
  readonly clock: Clock
}

export function registrantJob(needs: Needs): JobDefinition<RegistrantPayload> {
  return {
    kind: registrantJobKind,
    run: comingBack(needs.clock, (job) => reconcile(needs, job)),
    onFailure: afterFailure,
    failed: (tx, job, message, error) => recordFailure(needs, tx, job.payload, message, error),
    concurrency: 8,
  }
}

async function reconcile(
  needs: Needs,
  job: JobRun<RegistrantPayload>,
): Promise<JobResult | undefined> {
  const registration = await readPushable(needs.db, job.payload.table, job.payload.id)
  if (registration === undefined) return undefined
  const current = await rows.currentWebinar(needs.db, registration.occasionId)
  const known = await rows.registrantsOf(needs.db, registration.id)
  const others = known.filter(({ webinar }) => webinar !== current?.gr_webinarid)
  const outdated = registration.active ? await elsewhere(needs, others, current) : known[0]
  if (outdated !== undefined) return await withdraw(needs, registration, outdated)
  if (!registration.active || known.length > others.length) return undefined
  return await push(needs, registration, current, others)
}

/**
 * A place to be given back before the next one is taken: in the webinar of another session, or in
 * one that is gone without another in its place. A webinar that was replaced is closed as a whole,
 * and its place is given up when the new one is taken.
 */
async function elsewhere(
  { db }: Needs,
  others: readonly rows.RegistrantRow[],
  current: rows.WebinarRow | undefined,
): Promise<rows.RegistrantRow | undefined> {
  if (current === undefined) return others[0]
  for (const other of others) {
    const webinar = await rows.webinarById(db, other.webinar)
    if (webinar?.occasionid !== current.occasionid) return other
  }
  return undefined
}

async function push(
  needs: Needs,
  registration: PushableRegistration,
  current: rows.WebinarRow | undefined,
  /** The same person in webinars that this one replaced. */
  earlier: readonly rows.RegistrantRow[],
): Promise<JobResult | undefined> {
  if (current === undefined) return await askForWebinar(needs, registration)
  if (current.state === 'failed') return await waitForMending(needs, registration, current)
  if (current.state === 'pending')
    return { friendlyMessage: 'Waits for the webinar to be created.' }
  const { provider, definition } = await needs.providers.openAccount(current.configurationid, {
    patienceMs,
    actingUserId: current.actinguserid ?? undefined,
    webinarId: current.webinarid,
  })
  const registrant = definition.capabilities.registrants
    ? await provider.register(current.webinarid, registration)
    : { registrantId: registration.id, joinUrl: undefined }
  return {
    friendlyMessage: `The provider knows this registration as ${registrant.registrantId}.`,
    complete: async (tx) => {
      const now = needs.clock.now()
      for (const { gr_registrantid } of earlier) await rows.markCancelled(tx, gr_registrantid, now)
      await rows.insertRegistrant(tx, {
        table: registration.table,
        registrationId: registration.id,
        webinar: current.gr_webinarid,
        registrant,
        now,
      })
      await needs.pipeline.executeIn(
        tx,
        systemCaller,
        published(registration.table, registration.id, registrant),
      )
    },
  }
}

/** The event has to change, or somebody retries its job; then all that wait are pushed. */
async function waitForMending(
  needs: Needs,
  { table, id }: PushableRegistration,
  { statereason }: rows.WebinarRow,
): Promise<JobResult> {
  const state = publishingState.parentWebinarFailed.value
  const request = publishing(table, id, state, statereason ?? undefined)
  return {
    friendlyMessage: 'The webinar could not be created, so nobody can be registered for it yet.',
    complete: async (tx) => {
      await needs.pipeline.executeIn(tx, systemCaller, request)
    },
  }
}

/** Without a webinar there is nothing to push to; creating it pushes all that wait. */
async function askForWebinar(
  needs: Needs,
  registration: PushableRegistration,
): Promise<JobResult | undefined> {
  const occasion = await readOccasion(needs.db, registration.occasionTable, registration.occasionId)
  if (occasion === undefined || !wantsWebinar(occasion)) return undefined
  return {
    friendlyMessage: 'Waits for the webinar to be created.',
    complete: async (tx) => {
      await enqueue(tx, [webinarRequest(occasion)])
    },
  }
}

async function withdraw(
  needs: Needs,
  registration: PushableRegistration,
  known: rows.RegistrantRow,
): Promise<JobResult> {
  const webinar = await rows.webinarById(needs.db, known.webinar)
  if (webinar !== undefined && webinar.deletedon === null) {
    const { provider, definition } = await needs.providers.openAccount(webinar.configurationid, {
      patienceMs,
      actingUserId: webinar.actinguserid ?? undefined,
      webinarId: webinar.webinarid,
    })
    if (definition.capabilities.registrants && definition.capabilities.cancel) {
      await provider.cancelRegistrant(webinar.webinarid, known.registrantid)
    }
  }
  return {
    friendlyMessage: `The provider no longer knows registration ${known.registrantid}.`,
    complete: async (tx) => {
      await rows.markCancelled(tx, known.gr_registrantid, needs.clock.now())
      await needs.pipeline.executeIn(
        tx,
        systemCaller,
        withdrawn(registration.table, registration.id),
      )
      await enqueue(tx, [registrantRequest(registration)])
    },
  }
}

/** The provider said no, or could not be reached: two states, both retried by the same button. */
async function recordFailure(
  needs: Needs,
  tx: Tx,
  at: RegistrantPayload,
  message: string,
  error: unknown,
): Promise<void> {
  const state = isProvidersAnswer(error)
    ? publishingState.webinarProviderError.value
    : publishingState.failedToPublish.value
  await needs.pipeline.executeIn(tx, systemCaller, publishing(at.table, at.id, state, message))
}
