/**
 * gr_SettlePurchase: a purchase was paid, given up, or its time is over. Whoever says so may say it
 * again: what is settled stays as it is, and the answer is the same.
 */
import { randomUUIDv7 } from 'node:crypto'
import type { Clock } from '#clock'
import {
  activeMatchingStrategy,
  countPasses,
  fieldsOf,
  lockEvents,
  lockPasses,
  lockSessions,
  type RegistrableEvent,
  reserveEventSeats,
  reserveSessionSeats,
} from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { allotSeats, seatsLeft, tally } from './allot-seats.ts'
import { recoveryKind } from './choices.ts'
import { makeContacts } from './contacts-of.ts'
import { noInvitations } from './invitations.ts'
import { refusalOfEvent } from './open-for-registration.ts'
import { promotion } from './promotion.ts'
import {
  attendeesOfPurchase,
  lockPurchase,
  type PurchaseAttendee,
  type PurchaseRow,
  readPurchase,
} from './purchase-rows.ts'
import { type PurchaseState, purchaseStates } from './purchase-state.ts'
import { invalid } from './read-request.ts'
import { refusals } from './refusals.ts'
import { type Place, seatAll } from './write-registrations.ts'
import { queueUp } from './write-waiting.ts'

const settlements = ['paid', 'cancelled', 'expired'] as const
type Settlement = (typeof settlements)[number]

function readSettlement(value: unknown): Settlement {
  const found = settlements.find((each) => each === value)
  if (found !== undefined) return found
  throw invalid('settlement', 'is not known', settlements.join(', '), value)
}

interface Settling {
  readonly execution: Execution
  readonly group: Group
  readonly now: Date
  readonly event: RegistrableEvent
  readonly purchase: PurchaseRow
  readonly attendees: readonly PurchaseAttendee[]
}

export function settlePurchaseMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_SettlePurchase',
    table: 'msevtmgt_eventpurchase',
    offer: {
      on: 'row',
      takes: { settlement: 'String', by: 'String?' },
      gives: { state: 'String', registrationIds: 'Collection(Guid)' },
    },
    async run(executions, group) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await settle(each, group, clock.now()))
      return results
    },
  }
}

async function settle(
  execution: Execution,
  group: Group,
  now: Date,
): Promise<MessageOutput | Error> {
  const settlement = readSettlement(execution.input.settlement)
  const found = await readPurchase(execution.db, execution.id)
  if (found === undefined) return refusals['unknown-purchase']({ id: execution.id })
  const event = (await lockEvents(group.tx, [found.msevtmgt_eventid])).get(found.msevtmgt_eventid)
  const purchase = await lockPurchase(group.tx, execution.id)
  if (event === undefined || purchase === undefined) {
    return refusals['unknown-purchase']({ id: execution.id })
  }
  const attendees = await attendeesOfPurchase(group.tx, execution.id)
  const settling: Settling = { execution, group, now, event, purchase, attendees }
  const state = purchaseStates.nameOf(purchase.gr_state)
  if (settlement === 'paid') return await pay(settling, state)
  return await giveUp(settling, state, settlement)
}

async function pay(settling: Settling, state: PurchaseState): Promise<MessageOutput | Error> {
  if (state === 'finalized') return answer(settling, 'finalized')
  if (state === 'waitingForPayment') {
    await release(settling)
    const closed = refusalOfPaid(settling)
    return closed === undefined ? await finalize(settling) : await keep(settling, closed.sentence)
  }
  // Paid late: the seats went back, so they have to be had once more.
  const refusal = refusalOfPaid(settling) ?? (await refusalOfSeats(settling))
  return refusal === undefined ? await finalize(settling) : await keep(settling, refusal.sentence)
}

