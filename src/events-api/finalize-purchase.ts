import { isRefusal } from '#errors'
import { activeAdministration, noYes } from '#events'
import { systemCaller } from '#identity'
import type { Context } from './published.ts'
import { readPublished } from './published.ts'
import { refusals } from './refusals.ts'
import { failure, result } from './registration-result.ts'
import type { FinalizeRequest, RegistrationResult } from './shapes.ts'

/**
 * Demo payment: whoever knows a purchase says that it is paid. It is off unless the event
 * administration switches it on, and the hub's settings allow it (event-management.md §3.8); who
 * used it, and when, stands in the purchase.
 */
export async function finalizePurchase(
  context: Context,
  readableId: string,
  { purchaseId }: FinalizeRequest,
  /** Of the web application that asks. */
  origin = 'an unknown website',
): Promise<RegistrationResult> {
  const event = await readPublished(context.db, readableId)
  await demandDemoPayment(context)
  try {
    const purchase = await context.registrations.describePurchase(purchaseId)
    if (purchase?.eventId !== event.msevtmgt_eventid) {
      throw refusals['purchase-unknown']({ id: purchaseId })
    }
    const { state } = await context.registrations.settlePurchase(
      systemCaller,
      purchaseId,
      'paid',
      `demo payment at ${origin}`.slice(0, longestBy),
    )
    if (state !== 'finalized') throw refusals['paid-without-seat']({ number: purchase.number })
    return { ...result('Success'), purchaseId }
  } catch (error) {
    if (isRefusal(error) && error.status < 500) return failure(error)
    throw error
  }
}

/** Of `gr_settledby`. */
const longestBy = 100

async function demandDemoPayment({ db, demoPaymentAllowed }: Context): Promise<void> {
  const administration = await activeAdministration(db)
  const wanted = administration?.msevtmgt_enablefinalizationendpoints === noYes.yes.value
  if (!wanted) throw refusals['demo-payment-off']()
  if (!demoPaymentAllowed) throw refusals['demo-payment-not-allowed']()
}
