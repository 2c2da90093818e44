import { randomUUIDv7 } from 'node:crypto'
import type { Person } from '#contacts'
import { countPasses, reserveEventSeats, reserveSessionSeats, type SellablePass } from '#events'
import type { Execution, Group, Request } from '#pipeline'
import { tally } from './allot-seats.ts'
import { sumOf } from './amount.ts'
import { createAll } from './create-all.ts'
import { type PaymentProvider, paymentProviders } from './purchase-rows.ts'
import type { Admitted, Surroundings } from './register.ts'
import type { Attendee, OpenPurchase } from './registration.ts'
import { randomNumber } from './registration-number.ts'

/** How long seats are held where the event names no payment provider. */
const defaultTimeoutMinutes = 15

interface Buying extends Admitted {
  readonly id: string
  readonly purchaserId: string
  readonly provider: PaymentProvider | undefined
  readonly expiresOn: Date
  readonly total: string
  readonly currency: Pick<SellablePass, 'currencyId' | 'currencyCode'>
}

/**
 * A purchase keeps seats, sessions and passes for its attendees until it is paid or its time is
 * over; only then are there registrations, or seats for others.
 */
export async function writePurchases(
  entries: readonly Admitted[],
  group: Group,
  around: Surroundings,
  contacts: ReadonlyMap<Person, string>,
  refused: Map<Execution, Error>,
): Promise<Map<Execution, OpenPurchase>> {
  const buying = entries.filter((entry) => entry.buying.length > 0)
  if (buying.length === 0) return new Map()
  const providers = await paymentProviders(
    group.tx,
    buying.flatMap(({ request }) => around.events.get(request.eventId)?.gr_paymentprovider ?? []),
  )
  const purchases = buying.map((entry) => describe(entry, around, contacts, providers))
  const create = (requestsOf: (purchase: Buying) => readonly Request[]) =>
    createAll(group, purchases.filter(going), requestsOf, refused)
  const going = ({ execution }: Buying) => !refused.has(execution)
  await create((purchase) => [purchaseRequest(purchase)])
  await create(attendeeRequests)
  const done = purchases.filter(going)
  await reserve(group, done)
  for (const purchase of done) purchase.execution.enqueue(expiry(purchase.id, purchase.expiresOn))
  return new Map(done.map((purchase) => [purchase.execution, openPurchase(purchase)]))
}

export const expiryKind = 'registrations.expire-purchase'

function expiry(purchaseId: string, runAt: Date) {
  return {
    kind: expiryKind,
    name: 'Give back the seats of an unpaid purchase',
    payload: { purchaseId },
    regarding: { table: 'msevtmgt_eventpurchase', id: purchaseId },
    runAt,
    autoDelete: true,
  }
}

function describe(
  entry: Admitted,
  { events, passes, now }: Surroundings,
  contacts: ReadonlyMap<Person, string>,
  providers: ReadonlyMap<string, PaymentProvider>,
): Buying {
  const { request, buying } = entry
  const event = events.get(request.eventId)
  const provider = providers.get(event?.gr_paymentprovider ?? '')
  const chosen = buying.flatMap(({ passId }) => passes.get(passId ?? '') ?? [])
  const minutes = provider?.timeoutMinutes ?? defaultTimeoutMinutes
  return {
    ...entry,
    id: randomUUIDv7(),
    purchaserId: contacts.get(request.purchaser ?? (buying[0] as Person)) as string,
    provider,
    expiresOn: new Date(now.getTime() + minutes * 60_000),
    total: sumOf(chosen.map(({ price }) => price)),
    currency: chosen[0] ?? { currencyId: null, currencyCode: null },
  }
}