async function giveUp(
  settling: Settling,
  state: PurchaseState,
  settlement: 'cancelled' | 'expired',
): Promise<MessageOutput | Error> {
  const { purchase, now, execution } = settling
  if (state === 'cancelled' || state === 'expired') return answer(settling, state)
  // The time of every purchase runs out some day; what was paid by then stays as it is.
  if (state !== 'waitingForPayment' && settlement === 'expired') return answer(settling, state)
  if (state !== 'waitingForPayment') {
    const label = purchaseStates.labelOf(state)
    return refusals['purchase-is-over']({ number: purchase.msevtmgt_name, state: label })
  }
  const early = purchase.gr_expireson !== null && now < purchase.gr_expireson
  if (settlement === 'expired' && early) return answer(settling, state)
  await release(settling)
  await write(settling, { gr_state: purchaseStates.valueOf(settlement) })
  execution.enqueue(promotion(purchase.msevtmgt_eventid))
  return answer(settling, settlement)
}

/** Closing times do not matter any more: whoever pays has registered in time. */
function refusalOfPaid({ event, now }: Settling) {
  const refusal = refusalOfEvent(event, event.msevtmgt_eventid, now)
  const inTime = ['registration-closed', 'registration-not-open']
  return refusal === undefined || inTime.includes(refusal.code) ? undefined : refusal
}

async function refusalOfSeats({ group, event, attendees, now }: Settling) {
  const eventId = event.msevtmgt_eventid
  const held = {
    // As it is open for whoever has paid.
    events: new Map([
      [
        eventId,
        { ...event, gr_registrationsstarton: null, msevtmgt_setregistrationsenddate: false },
      ],
    ]),
    sessions: await lockSessions(
      group.tx,
      attendees.flatMap(({ sessionIds }) => sessionIds),
    ),
    passes: await lockPasses(
      group.tx,
      attendees.flatMap(({ passId }) => passId ?? []),
    ),
    invitations: noInvitations,
  }
  const wanting = attendees.map(({ email, sessionIds, passId }) => ({
    email,
    sessionIds,
    waitedSessionIds: [],
    passId: passId ?? undefined,
    waitlisted: false,
  }))
  return allotSeats({ eventId, attendees: wanting }, held, seatsLeft(held, now), now)
}

/** What was held is free; who finalizes takes it in the same transaction. */
async function release({ group: { tx }, purchase, attendees }: Settling): Promise<void> {
  await reserveEventSeats(tx, new Map([[purchase.msevtmgt_eventid, -attendees.length]]))
  const sessions = tally(attendees.flatMap(({ sessionIds }) => sessionIds))
  await reserveSessionSeats(tx, new Map([...sessions].map(([id, count]) => [id, -count])))
  const passes = tally(attendees.flatMap(({ passId }) => passId ?? []))
  await countPasses(tx, new Map([...passes].map(([id, count]) => [id, { reserved: -count }])))
}

async function finalize(settling: Settling): Promise<MessageOutput> {
  const places = await seat(settling)
  await noteRegistrations(settling, places)
  await queueForSessions(settling, places)
  await write(settling, {
    gr_state: purchaseStates.valueOf('finalized'),
    msevtmgt_paid: true,
    msevtmgt_processed: true,
  })
  const registrationIds = places.map(({ registrationId }) => registrationId)
  return answer(settling, 'finalized', registrationIds)
}

async function seat({ execution, group, event, purchase, attendees }: Settling): Promise<Place[]> {
  const eventId = event.msevtmgt_eventid
  const strategy = await activeMatchingStrategy(group.tx)
  const people = attendees.map(({ email, firstName, lastName }) => ({
    email,
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
  }))
  const refused = new Map<Execution, Error>()
  const contacts = await makeContacts(
    people.map((person) => ({ execution, eventId, person })),
    group,
    { strategy, events: new Map([[eventId, event]]) },
    refused,
  )
  const seatings = attendees.map((attendee, at) => {
    const contactId = contacts.get(people[at] as (typeof people)[number]) as string
    const purchaser = purchase.msevtmgt_purchasingcontactid
    return {
      execution,
      eventId,
      contactId,
      registeredBy: purchaser === contactId ? null : purchaser,
      attendee: {
        company: attendee.company ?? undefined,
        language: attendee.language ?? undefined,
        sessionIds: attendee.sessionIds,
        passId: attendee.passId ?? undefined,
        answers: attendee.answers,
      },
    }
  })
  const needs = {
    passes: await lockPasses(
      group.tx,
      attendees.flatMap(({ passId }) => passId ?? []),
    ),
    fields: Map.groupBy(await fieldsOf(group.tx, [eventId]), (field) => field.eventId),
  }
  const places = await seatAll(seatings, group, needs, refused)
  const problem = refused.get(execution)
  if (problem !== undefined) throw problem
  return places
}

