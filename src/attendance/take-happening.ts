/**
 * What a vendor tells by itself: stays during the webinar become evidence at once; news that more
 * can be asked for moves the next look forward. The same happening told twice counts once.
 */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { type Occasion, readOccasion } from '#events'
import { systemCaller } from '#identity'
import { enqueue } from '#jobs'
import type { Pipeline } from '#pipeline'
import type { AttendanceItem, Happening } from '#providers'
import { creation, supersession, writeRefused } from './apply-report.ts'
import { digestOf } from './assess-record.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import { collectRequest } from './collect.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { type Believed, sortItems } from './sort-items.ts'
import { closeRoom, closeStay, isPiece, openStay } from './tell-stay.ts'

interface Needs {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly directory: WebinarDirectory
  readonly clock: Clock
}

/** Gives whether the webinar is one of ours. */
export async function takeHappening(
  needs: Needs,
  configurationId: string,
  happening: Happening,
): Promise<boolean> {
  const found = await needs.directory.occasionOf(needs.db, configurationId, happening.webinarId)
  if (found === undefined) return false
  const occasion = await readOccasion(needs.db, found.table, found.id)
  if (occasion === undefined) return false
  await withTransaction(needs.db, async (tx) => {
    if (happening.kind === 'stay')
      await takeStay(needs, tx, occasion, found.webinar, happening.item)
    if (happening.kind === 'ended') {
      await closeRoom(needs.pipeline, tx, found.webinar, happening.at)
    }
    if (happening.kind === 'ended' || happening.kind === 'attendance-ready') {
      const uniqueKey = `attendance:${occasion.id}:told`
      await enqueue(tx, [{ ...collectRequest(occasion), runAt: needs.clock.now(), uniqueKey }])
    }
  })
  return true
}

async function takeStay(
  needs: Needs,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  item: AttendanceItem,
): Promise<void> {
  if (isPiece(item) && item.joinedAt === undefined) {
    return await closeStay(needs.pipeline, tx, webinar, item)
  }
  const now = needs.clock.now()
  const sorted = await sortItems(needs.directory, tx, occasion, webinar, [item], now)
  for (const each of sorted.believed) {
    if (isPiece(item)) await openStay(needs.pipeline, tx, occasion, webinar, each)
    else await writeStay(needs, tx, occasion, webinar, each, now)
  }
  await writeRefused(needs.pipeline, tx, occasion, sorted.doubted, now)
}

/** A whole stay; told again with another end it takes the place of the earlier telling. */
async function writeStay(
  { pipeline }: Needs,
  tx: Tx,
  occasion: Parameters<typeof creation>[0],
  webinar: KnownWebinar,
  believed: Believed,
  now: Date,
): Promise<void> {
  const stay = `callback:${webinar.id}:${digestOf(nameOf(believed.item))}`
  const reference = `${stay}:${digestOf([believed.item.leftAt, believed.item.viewingMinutes])}`
  const told = await rows.checkinsUnder(tx, stay)
  if (told.some((each) => each.reference === reference)) return
  for (const { id } of told) await pipeline.executeIn(tx, systemCaller, supersession(id, now))
  const request = creation(occasion, { ...believed, reference }, evidenceSource.providerCallback)
  await pipeline.executeIn(tx, systemCaller, request)
}

function nameOf(item: AttendanceItem): unknown {
  return [item.registrantId ?? item.externalId ?? item.email, item.joinedAt]
}
