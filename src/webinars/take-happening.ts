/**
 * What a vendor's callback tells about the webinar itself: it is gone, or it was recorded. A callback
 * is only a hint: the provider is asked before anything is believed.
 */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { type Occasion, type OccasionTable, readOccasion, wantsWebinar } from '#events'
import { systemCaller } from '#identity'
import { enqueue, type JobDefinition, type JobRequest, type JobResult } from '#jobs'
import type { Pipeline } from '#pipeline'
import { type Happening, ProviderError, type Providers, type Recording } from '#providers'
import { occasionOf } from './directory.ts'
import { afterFailure } from './failures.ts'
import { comingBack } from './held-back.ts'
import { writeWebinarColumns } from './outcome.ts'
import { webinarRequest } from './reconcile-webinar.ts'
import * as recordings from './recording-rows.ts'
import * as rows from './webinar-rows.ts'

interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly providers: Providers
  readonly clock: Clock
}

const goneKind = 'webinars.look-after'
const recordingsKind = 'webinars.load-recordings'

/** Gives whether the webinar is one of ours. */
export async function takeHappening(
  { db }: Pick<Needs, 'db'>,
  configurationId: string,
  happening: Happening,
): Promise<boolean> {
  if (happening.kind !== 'deleted' && happening.kind !== 'recording-ready') return false
  const found = await occasionOf(db, configurationId, happening.webinarId)
  if (found === undefined) return false
  const { table, id, webinar } = found
  const request = happening.kind === 'deleted' ? lookAfter : loadRecordings
  await withTransaction(db, (tx) => enqueue(tx, [request({ table, id, webinar: webinar.id })]))
  return true
}

interface WebinarOfOccasion {
  readonly table: OccasionTable
  readonly id: string
  /** Our row. */
  readonly webinar: string
}

/** After whatever the hub itself is doing with the webinar: the key keeps the order. */
const lookAfter = (of: WebinarOfOccasion): JobRequest<WebinarOfOccasion> => ({
  kind: goneKind,
  name: 'Look whether the webinar is still there',
  payload: of,
  key: `webinar:${of.id}`,
  regarding: { table: of.table, id: of.id },
})

const loadRecordings = (of: WebinarOfOccasion): JobRequest<WebinarOfOccasion> => ({
  kind: recordingsKind,
  name: 'Load the recordings of the webinar',
  payload: of,
  uniqueKey: `recordings:${of.webinar}`,
  regarding: { table: of.table, id: of.id },
})

export function happeningJobs(needs: Needs): readonly JobDefinition<WebinarOfOccasion>[] {
  return [
    {
      kind: goneKind,
      run: comingBack(needs.clock, ({ payload }) => lookWhetherGone(needs, payload)),
      onFailure: afterFailure,
    },
    {
      kind: recordingsKind,
      run: comingBack(needs.clock, ({ payload }) => load(needs, payload)),
      onFailure: afterFailure,
    },
  ]
}

/** The schedule is the hub's: what somebody deleted at the vendor is shown and made anew. */
async function lookWhetherGone(
  needs: Needs,
  { table, id, webinar }: WebinarOfOccasion,
): Promise<JobResult> {
  const row = await rows.webinarById(needs.db, webinar)
  if (row === undefined || row.deletedon !== null) {
    return { friendlyMessage: 'The hub has deleted it itself.' }
  }
  if (await isThere(needs, row)) return { friendlyMessage: 'The webinar is still there.' }
  const reason = `Somebody deleted webinar ${row.webinarid} at the provider.`
  return {
    friendlyMessage: `${reason} It is made anew if its event is still live.`,
    complete: async (tx) => {
      await rows.markGone(tx, webinar, needs.clock.now(), reason)
      const occasion = await readOccasion(tx, table, id)
      if (occasion !== undefined) await showGone(needs, tx, occasion, reason)
    },
  }
}

async function isThere({ providers }: Needs, row: rows.WebinarRow): Promise<boolean> {
  const { provider } = await providers.openAccount(row.configurationid, {
    actingUserId: row.actinguserid ?? undefined,
  })
  try {
    await provider.readWebinar(row.webinarid)
    return true
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'not-found') return false
    throw error
  }
}

async function showGone(needs: Needs, tx: Tx, occasion: Occasion, reason: string): Promise<void> {
  await writeWebinarColumns(needs.pipeline, tx, occasion, {
    operation: 'Delete',
    status: 'Deleted',
    reason,
    webinar: undefined,
  })
  const isOver = occasion.end <= needs.clock.now()
  if (wantsWebinar(occasion) && !isOver) await enqueue(tx, [webinarRequest(occasion)])
}

async function load(
  needs: Needs,
  { table, id, webinar }: WebinarOfOccasion,
): Promise<JobResult | undefined> {
  const row = await rows.webinarById(needs.db, webinar)
  if (row === undefined) return undefined
  const { provider, definition } = await needs.providers.openAccount(row.configurationid)
  if (!definition.capabilities.recordings) return undefined
  const found = await provider.recordings(row.webinarid)
  return {
    friendlyMessage: `The provider has ${found.length} recordings.`,
    complete: async (tx) => {
      for (const each of found) await keep(needs.pipeline, tx, { table, id }, each)
    },
  }
}

const lengths = { name: 300, id: 500, url: 2000 } as const

/** Half a URL leads nowhere: one that does not fit is left out. */
const fitting = (url: string | undefined) =>
  url === undefined || url.length > lengths.url ? null : url

async function keep(
  pipeline: Pipeline,
  tx: Tx,
  occasion: { readonly table: OccasionTable; readonly id: string },
  recording: Recording,
): Promise<void> {
  const table = 'gr_webinarrecording'
  const providerId = recording.recordingId.slice(0, lengths.id)
  const target = {
    gr_name: (recording.title || 'Recording').slice(0, lengths.name),
    gr_providerid: providerId,
    [occasion.table === 'msevtmgt_event' ? 'gr_event' : 'gr_session']: occasion.id,
    gr_startedon: recording.startedAt ?? null,
    gr_minutes: recording.minutes === undefined ? null : Math.round(recording.minutes),
    gr_playurl: fitting(recording.playUrl),
    gr_downloadurl: fitting(recording.downloadUrl),
  }
  const known = await recordings.recordingBy(tx, occasion, providerId)
  const request =
    known === undefined
      ? { message: 'Create', table, target }
      : { message: 'Update', table, id: known, target }
  await pipeline.executeIn(tx, systemCaller, { ...request, internal: true })
}
