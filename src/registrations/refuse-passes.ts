import type { Refusal } from '#errors'
import type { RegistrableEvent } from '#events'
import type { Held, SeatsLeft, Wanting } from './allot-seats.ts'
import { refusals } from './refusals.ts'
import { refusalOfUnopened } from './refuse-unopened-sessions.ts'

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
  { passId, sessionIds, waitedSessionIds }: Wanting['attendees'][number],
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
  return refusalOfUnopened([pass], [...sessionIds, ...waitedSessionIds], held.sessions)
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

export function* refusalsOfPassCounts(
  perPass: ReadonlyMap<string, number>,
  held: Pick<Held, 'passes'>,
  seats: Pick<SeatsLeft, 'passes'>,
): Generator<Refusal> {
  for (const [id, wanted] of perPass) {
    const left = seats.passes.get(id) ?? 0
    if (wanted > left) {
      yield refusals['pass-sold-out']({ pass: held.passes.get(id)?.name ?? id, left, wanted })
    }
  }
}