function purchaseRequest(purchase: Buying): Request {
  return {
    message: 'Create',
    table: 'msevtmgt_eventpurchase',
    id: purchase.id,
    internal: true,
    target: {
      msevtmgt_name: randomNumber().replace('ER', 'PU'),
      msevtmgt_eventid: purchase.request.eventId,
      msevtmgt_purchasingcontactid: purchase.purchaserId,
      msevtmgt_totalprice: purchase.total,
      transactioncurrencyid: purchase.currency.currencyId,
      gr_expireson: purchase.expiresOn,
      gr_returnurl: purchase.request.returnUrl ?? null,
      gr_language: purchase.buying[0]?.language ?? null,
    },
  }
}

function attendeeRequests({ id, buying }: Buying): Request[] {
  const rows = buying.map((attendee, at) => ({
    attendee,
    contactId: randomUUIDv7(),
    attendeeId: randomUUIDv7(),
    // Sorted by name they come back in the order in which they were named.
    name: String(at + 1).padStart(3, '0'),
  }))
  const create = (table: string, rowId: string | undefined, target: object): Request => ({
    message: 'Create',
    table,
    internal: true,
    target: { ...target },
    ...(rowId === undefined ? {} : { id: rowId }),
  })
  return [
    ...rows.map(({ attendee, contactId }) =>
      create('msevtmgt_eventpurchasecontact', contactId, personColumns(attendee)),
    ),
    ...rows.map(({ attendee, contactId, attendeeId, name }) =>
      create('msevtmgt_eventpurchaseattendee', attendeeId, {
        msevtmgt_name: name,
        msevtmgt_purchaseid: id,
        msevtmgt_eventpurchasecontactid: contactId,
        ...choiceColumns(attendee),
      }),
    ),
    ...rows.flatMap(({ attendee, attendeeId, name }) =>
      attendee.passId === undefined
        ? []
        : create('msevtmgt_eventpurchasepass', undefined, {
            msevtmgt_name: name,
            msevtmgt_attendeeid: attendeeId,
            msevtmgt_passid: attendee.passId,
          }),
    ),
  ]
}

function personColumns({ email, firstName, lastName }: Attendee) {
  return {
    msevtmgt_emailaddress1: email,
    msevtmgt_firstname: firstName ?? null,
    msevtmgt_lastname: lastName ?? null,
  }
}

function choiceColumns(attendee: Attendee) {
  const { sessionIds, waitedSessionIds, answers } = attendee
  const sessions = sessionIds.length + waitedSessionIds.length
  return {
    gr_company: attendee.company ?? null,
    gr_language: attendee.language ?? null,
    gr_sessions: sessions === 0 ? null : JSON.stringify({ sessionIds, waitedSessionIds }),
    gr_responses: answers.length === 0 ? null : JSON.stringify(answers),
  }
}

async function reserve({ tx }: Group, purchases: readonly Buying[]): Promise<void> {
  const attendees = purchases.flatMap(({ buying }) => buying)
  const seats = purchases.flatMap(({ request, buying }) => buying.map(() => request.eventId))
  await reserveEventSeats(tx, tally(seats))
  await reserveSessionSeats(tx, tally(attendees.flatMap(({ sessionIds }) => sessionIds)))
  const passes = tally(attendees.flatMap(({ passId }) => passId ?? []))
  await countPasses(tx, new Map([...passes].map(([id, count]) => [id, { reserved: count }])))
}

function openPurchase(purchase: Buying): OpenPurchase {
  return {
    purchaseId: purchase.id,
    total: purchase.total,
    currencyCode: purchase.currency.currencyCode,
    expiresOn: purchase.expiresOn.toISOString(),
    redirectUrl: purchase.provider === undefined ? null : payUrl(purchase, purchase.provider),
  }
}

/** `<page>?purchaseId=…&returnUrl=…` (event-management.md §3.8). */
function payUrl({ id, request }: Buying, { pageUrl }: PaymentProvider): string {
  const url = new URL(pageUrl)
  url.searchParams.set('purchaseId', id)
  if (request.returnUrl !== undefined) url.searchParams.set('returnUrl', request.returnUrl)
  return url.href
}