/** Sessions that were full when the purchase began: their lines begin with the payment. */
async function queueForSessions(
  { execution, group, purchase, attendees }: Settling,
  places: readonly Place[],
): Promise<void> {
  const refused = new Map<Execution, Error>()
  const wanted = attendees.flatMap((attendee, at) =>
    attendee.waitedSessionIds.map((sessionId) => ({
      execution,
      eventId: purchase.msevtmgt_eventid,
      attendee: {
        ...attendee,
        firstName: attendee.firstName ?? undefined,
        lastName: attendee.lastName ?? undefined,
        company: attendee.company ?? undefined,
        language: attendee.language ?? undefined,
        autoRegister: false,
      },
      contactId: (places[at] as Place).contactId,
      addedBy: null,
      sessionId,
      registrationId: (places[at] as Place).registrationId,
      id: randomUUIDv7(),
    })),
  )
  await queueUp(wanted, group, refused)
  const problem = refused.get(execution)
  if (problem !== undefined) throw problem
}

async function noteRegistrations(
  { execution, attendees }: Settling,
  places: readonly Place[],
): Promise<void> {
  await execution.executeAll(
    attendees.flatMap((attendee, at) => {
      const place = places[at] as Place
      const update = (table: string, id: string, target: Record<string, unknown>) => ({
        message: 'Update',
        table,
        id,
        internal: true,
        target,
      })
      const mine = update('msevtmgt_eventpurchaseattendee', attendee.id, {
        msevtmgt_eventregistrationid: place.registrationId,
        msevtmgt_attendeecontactid: place.contactId,
      })
      if (attendee.purchasePassId === null) return [mine]
      const pass = { msevtmgt_attendeepassid: place.attendeePassId }
      return [mine, update('msevtmgt_eventpurchasepass', attendee.purchasePassId, pass)]
    }),
  )
}

/** Money came, but there is no seat: a person has to decide, nothing is lost. */
async function keep(settling: Settling, problem: string): Promise<MessageOutput> {
  const { execution, purchase } = settling
  const known = purchaseStates.nameOf(purchase.gr_state) === 'paidAfterExpiry'
  await write(settling, {
    gr_state: purchaseStates.valueOf('paidAfterExpiry'),
    msevtmgt_paid: true,
  })
  if (!known) {
    await execution.execute({
      message: 'Create',
      table: 'gr_recoveryitem',
      internal: true,
      target: {
        gr_name: `Purchase ${purchase.msevtmgt_name} was paid without a seat`,
        gr_kind: recoveryKind.payment.value,
        gr_event: purchase.msevtmgt_eventid,
        gr_payload: JSON.stringify({ purchaseId: execution.id }),
        gr_error: problem,
      },
    })
  }
  return answer(settling, 'paidAfterExpiry')
}

async function write(
  { execution, now }: Settling,
  target: Readonly<Record<string, unknown>>,
): Promise<void> {
  const by = String(execution.input.by ?? 'greenroom').slice(0, 100)
  await execution.execute({
    message: 'Update',
    table: 'msevtmgt_eventpurchase',
    id: execution.id,
    internal: true,
    target: { ...target, gr_settledon: now, gr_settledby: by },
  })
}

function answer(
  { execution, attendees }: Settling,
  state: PurchaseState,
  made?: readonly string[],
): MessageOutput {
  const registrationIds = made ?? attendees.flatMap(({ registrationId }) => registrationId ?? [])
  return { id: execution.id, output: { state, registrationIds } }
}
