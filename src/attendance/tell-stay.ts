/**
 * Stays that a vendor tells in pieces: the join by one callback, the leave by another. Pieces with
 * one name are one stay; while it is open its check-in has no end and counts for nothing. The record
 * keeps every piece as it came.
 */
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline } from '#pipeline'
import type { AttendanceItem } from '#providers'
import { creation } from './apply-report.ts'
import * as rows from './attendance-rows.ts'
import { evidenceSource } from './choices.ts'
import type { KnownWebinar } from './directory.ts'
import { keepStay, keptStay, recordText } from './kept-stay.ts'
import { piecesOf } from './reference.ts'
import { openPieces } from './refused-rows.ts'
import type { Believed } from './sort-items.ts'

/** A leave without a join: closes the open stay of that name, or changes nothing. */
export async function closeStay(
  pipeline: Pipeline,
  tx: Tx,
  webinar: KnownWebinar,
  item: AttendanceItem,
): Promise<void> {
  const { leftAt, stayId, raw } = item
  if (leftAt === undefined) return
  await closeOpen(pipeline, tx, piecesOf(webinar.id, item), leftAt, raw)
  await closeUnmatched(pipeline, tx, webinar, leftAt, stayId)
}

/** The room is over: whoever is still in it has left now. */
export async function closeRoom(
  pipeline: Pipeline,
  tx: Tx,
  webinar: KnownWebinar,
  at: Date,
): Promise<void> {
  await closeOpen(pipeline, tx, `callback:${webinar.id}`, at, undefined)
  await closeUnmatched(pipeline, tx, webinar, at, undefined)
}

async function closeOpen(
  pipeline: Pipeline,
  tx: Tx,
  prefix: string,
  at: Date,
  raw: unknown,
): Promise<void> {
  for (const { id, from, record, inWaitingRoom } of await rows.openStays(tx, prefix)) {
    if (from > at) continue
    const minutes = inWaitingRoom ? null : Math.floor((at.getTime() - from.getTime()) / 60_000)
    const target = { msevtmgt_checkouttime: at, msevtmgt_viewingdurationinmins: minutes }
    await pipeline.executeIn(tx, systemCaller, {
      message: 'Update',
      table: 'msevtmgt_checkin',
      id,
      internal: true,
      target: raw === undefined ? target : { ...target, gr_record: withPiece(record, raw) },
    })
  }
}

function withPiece(record: string | null, raw: unknown): string {
  return record === null ? recordText(raw) : `${record}\n${recordText(raw)}`.slice(0, 100_000)
}

/** Nobody could be matched, but somebody may decide later: then the leave must be known. */
async function closeUnmatched(
  pipeline: Pipeline,
  tx: Tx,
  webinar: KnownWebinar,
  at: Date,
  stayId: string | undefined,
): Promise<void> {
  for (const { id, stay } of await openPieces(tx, webinar.id)) {
    const item = keptStay(stay, undefined)
    const isMeant = stayId === undefined || item.stayId === stayId
    if (!isMeant || item.joinedAt === undefined || item.joinedAt > at) continue
    await pipeline.executeIn(tx, systemCaller, {
      message: 'Update',
      table: 'gr_refusedattendance',
      id,
      internal: true,
      target: { stay: keepStay({ ...item, leftAt: at }) },
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
  const isOpen = (await rows.openStays(tx, piecesOf(webinar.id, believed.item))).length > 0
  if (isOpen) return
  if (await rows.isKnown(tx, believed.attendee.registrationId, believed.reference)) return
  const request = creation(occasion, believed, evidenceSource.providerCallback)
  const target = {
    ...request.target,
    msevtmgt_checkouttime: null,
    msevtmgt_viewingdurationinmins: null,
  }
  await pipeline.executeIn(tx, systemCaller, { ...request, target })
}
