/**
 * The actions that payment back ends written for Dynamics 365 call, with their names and parameters
 * (event-management.md §3.8). They are what the hub's own gr_SettlePurchase does, in their words.
 */
import type { Execution, MessageDefinition, MessageOutput, Offer } from '#pipeline'
import { describePurchase, type PurchaseDetails } from './describe-purchase.ts'
import { invalid, readId } from './read-request.ts'
import { refusals } from './refusals.ts'

const purchaseTable = 'msevtmgt_eventpurchase'

/** Payment statuses of `msevtmgt_finalizeregistrationpayment`. */
export const paymentStatus = { cancelled: 100000000, completed: 100000001 } as const

const summary = {
  EventName: 'String',
  PurchaseAmount: 'String',
  CurrencyName: 'String',
  ISOCurrencyCode: 'String',
  CurrencySymbol: 'String',
} as const

const offers = {
  msevtmgt_FinalizeExternalRegistrationRequest: {
    on: 'nothing',
    // Who pays without an account has an empty UserId.
    takes: { PurchaseId: 'Guid', ReadableEventId: 'String?', UserId: 'String?' },
    gives: { status: 'String' },
  },
  msevtmgt_finalizeregistrationpayment: {
    on: 'nothing',
    takes: { msevtmgt_purchaseid: 'Guid', msevtmgt_paymentstatus: 'Int32' },
    gives: { msevtmgt_status: 'String' },
  },
  msevtmgt_GetPurchaseDetailsAction: {
    on: 'nothing',
    takes: { PurchaseId: 'Guid' },
    gives: summary,
  },
  msevtmgt_ListDetailedPurchaseInfo: {
    on: 'nothing',
    takes: { PurchaseId: 'Guid' },
    gives: { ...summary, Attendees: 'String' },
  },
} as const satisfies Readonly<Record<string, Offer>>

export const externalActions: readonly MessageDefinition[] = [
  action('msevtmgt_FinalizeExternalRegistrationRequest', async (execution) => {
    const { PurchaseId, ReadableEventId } = execution.input
    const id = readId(PurchaseId, 'PurchaseId')
    await checkEvent(execution, id, ReadableEventId)
    const state = await settle(execution, id, 'paid')
    return { status: state === 'finalized' ? 'Success' : 'Failure' }
  }),
  action('msevtmgt_finalizeregistrationpayment', async (execution) => {
    const id = readId(execution.input.msevtmgt_purchaseid, 'msevtmgt_purchaseid')
    const status = readStatus(execution.input.msevtmgt_paymentstatus)
    const state = await settle(execution, id, status)
    return { msevtmgt_status: state === 'paidAfterExpiry' ? 'Failure' : 'Success' }
  }),
  action('msevtmgt_GetPurchaseDetailsAction', async ({ db, input }) =>
    summaryOf(await details(db, input.PurchaseId)),
  ),
  action('msevtmgt_ListDetailedPurchaseInfo', async ({ db, input }) => {
    const purchase = await details(db, input.PurchaseId)
    const attendees = purchase.attendees.map(({ firstName, lastName, email, passName }) => ({
      FirstName: firstName,
      LastName: lastName,
      Email: email,
      PassName: passName,
    }))
    return { ...summaryOf(purchase), Attendees: JSON.stringify(attendees) }
  }),
]

function action(
  name: keyof typeof offers,
  act: (execution: Execution) => Promise<Readonly<Record<string, unknown>>>,
): MessageDefinition {
  return {
    name,
    table: purchaseTable,
    offer: offers[name],
    async run(executions) {
      const results: MessageOutput[] = []
      for (const each of executions) results.push({ id: each.id, output: await act(each) })
      return results
    },
  }
}

/** Whoever names an event means a purchase of that event and of no other. */
async function checkEvent({ db }: Execution, id: string, readableEventId: unknown): Promise<void> {
  if (readableEventId === undefined || readableEventId === null) return
  const purchase = await details(db, id)
  const named = String(readableEventId).toLowerCase()
  if ([purchase.readableEventId, purchase.eventId].some((each) => each?.toLowerCase() === named)) {
    return
  }
  throw refusals['purchase-is-anothers']({ event: String(readableEventId), id })
}

function readStatus(value: unknown): 'paid' | 'cancelled' {
  if (Number(value) === paymentStatus.completed) return 'paid'
  if (Number(value) === paymentStatus.cancelled) return 'cancelled'
  const expected = `${paymentStatus.completed} (Completed) or ${paymentStatus.cancelled} (Cancelled)`
  throw invalid('msevtmgt_paymentstatus', 'is no payment status', expected, value)
}

async function settle(
  execution: Execution,
  id: string,
  settlement: 'paid' | 'cancelled',
): Promise<unknown> {
  const by = execution.message
  const { output } = await execution.execute({
    message: 'gr_SettlePurchase',
    table: purchaseTable,
    id,
    input: { settlement, by },
  })
  return output.state
}

async function details(db: Execution['db'], given: unknown): Promise<PurchaseDetails> {
  const id = readId(given, 'PurchaseId')
  const purchase = await describePurchase(db, id)
  if (purchase === undefined) throw refusals['unknown-purchase']({ id })
  return purchase
}

function summaryOf(purchase: PurchaseDetails) {
  return {
    EventName: purchase.eventName,
    PurchaseAmount: purchase.total,
    CurrencyName: purchase.currencyName,
    ISOCurrencyCode: purchase.currencyCode,
    CurrencySymbol: purchase.currencySymbol,
  }
}
