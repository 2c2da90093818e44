/**
 * Brings the webinar of one event or session into the state that its row asks for: creates,
 * updates, replaces or deletes it. It reads, compares, makes one call, and writes what came of it in
 * the transaction that completes the job; run again after a crash it finds the same difference.
 */
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import { type Occasion, type OccasionTable, readOccasion, wantsWebinar } from '#events'
import { enqueue, type JobDefinition, type JobRequest, type JobResult, type JobRun } from '#jobs'
import type { Pipeline } from '#pipeline'
import { ProviderError, type Providers, type Webinar } from '#providers'
import { publishingState } from '#registrations'
import { afterFailure } from './failures.ts'
import { comingBack } from './held-back.ts'
import { markRegistrations, writeWebinarColumns } from './outcome.ts'
import { fingerprintOf, planOf } from './plan.ts'
import { registrationTableOf, unpublishedRegistrations } from './registration-rows.ts'
import { retireRequest } from './retire-webinar.ts'
import * as rows from './webinar-rows.ts'

export const webinarJobKind = 'webinars.reconcile-webinar'
export const registrantJobKind = 'webinars.reconcile-registrant'

export interface WebinarPayload {
  readonly table: OccasionTable
  readonly id: string
}

interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly providers: Providers
  readonly clock: Clock
}

/** A pending creation is asked for every five seconds, for half an hour. */
const pollMs = 5_000
const pendingLimitMs = 30 * 60_000

export function webinarJob(needs: Needs): JobDefinition<WebinarPayload> {
  return {
    kind: webinarJobKind,
    run: comingBack(needs.clock, (job) => reconcile(needs, job)),
    onFailure: afterFailure,
    failed: (tx, job, message) => recordFailure(needs, tx, job.payload, message),
  }
}

export function webinarRequest(occasion: {
  table: OccasionTable
  id: string
}): JobRequest<WebinarPayload> {
  return {
    kind: webinarJobKind,
    name: 'Bring the webinar in step with its provider',
    payload: { table: occasion.table, id: occasion.id },
    key: `webinar:${occasion.id}`,
    // Changes that come before it runs are one job: it reads what is true then.
    uniqueKey: `webinar:${occasion.id}`,
    regarding: { table: occasion.table, id: occasion.id },
  }
}

async function reconcile(
  needs: Needs,
  job: JobRun<WebinarPayload>,
): Promise<JobResult | undefined> {
  const { table, id } = job.payload
  const occasion = await readOccasion(needs.db, table, id)
  const current = await rows.currentWebinar(needs.db, id)
  if (occasion === undefined || !wantsWebinar(occasion)) {
    return current === undefined ? undefined : await remove(needs, current, occasion)
  }
  if (current === undefined) return await create(needs, occasion, job.ownerId)
  if (current.configurationid !== occasion.configurationId) {
    return await create(needs, occasion, job.ownerId, current)
  }
  if (current.state === 'pending') return await poll(needs, occasion, current)
  return await update(needs, occasion, current, job.ownerId)
}

/**
 * In the name of the person whose change asked for it, where people sign in themselves. A webinar
 * that it replaces is left alone until then: the join links lead there while the new one cannot be
 * had, and from then on to the new one.
 */
async function create(
  needs: Needs,
  occasion: Occasion,
  askedBy: string | undefined,
  replaced?: rows.WebinarRow,
): Promise<JobResult> {
  const configurationId = occasion.configurationId as string
  const { provider, actingUserId } = await needs.providers.openAccount(configurationId, {
    actingUserId: askedBy,
  })
  const creationKey = await rows.creationKey(needs.db, occasion.id)
  const plan = await planOf(needs.db, withoutLinkOf(occasion, replaced), creationKey)
  const webinar = standing(await provider.createWebinar(plan), configurationId)
  const id = crypto.randomUUID()
  const now = needs.clock.now()
  const fingerprint = fingerprintOf(plan)
  const row = {
    id,
    occasion,
    configurationId,
    actingUserId,
    webinar,
    creationKey,
    fingerprint,
    now,
  }
  return {
    ...nextLook(webinar, now),
    friendlyMessage: `The provider ${webinar.state === 'pending' ? 'is creating' : 'created'} webinar ${webinar.webinarId}.`,
    complete: async (tx) => {
      if (replaced !== undefined) await leave(tx, occasion, replaced, now)
      await rows.insertWebinar(tx, row)
      await settle(needs, tx, occasion, id, webinar, 'Create')
    },
  }
}

/** The link that the old provider gave is not one that a person has pasted for the new one. */
function withoutLinkOf(occasion: Occasion, replaced: rows.WebinarRow | undefined): Occasion {
  const isOld = replaced !== undefined && occasion.webinarUrl === replaced.webinarurl
  return isOld ? { ...occasion, webinarUrl: undefined } : occasion
}

async function leave(
  tx: Tx,
  occasion: Occasion,
  { gr_webinarid: id }: rows.WebinarRow,
  now: Date,
): Promise<void> {
  await rows.markDeleted(tx, id, now)
  await enqueue(tx, [retireRequest(occasion, id)])
}

/** Whoever planned a webinar changes it: others may not at the vendor. */
const openFor = ({ providers }: Needs, { configurationid, actinguserid }: rows.WebinarRow) =>
  providers.openAccount(configurationid, { actingUserId: actinguserid ?? undefined })

/** A webinar that the provider could not create is a failure of the job, with its reason. */
function standing(webinar: Webinar, configurationId: string): Webinar {
  if (webinar.state !== 'failed') return webinar
  const message =
    webinar.stateReason ?? 'The provider could not create the webinar and gave no reason.'
  throw new ProviderError('rejected', { provider: configurationId, message })
}

