/**
 * After the end the provider is asked for attendance every five minutes for one hour, and again
 * after four hours, a day and three days for corrections, because providers revise their reports. A
 * provider whose definition says that it tells attendance later is asked at its own times instead.
 * When the list has come, those who attended are completed and the others failed. If nobody started
 * it, the event ends as not held after the hour, or when a slow provider has told everything. Of a
 * series every date is asked for after its own end; who missed it is failed after the last one.
 */
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import { isRefusal } from '#errors'
import {
  isCancelled,
  isLive,
  type Occasion,
  type OccasionTable,
  outcome,
  readOccasion,
} from '#events'
import { systemCaller } from '#identity'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Pipeline } from '#pipeline'
import { type AttendanceReport, ProviderError, type Providers } from '#providers'
import { applyReport } from './apply-report.ts'
import * as rows from './attendance-rows.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { lockEvidence } from './lock-evidence.ts'
import { type Occurrences, readOccurrences } from './occurrences.ts'
import { recompute, type Stand } from './recompute.ts'
import { isTooEarly, mayRest, nextLook, type Timetable, timetableOf } from './timetable.ts'

export const collectJobKind = 'attendance.collect'

export interface CollectPayload {
  readonly table: OccasionTable
  readonly id: string
}

export interface CollectNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly providers: Providers
  readonly directory: WebinarDirectory
  readonly clock: Clock
}

const minute = 60_000
/** One look without news; a little less than the interval, because jobs start a moment late. */
const restMs = 4.5 * minute

export function collectJob(needs: CollectNeeds): JobDefinition<CollectPayload> {
  return { kind: collectJobKind, run: (job) => collect(needs, job), onFailure: afterFailure }
}

/** The end is part of the unique key: an event that moves gets a job for its new end. */
export function collectRequest(occasion: Occasion): JobRequest<CollectPayload> {
  return {
    kind: collectJobKind,
    name: `Collect attendance of ${occasion.title}`.slice(0, 250),
    payload: { table: occasion.table, id: occasion.id },
    key: `attendance:${occasion.eventId}`,
    uniqueKey: `attendance:${occasion.id}:${occasion.end.getTime()}`,
    runAt: occasion.end,
    regarding: { table: occasion.table, id: occasion.id },
  }
}

interface Fetched {
  readonly webinar: KnownWebinar
  readonly report: AttendanceReport
}

async function collect(
  needs: CollectNeeds,
  job: JobRun<CollectPayload>,
): Promise<JobResult | undefined> {
  const occasion = await readOccasion(needs.db, job.payload.table, job.payload.id)
  if (occasion === undefined || isCancelled(occasion) || !isLive(occasion)) return undefined
  const occurrences = await readOccurrences(needs.db, occasion, needs.clock.now())
  const { lastOver, next: following } = occurrences
  if (lastOver === undefined) return { runAgainAt: following?.to ?? occasion.end }
  const webinars = await needs.directory.webinarsOf(needs.db, occasion.id)
  const round = await fetchAll(needs, lastOver.to, webinars)
  const { fetched, timetable, problem } = round
  const now = needs.clock.now()
  const next = earliest(nextLook(timetable, lastOver.to, now), following?.to)
  if (problem !== undefined && next === undefined) throw problem
  const message = problem === undefined ? summary(fetched) : problem.message
  return {
    friendlyMessage: message,
    ...(next === undefined ? {} : { runAgainAt: next }),
    complete: (tx) => settle(needs, tx, occasion, { ...round, occurrences }, now),
  }
}

interface Round {
  readonly fetched: readonly Fetched[]
  /** In how many webinars people can have been. */
  readonly rooms: number
  readonly timetable: Timetable
  readonly problem: Error | undefined
}

/** A provider that does not answer now is asked again at the next look; others still count. */
async function fetchAll(
  needs: CollectNeeds,
  end: Date,
  webinars: readonly KnownWebinar[],
): Promise<Round> {
  const sinceEndMs = needs.clock.now().getTime() - end.getTime()
  const fetched: Fetched[] = []
  const lags: Parameters<typeof timetableOf>[0][number][] = []
  let rooms = webinars.length
  let problem: Error | undefined
  for (const webinar of webinars) {
    try {
      const { provider, definition } = await needs.providers.openAccount(webinar.configurationId)
      // Those that keep no report were watched while it was on (watch.ts).
      if (['none', 'events'].includes(definition.capabilities.attendance)) continue
      lags.push(definition.attendanceLag)
      if (isTooEarly(definition.attendanceLag, sinceEndMs)) continue
      fetched.push({ webinar, report: await provider.attendance(webinar.webinarId, undefined) })
    } catch (error) {
      if (!(error instanceof ProviderError) && !isRefusal(error)) throw error
      if (isGone(webinar, error)) rooms -= 1
      else problem = error
    }
  }
  return { fetched, rooms, timetable: timetableOf(lags), problem }
}

