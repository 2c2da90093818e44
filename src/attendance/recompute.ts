/** Makes the verdicts of an event or session anew and writes those that changed, with history. */
import type { Tx } from '#database'
import type { Occasion } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline, Request } from '#pipeline'
import { verdict } from '#registrations'
import * as rows from './attendance-rows.ts'
import { type Decision, decideVerdict, type Evidence, type Situation } from './decide-verdict.ts'

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

export async function decideFor(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  attendees: readonly rows.Attendee[],
  stand: Stand,
  now: Date,
): Promise<number> {
  const checkins = await rows.standingCheckins(
    tx,
    attendees.map((each) => each.registrationId),
  )
  const byRegistration = Map.groupBy(checkins, (row) => row.msevtmgt_registrationid)
  const threshold = await rows.thresholdOf(tx, occasion.eventId)
  const event = { from: occasion.start, to: occasion.end }
  let changes = 0
  for (const attendee of attendees) {
    const evidence = evidenceFor(
      attendee,
      occasion,
      byRegistration.get(attendee.registrationId) ?? [],
    )
    const decision = decideVerdict(evidence, { event, threshold, ...stand })
    if (isSame(attendee, decision)) continue
    for (const request of changeOf(attendee, decision, now)) {
      await pipeline.executeIn(tx, systemCaller, request)
    }
    changes += 1
  }
  await rows.refreshCheckinCount(tx, occasion)
  return changes
}

/** A session counts its own check-ins; an event counts those of its sessions too. */
function evidenceFor(
  attendee: rows.Attendee,
  occasion: Occasion,
  checkins: readonly rows.CheckinRow[],
): Evidence[] {
  const isSession = attendee.sessionRegistrationId !== undefined
  return checkins
    .filter((row) => !isSession || row.msevtmgt_sessionattended === occasion.id)
    .map((row) => ({
      source: row.gr_source ?? 0,
      from: row.msevtmgt_checkintime ?? undefined,
      to: row.msevtmgt_checkouttime ?? undefined,
      minutes: row.msevtmgt_viewingdurationinmins ?? undefined,
    }))
}

function isSame(attendee: rows.Attendee, decision: Decision): boolean {
  const before = attendee.verdict ?? verdict.pending.value
  return before === decision.verdict && (attendee.attendedMinutes ?? 0) === decision.attendedMinutes
}

function changeOf(attendee: rows.Attendee, decision: Decision, now: Date): Request[] {
  const session = attendee.sessionRegistrationId
  return [
    {
      message: 'Update',
      table: session === undefined ? 'msevtmgt_eventregistration' : 'msevtmgt_sessionregistration',
      id: session ?? attendee.registrationId,
      internal: true,
      target: { gr_verdict: decision.verdict, gr_attendedminutes: decision.attendedMinutes },
    },
    {
      message: 'Create',
      table: 'gr_verdictchange',
      internal: true,
      target: {
        name: labelOf(decision.verdict),
        registrationid: attendee.registrationId,
        sessionregistrationid: session ?? null,
        verdict: decision.verdict,
        previousverdict: attendee.verdict ?? null,
        attendedminutes: decision.attendedMinutes,
        requiredminutes: decision.requiredMinutes,
        reason: decision.reason,
        decidedon: now,
      },
    },
  ]
}

function labelOf(value: number): string {
  return Object.values(verdict).find((option) => option.value === value)?.label ?? 'Pending'
}
