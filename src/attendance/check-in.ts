/**
 * gr_CheckIn: one piece of evidence that did not come from a provider's report: a click on the
 * join link, a QR scan, a mark by a person with a reason. Saying the same twice is one check-in.
 */
import type { Clock } from '#clock'
import { type Occasion, readOccasion } from '#events'
import type { Execution, MessageDefinition, MessageOutput, Pipeline } from '#pipeline'
import { verdict } from '#registrations'
import * as rows from './attendance-rows.ts'
import { checkinType, evidenceSource } from './choices.ts'
import { currentStand } from './current-stand.ts'
import { decideFor, type Stand } from './recompute.ts'
import { refusals } from './refusals.ts'

export const checkInMessage = 'gr_CheckIn'

export interface CheckInInput {
  /** The event registration. */
  readonly registrationId: string
  /** The session that was attended; without it the event itself. */
  readonly sessionId?: string
  readonly source: number
  readonly from?: Date
  readonly to?: Date
  readonly reason?: string
  /** Names this piece of evidence; the same one again changes nothing. */
  readonly reference?: string
}

export function checkInDefinition(o: { pipeline: Pipeline; clock: Clock }): MessageDefinition {
  return {
    name: checkInMessage,
    table: 'msevtmgt_checkin',
    privilege: 'Create',
    offer: {
      on: 'nothing',
      takes: {
        registrationId: 'Guid',
        sessionId: 'Guid?',
        source: 'Int32',
        from: 'DateTimeOffset?',
        to: 'DateTimeOffset?',
        reason: 'String?',
        reference: 'String?',
      },
      gives: { created: 'Boolean' },
    },
    run: (executions) => each(executions, (execution) => checkIn(o, execution)),
  }
}

async function each(
  executions: readonly Execution[],
  act: (execution: Execution) => Promise<MessageOutput>,
): Promise<(MessageOutput | Error)[]> {
  const results: (MessageOutput | Error)[] = []
  for (const execution of executions) results.push(await act(execution))
  return results
}

async function checkIn(
  o: { pipeline: Pipeline; clock: Clock },
  execution: Execution,
): Promise<MessageOutput> {
  const input = execution.input as unknown as CheckInInput
  const { tx } = execution
  const attendees = await rows.attendeesOfRegistration(tx, input.registrationId)
  const event = attendees.find((each) => each.sessionRegistrationId === undefined)
  if (event === undefined) throw refusals['check-in-of-unknown']({ id: input.registrationId })
  if (!event.active) throw refusals['check-in-of-cancelled']({ id: input.registrationId })
  checkMark(input)
  if (input.reference !== undefined) {
    const known = await rows.findCheckin(tx, input.registrationId, input.reference)
    if (known !== undefined) return { id: known, output: { created: false } }
  }
  const created = await execution.execute({
    message: 'Create',
    table: 'msevtmgt_checkin',
    internal: true,
    target: columnsOf(input, event, o.clock.now()),
  })
  await decide(o, execution, event, input)
  return { id: created.id, output: { created: true } }
}

function checkMark(input: CheckInInput): void {
  if (input.source === evidenceSource.manual.value && (input.reason ?? '').trim() === '') {
    throw refusals['manual-check-in-needs-reason'](undefined, { input: 'reason' })
  }
  if (input.from !== undefined && input.to !== undefined && input.to < input.from) {
    throw refusals['check-out-before-check-in'](undefined, { input: 'to' })
  }
}

function columnsOf(input: CheckInInput, event: rows.Attendee, now: Date): Record<string, unknown> {
  const source = Object.values(evidenceSource).find((option) => option.value === input.source)
  const isSession = input.sessionId !== undefined
  return {
    msevtmgt_name: source?.label ?? 'Check-in',
    msevtmgt_checkintype: isSession
      ? checkinType.sessionCheckIn.value
      : checkinType.eventCheckIn.value,
    msevtmgt_registrationid: input.registrationId,
    msevtmgt_event: event.eventId,
    msevtmgt_contact: event.contactId,
    msevtmgt_sessionattended: input.sessionId ?? null,
    // A person who marks without times says "was there", not "was there at this minute".
    msevtmgt_checkintime: input.from ?? (input.source === evidenceSource.manual.value ? null : now),
    msevtmgt_checkouttime: input.to ?? null,
    gr_source: input.source,
    gr_reference: input.reference ?? null,
    gr_reason: input.reason ?? null,
  }
}

/** Presence counts at once; a click decides nothing. */
export async function decide(
  o: { pipeline: Pipeline; clock: Clock },
  execution: Execution,
  event: rows.Attendee,
  input: CheckInInput,
): Promise<void> {
  if (input.source === evidenceSource.joinLink.value) return
  const now = o.clock.now()
  const attendees = await rows.attendeesOfRegistration(execution.tx, event.registrationId)
  const occasion = await readOccasion(execution.tx, 'msevtmgt_event', event.eventId)
  if (occasion === undefined) return
  const own = attendees.filter((each) => each.sessionRegistrationId === undefined)
  const stand = await standFor(execution, occasion, own)
  await decideFor(o.pipeline, execution.tx, occasion, own, stand, now)
  if (input.sessionId === undefined) return
  const session = await readOccasion(execution.tx, 'msevtmgt_session', input.sessionId)
  if (session === undefined) return
  const ofSession = await rows.attendeesOf(execution.tx, session)
  const his = ofSession.filter((each) => each.registrationId === event.registrationId)
  const standThere = await standFor(execution, session, his)
  await decideFor(o.pipeline, execution.tx, session, his, standThere, now)
}

/** Whoever was told absent already is not sent back to waiting by weak evidence. */
async function standFor(
  execution: Execution,
  occasion: Occasion,
  attendees: readonly rows.Attendee[],
): Promise<Stand> {
  const stand = await currentStand(execution.tx, occasion)
  const wasTold = attendees.some((each) => each.verdict === verdict.failed.value)
  return wasTold ? { absenceCanBeTold: true, notHeld: false } : stand
}