/** Replaced before anybody could be in it, and deleted: there is nothing to be told. */
function isGone({ isReplaced }: KnownWebinar, error: Error): boolean {
  return isReplaced && error instanceof ProviderError && error.kind === 'not-found'
}

function earliest(...instants: readonly (Date | undefined)[]): Date | undefined {
  const known = instants.filter((each) => each !== undefined)
  return known.length === 0 ? undefined : new Date(Math.min(...known.map(Number)))
}

function summary(fetched: readonly Fetched[]): string {
  const records = fetched.reduce((sum, { report }) => sum + report.items.length, 0)
  return records === 0
    ? 'The provider has no attendance yet.'
    : `The provider reported ${records} stays.`
}

async function settle(
  needs: CollectNeeds,
  tx: Tx,
  occasion: Occasion,
  { fetched, rooms, timetable, occurrences }: Round & { readonly occurrences: Occurrences },
  now: Date,
): Promise<void> {
  await lockEvidence(tx, occasion)
  for (const { webinar, report } of fetched) {
    await applyReport(needs, tx, occasion, webinar, report, now)
    await noteUpdate(needs.pipeline, tx, webinar.configurationId, report.updatedAt)
  }
  const { lastOver, next: following } = occurrences
  const end = (lastOver?.to ?? occasion.end).getTime()
  // Whoever missed the dates of a series so far may come to the next one.
  const isComplete = following === undefined && now.getTime() >= end + timetable.completeMs
  const isOneReport = following === undefined && rooms <= 1 && mayRest(timetable)
  const stand = await standOf(tx, occasion, { isComplete, isOneReport, occurrences }, now)
  await recompute(needs.pipeline, tx, occasion, stand, now)
  if (stand.absenceCanBeTold || isComplete) {
    await writeOutcome(needs.pipeline, tx, occasion, stand)
  }
}

/**
 * Absence can be told when the list has come and is at rest: reports arrive in parts (a stay shows
 * some minutes after it ended), and nobody should be failed by the first part. When the provider's
 * time is over it is told in any case. Clicks alone tell neither that it was held nor who was absent. Providers of
 * an event that was moved while it ran report at different times: one list at rest tells nothing
 * about who was in the other room.
 */
async function standOf(
  tx: Tx,
  occasion: Occasion,
  {
    isComplete,
    isOneReport,
    occurrences,
  }: {
    readonly isComplete: boolean
    readonly isOneReport: boolean
    readonly occurrences: Occurrences
  },
  now: Date,
): Promise<Stand> {
  const newest = await rows.newestPresence(tx, occasion, occurrences.begun)
  if (newest === undefined) return { absenceCanBeTold: false, notHeld: isComplete }
  const isAtRest = isOneReport && now.getTime() - newest.getTime() >= restMs
  return { absenceCanBeTold: isComplete || isAtRest, notHeld: false }
}

/** "Last metrics update" of the configuration; only forward. */
async function noteUpdate(
  pipeline: Pipeline,
  tx: Tx,
  configurationId: string,
  updatedAt: Date,
): Promise<void> {
  await pipeline.executeIn(tx, systemCaller, {
    message: 'Update',
    table: 'msevtmgt_webinarconfiguration',
    id: configurationId,
    internal: true,
    target: { msevtmgt_lastupdatedatetime: updatedAt },
  })
}

async function writeOutcome(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  stand: Stand,
): Promise<void> {
  const ended = stand.notHeld ? outcome.notHeld.value : outcome.held.value
  await pipeline.executeIn(tx, systemCaller, {
    message: 'Update',
    table: occasion.table,
    id: occasion.id,
    internal: true,
    target: { gr_ended: ended },
  })
}

function afterFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = error instanceof Error ? error.message : String(error)
  if (attempt >= 6)
    return {
      next: 'fail',
      friendlyMessage: `Attendance could not be collected: ${friendlyMessage}`,
    }
  return { next: 'retry', afterMs: attempt * attempt * minute, friendlyMessage }
}
