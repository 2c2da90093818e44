import type { Db } from '#database'
import { activeAdministration, noYes } from '#events'
import { type LetterKind, topicOf } from './kinds.ts'

/**
 * Whether letters of a kind are written at all: the event administration has one switch for
 * attendees and one for purchasers. Without an active record both are on. What was announced is
 * taken back either way, and presenters are always let in.
 */
export async function mayWrite(db: Db, kind: LetterKind): Promise<boolean> {
  if (kind === 'cancellation' || kind === 'eventCancelled') return true
  const topic = topicOf(kind)
  if (topic === 'presenter') return true
  const administration = await activeAdministration(db)
  if (administration === undefined) return true
  const answer =
    topic === 'purchase'
      ? administration.msevtmgt_sendmailtopurchaser
      : administration.msevtmgt_sendmailtoeventattendee
  return answer !== noYes.no.value
}
