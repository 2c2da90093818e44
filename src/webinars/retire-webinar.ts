/**
 * What becomes of a webinar that another one has replaced, at the same provider or a new one. It is
 * touched only once the new one stands, and by a job of its own: a provider that is moved away from
 * because it is down must not hold up the move.
 */
import type { Clock } from '#clock'
import type { Db } from '#database'
import { type Occasion, type OccasionTable, readOccasion } from '#events'
import type { JobDefinition, JobRequest, JobResult } from '#jobs'
import type { Capabilities, Provider, Providers } from '#providers'
import { afterFailure } from './failures.ts'
import { comingBack } from './held-back.ts'
import { planOf } from './plan.ts'
import * as rows from './webinar-rows.ts'

export const retireJobKind = 'webinars.retire-webinar'

interface Needs {
  readonly db: Db
  readonly providers: Providers
  readonly clock: Clock
}

export interface RetirePayload {
  readonly table: OccasionTable
  readonly id: string
  /** Our row of the webinar that was replaced. */
  readonly webinar: string
}

/** A creation that takes time is asked for as often. */
const waitMs = 5_000
const minuteMs = 60_000

export function retireRequest(
  { table, id }: Pick<Occasion, 'table' | 'id'>,
  webinar: string,
): JobRequest<RetirePayload> {
  return {
    kind: retireJobKind,
    name: 'Close the webinar that was replaced',
    payload: { table, id, webinar },
    uniqueKey: `retire:${webinar}`,
    regarding: { table, id },
  }
}

export function retireJob(needs: Needs): JobDefinition<RetirePayload> {
  return {
    kind: retireJobKind,
    run: comingBack(needs.clock, ({ payload }) => retire(needs, payload)),
    onFailure: afterFailure,
  }
}

async function retire(
  needs: Needs,
  { table, id, webinar }: RetirePayload,
): Promise<JobResult | undefined> {
  const old = await rows.webinarById(needs.db, webinar)
  if (old === undefined) return undefined
  const now = needs.clock.now()
  const occasion = await readOccasion(needs.db, table, id)
  const successor = await rows.currentWebinar(needs.db, id)
  const isWaiting = successor !== undefined && successor.state !== 'created'
  if (isWaiting && occasion !== undefined && now < occasion.end) return waitFor(successor, now)
  const { provider, definition } = await needs.providers.openAccount(old.configurationid, {
    actingUserId: old.actinguserid ?? undefined,
    webinarId: old.webinarid,
  })
  const fate = fateOf(definition.capabilities, occasion, now)
  if (fate === 'delete') await provider.deleteWebinar(old.webinarid)
  else if (fate === 'end' && occasion !== undefined) await end(needs, provider, occasion, old)
  return { friendlyMessage: `Webinar ${old.webinarid} was replaced: ${told[fate]}` }
}

function waitFor({ state }: rows.WebinarRow, now: Date): JobResult {
  return {
    runAgainAt: new Date(now.getTime() + (state === 'pending' ? waitMs : minuteMs)),
    friendlyMessage: 'Waits until the webinar that replaces it is created.',
  }
}

type Fate = 'delete' | 'by hand' | 'end' | 'leave'

const told: Readonly<Record<Fate, string>> = {
  delete: 'the provider deleted it.',
  'by hand':
    'it stays there, because the provider cannot delete webinars; delete it there by hand.',
  end: 'the provider was told that it ends now; its attendance is still asked for.',
  leave: 'it stays at the provider, so that its attendance can be asked for.',
}

/**
 * Deleting takes the report of those who were there along, so after the start a webinar whose
 * provider is asked for attendance is only ended. Where the hub saw by itself who was there, and
 * before the start, it goes.
 */
export function fateOf(
  { attendance, update, delete: canDelete }: Pick<Capabilities, 'attendance' | 'update' | 'delete'>,
  occasion: Pick<Occasion, 'start' | 'end'> | undefined,
  now: Date,
): Fate {
  if (occasion === undefined || now < occasion.start || attendance !== 'query') {
    return canDelete ? 'delete' : 'by hand'
  }
  return update && now < occasion.end ? 'end' : 'leave'
}

/** Shorter than planned, and nothing in it that only the new provider knows. */
async function end(
  { db, clock }: Needs,
  provider: Provider,
  occasion: Occasion,
  old: rows.WebinarRow,
): Promise<void> {
  const plan = await planOf(db, occasion, old.creationkey)
  const earliest = plan.start.getTime() + minuteMs
  await provider.updateWebinar(old.webinarid, {
    ...plan,
    end: new Date(Math.max(clock.now().getTime(), earliest)),
    recurrence: undefined,
    webinarType: undefined,
  })
}
