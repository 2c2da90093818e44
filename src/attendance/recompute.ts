/** Makes the verdicts of an event or session anew and writes those that changed, with history. */
import type { Tx } from '#database'
import type { Occasion } from '#events'
import type { Pipeline } from '#pipeline'
import { verdict } from '#registrations'
import * as rows from './attendance-rows.ts'
import { type Decision, decideVerdict, type Evidence, type Situation } from './decide-verdict.ts'
import { readOccurrences } from './occurrences.ts'
import { type ChangedVerdict, writeVerdicts } from './write-verdicts.ts'

export type Stand = Pick<Situation, 'absenceCanBeTold' | 'notHeld'>

/** Gives how many verdicts changed. */
export async function recompute(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  stand: Stand,
  now: Date,
): Promise<number> {
  const attendees = (await rows.attendeesOf(tx, occasion)).filter((attendee) => attendee.active)
  return await decideFor(pipeline, tx, occasion, attendees, stand, now)
}

/** So many people at a time: their evidence is all that is held in memory. */
const batchSize = 1000

export async function decideFor(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  attendees: readonly rows.Attendee[],
  stand: Stand,
  now: Date,
): Promise<number> {
  const threshold = await rows.thresholdOf(tx, occasion.eventId)
  const { begun: occurrences } = await readOccurrences(tx, occasion, now)
  const situation = { occurrences, threshold, ...stand }
  let count = 0
  for (let at = 0; at < attendees.length; at += batchSize) {
    const batch = attendees.slice(at, at + batchSize)
    const changes = await changesOf(tx, occasion, batch, situation)
    await writeVerdicts(pipeline, tx, changes, now)
    count += changes.length
  }
  await rows.refreshCheckinCount(tx, occasion)
  return count
}

async function changesOf(
  tx: Tx,
  occasion: Occasion,
  attendees: readonly rows.Attendee[],
  situation: Situation,
): Promise<ChangedVerdict[]> {
  const ids = attendees.map((each) => each.registrationId)
  const checkins = await rows.standingEvidence(tx, ids)
  const byRegistration = Map.groupBy(checkins, (row) => row.registrationId)
  const changes: ChangedVerdict[] = []
  for (const attendee of attendees) {
    const own = byRegistration.get(attendee.registrationId) ?? []
    const decision = decideVerdict(evidenceFor(attendee, occasion, own), situation)
    if (!isSame(attendee, decision)) changes.push({ attendee, decision })
  }
  return changes
}

/** A session counts its own check-ins; an event counts those of its sessions too. */
function evidenceFor(
  attendee: rows.Attendee,
  occasion: Occasion,
  checkins: readonly rows.StandingEvidence[],
): readonly Evidence[] {
  if (attendee.sessionRegistrationId === undefined) return checkins
  return checkins.filter(({ sessionId }) => sessionId === occasion.id)
}

/** A verdict that stands for another reason is told anew: the threshold may have changed. */
function isSame(attendee: rows.Attendee, decision: Decision): boolean {
  const before = attendee.verdict ?? verdict.pending.value
  if (before !== decision.verdict) return false
  if ((attendee.attendedMinutes ?? 0) !== decision.attendedMinutes) return false
  return attendee.reason === undefined || attendee.reason === decision.reason
}