function nextLook(webinar: Webinar, now: Date): Pick<JobResult, 'runAgainAt'> {
  return webinar.state === 'pending' ? { runAgainAt: new Date(now.getTime() + pollMs) } : {}
}

async function poll(
  needs: Needs,
  occasion: Occasion,
  current: rows.WebinarRow,
): Promise<JobResult> {
  const { provider } = await openFor(needs, current)
  const found = await provider.readWebinar(current.webinarid)
  const webinar = standing(found, current.configurationid)
  if (webinar.state === 'pending') return waitOrGiveUp(current, needs.clock.now())
  return {
    friendlyMessage: `The provider created webinar ${webinar.webinarId}.`,
    complete: async (tx) => {
      await rows.updateWebinar(tx, current.gr_webinarid, webinar, current.planfingerprint)
      await settle(needs, tx, occasion, current.gr_webinarid, webinar, 'Create')
    },
  }
}

function waitOrGiveUp(current: rows.WebinarRow, now: Date): JobResult {
  if (now.getTime() - current.createdon.getTime() > pendingLimitMs) {
    throw new ProviderError('rejected', {
      provider: current.configurationid,
      message: 'The provider did not finish creating the webinar within 30 minutes.',
    })
  }
  return { runAgainAt: new Date(now.getTime() + pollMs) }
}

async function update(
  needs: Needs,
  occasion: Occasion,
  current: rows.WebinarRow,
  askedBy: string | undefined,
): Promise<JobResult | undefined> {
  const plan = await planOf(needs.db, occasion, current.creationkey)
  const fingerprint = fingerprintOf(plan)
  const isTold = fingerprint === current.planfingerprint && !isLinkReplaced(occasion, current)
  if (isTold && current.state === 'created') {
    return { complete: (tx) => pushUnpublished(tx, occasion, current.gr_webinarid) }
  }
  const { provider, definition } = await openFor(needs, current)
  // A vendor that cannot change a webinar gets a new one; registrants follow.
  if (!definition.capabilities.update) return await create(needs, occasion, askedBy, current)
  const updated = await provider.updateWebinar(current.webinarid, plan)
  const webinar = standing(updated, current.configurationid)
  return {
    ...nextLook(webinar, needs.clock.now()),
    friendlyMessage: `The provider updated webinar ${webinar.webinarId}.`,
    complete: async (tx) => {
      await rows.updateWebinar(tx, current.gr_webinarid, webinar, fingerprint)
      await settle(needs, tx, occasion, current.gr_webinarid, webinar, 'Update')
    },
  }
}

/** A person put another link on the event: for pasted links that is the change. */
function isLinkReplaced(occasion: Occasion, current: rows.WebinarRow): boolean {
  return occasion.webinarUrl !== undefined && occasion.webinarUrl !== current.webinarurl
}

async function remove(
  needs: Needs,
  current: rows.WebinarRow,
  occasion: Occasion | undefined,
): Promise<JobResult> {
  const { provider, definition } = await openFor(needs, current)
  const { delete: canDelete } = definition.capabilities
  if (canDelete) await provider.deleteWebinar(current.webinarid)
  return {
    friendlyMessage: canDelete
      ? `The provider deleted webinar ${current.webinarid}.`
      : `Nobody is sent to webinar ${current.webinarid} any more. It stays at the provider, which cannot delete webinars; delete it there by hand.`,
    complete: async (tx) => {
      await rows.markDeleted(tx, current.gr_webinarid, needs.clock.now())
      if (occasion !== undefined) {
        await writeWebinarColumns(needs.pipeline, tx, occasion, {
          operation: 'Delete',
          status: 'Deleted',
          reason: null,
          webinar: undefined,
        })
      }
    },
  }
}

const statusOf = { created: 'Created', pending: 'Pending', failed: 'Failed' } as const

/** Writes the provider's answer to the event or session, and lets its registrations follow. */
async function settle(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  webinarRowId: string,
  webinar: Webinar,
  operation: 'Create' | 'Update',
): Promise<void> {
  await writeWebinarColumns(needs.pipeline, tx, occasion, {
    operation,
    status: statusOf[webinar.state],
    reason: webinar.stateReason ?? null,
    webinar,
  })
  if (webinar.state === 'created') await pushUnpublished(tx, occasion, webinarRowId)
}

/** Registrations that came before the webinar was there, or whose push was cut short. */
async function pushUnpublished(tx: Tx, occasion: Occasion, webinar: string): Promise<void> {
  const table = registrationTableOf(occasion)
  const ids = await unpublishedRegistrations(tx, occasion, webinar)
  await enqueue(
    tx,
    ids.map((id) => registrantRequest({ table, id })),
  )
}

export function registrantRequest(registration: { table: string; id: string }): JobRequest {
  return {
    kind: registrantJobKind,
    name: 'Bring the registration in step with the provider',
    payload: registration,
    key: `registrant:${registration.id}`,
    regarding: registration,
  }
}

async function recordFailure(
  needs: Needs,
  tx: Tx,
  at: WebinarPayload,
  message: string,
): Promise<void> {
  const occasion = await readOccasion(tx, at.table, at.id)
  if (occasion === undefined) return
  const current = await rows.currentWebinar(tx, at.id)
  await writeWebinarColumns(needs.pipeline, tx, occasion, {
    operation: current === undefined ? 'Create' : 'Update',
    status: 'Failed',
    reason: message,
    webinar: undefined,
  })
  if (current?.state === 'created') return
  if (current !== undefined) await rows.markFailed(tx, current.gr_webinarid, message)
  const state = publishingState.parentWebinarFailed.value
  await markRegistrations(needs.pipeline, tx, occasion, state, message)
}
