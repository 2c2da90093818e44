/**
 * Names of evidence. The same record told again has the same name, so that it counts once; a
 * corrected one has another. What comes back after it was corrected away is a row of its own,
 * told apart by `~2`, because nothing that was written is written over.
 */
import type { AttendanceItem } from '#providers'
import { digestOf, fingerprintOf, waitingOf } from './assess-record.ts'
import { evidenceSource } from './choices.ts'

/** A presence that is told in pieces and not whole yet: the join by itself, or the leave. */
export function isPiece(item: AttendanceItem): boolean {
  return item.stayId !== undefined && (item.joinedAt === undefined || item.leftAt === undefined)
}

/** The pieces of one presence. */
export function piecesOf(webinar: string, item: AttendanceItem): string {
  return `callback:${webinar}:${digestOf(item.stayId)}`
}

/** All tellings of one whole stay. */
export function tellingsOf(webinar: string, item: AttendanceItem): string {
  const who = item.registrantId ?? item.externalId ?? item.email
  return `callback:${webinar}:${digestOf([who, item.joinedAt, ...waitingOf(item)])}`
}

export function referenceOf(webinar: string, source: number, item: AttendanceItem): string {
  if (source !== evidenceSource.providerCallback.value) return fingerprintOf(webinar, item)
  if (isPiece(item)) return `${piecesOf(webinar, item)}:${item.joinedAt?.getTime()}`
  return `${tellingsOf(webinar, item)}:${digestOf([item.leftAt, item.viewingMinutes])}`
}

/** The reference for the n-th time that a record stands. */
export function standingAgain(reference: string, times: number): string {
  return times <= 1 ? reference : `${reference}~${times}`
}

export function firstReference(reference: string): string {
  return reference.replace(/~\d+$/, '')
}
