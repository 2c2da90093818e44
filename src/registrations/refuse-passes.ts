import type { Refusal } from '#errors'
import type { RegistrableEvent } from '#events'
import type { Held, SeatsLeft, Wanting } from './allot-seats.ts'
import { refusals } from './refusals.ts'

/** Why the passes of a request do not fit: an event that sells passes wants one of everybody. */
export function refusalOfPasses(
  event: RegistrableEvent,
  request: Wanting,
  held: Held,
): Refusal | undefined {
  for (const [at, attendee] of request.attendees.entries()) {
    if (attendee.waitlisted && attendee.passId === undefined) continue
    const refusal = refusalOfPass(event, attendee, `attendees[${at}].passId`, held)
    if (refusal !== undefined) return refusal
  }
  return refusalOfCurrencies(event, request, held)
}

function refusalOfPass(
  event: RegistrableEvent,
  { passId, sessionIds }: Wanting['attendees'][number],
  input: string,
  held: Held,
): Refusal | undefined {
  const name = event.msevtmgt_name
  if (passId === undefined) {
    return event.sellsPasses ? refusals['pass-required']({ name, input }, { input }) : undefined
  }
  const pass = held.passes.get(passId)
  if (pass === undefined || pass.eventId !== event.msevtmgt_eventid || !pass.isActive) {
    return refusals['unknown-pass']({ name, id: passId }, { input, found: passId })
  }
  // A pass without sessions says nothing about them.
  if (pass.sessionIds.length === 0) return undefined
  const closed = sessionIds.find((id) => !pass.sessionIds.includes(id))
  if (closed === undefined) return undefined
  const session = held.sessions.get(closed)?.msevtmgt_name ?? closed
  return refusals['session-not-in-pass']({ pass: pass.name, session })
}

function refusalOfCurrencies(
  event: RegistrableEvent,
  { attendees }: Wanting,
  { passes }: Held,
): Refusal | undefined {
  const currencies = new Set(
    attendees.flatMap(({ passId }) =>
      passId === undefined ? [] : [passes.get(passId)?.currencyId ?? null],
    ),
  )
  return currencies.size > 1
    ? refusals['currencies-differ']({ name: event.msevtmgt_name })
    : undefined
}

export function refusalOfPassCounts(
  perPass: ReadonlyMap<string, number>,
  held: Pick<Held, 'passes'>,
  seats: Pick<SeatsLeft, 'passes'>,
): Refusal | undefined {
  for (const [id, wanted] of perPass) {
    const left = seats.passes.get(id) ?? 0
    if (wanted > left) {
      return refusals['pass-sold-out']({ pass: held.passes.get(id)?.name ?? id, left, wanted })
    }
  }
  return undefined
}
