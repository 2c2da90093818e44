/**
 * Providers that keep no report (attendance: 'events') are looked into once a minute while the
 * event is on. A sample says who is there at one instant; samples of one stay that follow each
 * other are one check-in whose end moves on, so an hour of looking is one row a person.
 */
import type { Tx } from '#database'
import { isRefusal } from '#errors'
import { isCancelled, isLive, type Occasion, type OccasionTable, readOccasion } from '#events'
import { systemCaller } from '#identity'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import { type AttendanceReport, ProviderError } from '#providers'
import { creation } from './apply-report.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import type { CollectNeeds } from './collect.ts'
import type { KnownWebinar } from './directory.ts'
import { readOccurrences } from './occurrences.ts'
import { type Believed, sortItems } from './sort-items.ts'
import { writeRefused } from './write-refused.ts'

export const watchJobKind = 'attendance.watch'

export interface WatchPayload {
  readonly table: OccasionTable
  readonly id: string
}

const minuteMs = 60_000
/** A look may come late or fail once; after a longer silence it is another stay. */
const longestGapMs = 2.5 * minuteMs

export function watchJob(needs: CollectNeeds): JobDefinition<WatchPayload> {
  return { kind: watchJobKind, run: (job) => watch(needs, job), onFailure: afterFailure }
}

export function watchRequest(occasion: Occasion): JobRequest<WatchPayload> {
  return {
    kind: watchJobKind,
    name: `Look who is in ${occasion.title}`.slice(0, 250),
    payload: { table: occasion.table, id: occasion.id },
    uniqueKey: `watch:${occasion.id}:${occasion.start.getTime()}`,
    runAt: doorsOpen(occasion),
    regarding: { table: occasion.table, id: occasion.id },
  }
}

function doorsOpen({
  start,
  joinEarlyMinutes,
}: Pick<Occasion, 'start' | 'joinEarlyMinutes'>): Date {
  return new Date(start.getTime() - joinEarlyMinutes * minuteMs)
}

async function watch(
  needs: CollectNeeds,
  job: JobRun<WatchPayload>,
): Promise<JobResult | undefined> {
  const occasion = await readOccasion(needs.db, job.payload.table, job.payload.id)
  if (occasion === undefined || isCancelled(occasion) || !isLive(occasion)) return undefined
  const now = needs.clock.now()
  // The very end is looked at, too: the last minute counts.
  const { next } = await readOccurrences(needs.db, occasion, new Date(now.getTime() - 1))
  if (next === undefined) return { friendlyMessage: 'The event is over.' }
  const opens = doorsOpen({ start: next.from, joinEarlyMinutes: occasion.joinEarlyMinutes })
  if (now < opens) return { runAgainAt: opens }
  const watched = await needs.directory.webinarsOf(needs.db, occasion.id)
  const looks = await lookInto(needs, watched)
  // Moved to a provider that reports by itself, or not created yet: looked at again in a minute.
  return {
    runAgainAt: new Date(now.getTime() + minuteMs),
    complete: async (tx) => {
      for (const { webinar, report } of looks)
        await applySamples(needs, tx, occasion, webinar, report)
    },
  }
}

interface Look {
  readonly webinar: KnownWebinar
  readonly report: AttendanceReport
}

/** An account that the event has left must not keep us from looking into the one it moved to. */
async function lookInto(needs: CollectNeeds, webinars: readonly KnownWebinar[]): Promise<Look[]> {
  const looks: Look[] = []
  for (const webinar of webinars) {
    try {
      const { provider, definition } = await needs.providers.openAccount(webinar.configurationId)
      if (definition.capabilities.attendance !== 'events') continue
      looks.push({ webinar, report: await provider.attendance(webinar.webinarId, undefined) })
    } catch (error) {
      if (!webinar.isReplaced) throw error
      if (!(error instanceof ProviderError) && !isRefusal(error)) throw error
    }
  }
  return looks
}

async function applySamples(
  needs: CollectNeeds,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  report: AttendanceReport,
): Promise<void> {
  const now = report.updatedAt
  const sorted = await sortItems(needs.directory, tx, occasion, webinar, report.items, now)
  for (const each of sorted.believed) await noteSample(needs, tx, occasion, webinar, each, now)
  const origin = { occasion, webinar, source: evidenceSource.providerReport, now }
  await writeRefused(needs.pipeline, tx, origin, sorted.doubted, { isWhole: false })
}

async function noteSample(
  needs: CollectNeeds,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  believed: Believed,
  now: Date,
): Promise<void> {
  const { attendee, item } = believed
  const who = attendee.sessionRegistrationId ?? attendee.registrationId
  const prefix = `sample:${webinar.id}:${who}`
  const [latest] = await rows.latestSample(tx, prefix)
  const isSame = latest !== undefined && now.getTime() - latest.until.getTime() <= longestGapMs
  if (isSame) {
    const minutes = Math.floor((now.getTime() - latest.from.getTime()) / minuteMs)
    await needs.pipeline.executeIn(tx, systemCaller, {
      message: 'Update',
      table: 'msevtmgt_checkin',
      id: latest.id,
      internal: true,
      target: { msevtmgt_checkouttime: now, msevtmgt_viewingdurationinmins: minutes },
    })
    return
  }
  const reference = `${prefix}:${(item.joinedAt ?? now).getTime()}`
  const request = creation(occasion, { ...believed, reference }, evidenceSource.providerReport)
  await needs.pipeline.executeIn(tx, systemCaller, request)
}

/** The next look is a minute away: a provider that is not there now is simply not seen then. */
function afterFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = error instanceof Error ? error.message : String(error)
  const isPassing =
    error instanceof ProviderError && error.kind !== 'auth' && error.kind !== 'scope'
  if (attempt > 60 || !isPassing) return { next: 'fail', friendlyMessage }
  return { next: 'retry', afterMs: minuteMs, friendlyMessage }
}
