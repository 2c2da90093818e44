/** Keeps records that cannot count, and says which of them a later report does not tell any more. */
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline, Request } from '#pipeline'
import type { KnownWebinar } from './directory.ts'
import { keepStay, recordText } from './kept-stay.ts'
import { displayNameIn } from './person-key.ts'
import { firstReference, standingAgain } from './reference.ts'
import { refusalsOf } from './refused-rows.ts'
import type { Doubted } from './sort-items.ts'

interface Origin {
  readonly occasion: Occasion
  readonly webinar: KnownWebinar
  readonly source: { readonly value: number }
  readonly now: Date
}

export async function writeRefused(
  pipeline: Pipeline,
  tx: Tx,
  origin: Origin,
  doubts: readonly Doubted[],
  /** Whole: what it does not tell any more was corrected away. A callback tells one record only. */
  { isWhole }: { readonly isWhole: boolean },
): Promise<void> {
  if (doubts.length === 0 && !isWhole) return
  const known = await refusalsOf(tx, origin.webinar.id, origin.source.value)
  const earlier = Map.groupBy(known, ({ reference }) => firstReference(reference))
  const requests: Request[] = []
  for (const each of doubts) {
    const before = earlier.get(each.reference) ?? []
    if (before.some(({ stands }) => stands)) continue
    requests.push(creation(origin, each, standingAgain(each.reference, before.length + 1)))
  }
  const told = new Set(doubts.map(({ reference }) => reference))
  for (const { id, reference, stands } of isWhole ? known : []) {
    if (stands && !told.has(firstReference(reference))) requests.push(takenBack(id, origin.now))
  }
  for (const request of requests) await pipeline.executeIn(tx, systemCaller, request)
}

function creation(
  { occasion, webinar, source, now }: Origin,
  { item, assessment, personKey }: Doubted,
  reference: string,
): Request {
  const name = displayNameIn(item.raw) ?? item.email ?? item.registrantId ?? 'Unnamed record'
  return {
    message: 'Create',
    table: 'gr_refusedattendance',
    internal: true,
    target: {
      name: name.slice(0, 200),
      eventid: occasion.eventId,
      sessionid: occasion.table === 'msevtmgt_session' ? occasion.id : null,
      reason: assessment.doubt,
      explanation: assessment.explanation,
      email: item.email?.slice(0, 320) ?? null,
      registrantid: item.registrantId?.slice(0, 300) ?? null,
      reference,
      record: recordText(item.raw),
      receivedon: now,
      source: source.value,
      webinar: webinar.id,
      personkey: personKey ?? null,
      stay: personKey === undefined ? null : keepStay(item).slice(0, 4000),
    },
  }
}

function takenBack(id: string, at: Date): Request {
  return {
    message: 'Update',
    table: 'gr_refusedattendance',
    id,
    internal: true,
    target: { supersededon: at },
  }
}
