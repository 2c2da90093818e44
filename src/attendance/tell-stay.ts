/**
 * Stays that a vendor tells in pieces: the join by one callback, the leave by another. Pieces with
 * one name are one stay; while it is open its check-in has no end and counts for nothing.
 */
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline } from '#pipeline'
import type { AttendanceItem } from '#providers'
import { creation } from './apply-report.ts'
import { digestOf } from './assess-record.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import type { KnownWebinar } from './directory.ts'
import type { Believed } from './sort-items.ts'

export function isPiece(item: AttendanceItem): boolean {
  return item.stayId !== undefined && (item.joinedAt === undefined || item.leftAt === undefined)
}

/** A leave without a join: closes the open stay of that name, or changes nothing. */
export async function closeStay(
  pipeline: Pipeline,
  tx: Tx,
  webinar: KnownWebinar,
  item: AttendanceItem,
): Promise<void> {
  if (item.leftAt === undefined) return
  await closeOpen(pipeline, tx, prefixOf(webinar, item), item.leftAt)
}

/** The room is over: whoever is still in it has left now. */
export async function closeRoom(
  pipeline: Pipeline,
  tx: Tx,
  webinar: KnownWebinar,
  at: Date,
): Promise<void> {
  await closeOpen(pipeline, tx, `callback:${webinar.id}`, at)
}

async function closeOpen(pipeline: Pipeline, tx: Tx, prefix: string, at: Date): Promise<void> {
  for (const { id, from } of await rows.openStays(tx, prefix)) {
    if (from > at) continue
    const minutes = Math.floor((at.getTime() - from.getTime()) / 60_000)
    await pipeline.executeIn(tx, systemCaller, {
      message: 'Update',
      table: 'msevtmgt_checkin',
      id,
      internal: true,
      target: { msevtmgt_checkouttime: at, msevtmgt_viewingdurationinmins: minutes },
    })
  }
}

/** A join: opens a stay; told again it changes nothing, after the leave it is another stay. */
export async function openStay(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  webinar: KnownWebinar,
  believed: Believed,
): Promise<void> {
  const prefix = prefixOf(webinar, believed.item)
  const reference = `${prefix}:${believed.item.joinedAt?.getTime()}`
  const told = await rows.checkinsUnder(tx, prefix)
  const isOpen = (await rows.openStays(tx, prefix)).length > 0
  if (isOpen || told.some((each) => each.reference === reference)) return
  const request = creation(occasion, { ...believed, reference }, evidenceSource.providerCallback)
  const target = {
    ...request.target,
    msevtmgt_checkouttime: null,
    msevtmgt_viewingdurationinmins: null,
  }
  await pipeline.executeIn(tx, systemCaller, { ...request, target })
}

function prefixOf(webinar: KnownWebinar, item: AttendanceItem): string {
  return `callback:${webinar.id}:${digestOf(item.stayId)}`
}
