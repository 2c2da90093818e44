/**
 * What a vendor tells by itself: stays during the webinar become evidence at once; news that more
 * can be asked for moves the next look forward, and so does a stay that is told after the end. The same happening told twice counts once.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { type Occasion, readOccasion } from '#events'
import { systemCaller } from '#identity'
import { enqueue } from '#jobs'
import type { Pipeline } from '#pipeline'
import type { AttendanceItem, Happening } from '#providers'
import { creation, supersession } from './apply-report.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import { collectRequest } from './collect.ts'
import type { KnownWebinar, WebinarDirectory } from './directory.ts'
import { isPiece, tellingsOf } from './reference.ts'
import { type Believed, sortItems } from './sort-items.ts'
import { closeRoom, closeStay, openStay } from './tell-stay.ts'
import { writeRefused } from './write-refused.ts'

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
    const isLate = happening.kind === 'stay' && needs.clock.now() >= occasion.end
    if (isLate || happening.kind === 'ended' || happening.kind === 'attendance-ready') {
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
  const source = evidenceSource.providerCallback
  const { believed, doubted } = await sortItems(
    ...([needs.directory, tx, occasion, webinar, [item], now, source.value] as const),
  )
  for (const each of believed) {
    if (isPiece(item)) await openStay(needs.pipeline, tx, occasion, webinar, each)
    else await writeStay(needs, tx, occasion, webinar, each, now)
  }
  const origin = { occasion, webinar, source, now }
  await writeRefused(needs.pipeline, tx, origin, doubted, { isWhole: false })
}

/**
 * A whole stay; told again with another end it takes the place of the earlier telling. A telling that
 * was replaced and comes once more is a repetition of the vendor's, not news.
 */
async function writeStay(
  { pipeline }: Needs,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  believed: Believed,
  now: Date,
): Promise<void> {
  const { reference, attendee, item } = believed
  if (await rows.isKnown(tx, attendee.registrationId, reference)) return
  const told = await rows.checkinsUnder(tx, tellingsOf(webinar.id, item))
  const id = randomUUID()
  const request = creation(occasion, { ...believed, id }, evidenceSource.providerCallback)
  await pipeline.executeIn(tx, systemCaller, request)
  for (const each of told) {
    await pipeline.executeIn(tx, systemCaller, supersession(each.id, now, id))
  }
}
