import type { Db } from '#database'
import { readEvent } from '#events'
import { attendeesOfPurchase, currencyOfPurchase, readPurchase } from './purchase-rows.ts'
import { type PurchaseState, purchaseStates } from './purchase-state.ts'

/** What a payment page, or the back end behind it, needs to know. */
export interface PurchaseDetails {
  readonly purchaseId: string
  readonly number: string
  readonly eventId: string
  readonly readableEventId: string | null
  readonly eventName: string
  readonly state: PurchaseState
  /** Exact amount with four decimals. */
  readonly total: string
  readonly currencyCode: string | null
  readonly currencySymbol: string | null
  readonly currencyName: string | null
  readonly expiresOn: Date | null
  readonly returnUrl: string | null
  readonly attendees: readonly {
    readonly firstName: string | null
    readonly lastName: string | null
    readonly email: string
    readonly passName: string | null
    readonly registrationId: string | null
  }[]
}

export async function describePurchase(
  db: Db,
  purchaseId: string,
): Promise<PurchaseDetails | undefined> {
  const purchase = await readPurchase(db, purchaseId)
  const event = purchase && (await readEvent(db, purchase.msevtmgt_eventid))
  if (purchase === undefined || event === undefined) return undefined
  const currency = await currencyOfPurchase(db, purchaseId)
  const attendees = await attendeesOfPurchase(db, purchaseId)
  return {
    purchaseId,
    number: purchase.msevtmgt_name,
    eventId: event.msevtmgt_eventid,
    readableEventId: event.msevtmgt_readableeventid,
    eventName: event.msevtmgt_name,
    state: purchaseStates.nameOf(purchase.gr_state),
    total: purchase.msevtmgt_totalprice ?? '0.0000',
    currencyCode: currency.code,
    currencySymbol: currency.symbol,
    currencyName: currency.name,
    expiresOn: purchase.gr_expireson,
    returnUrl: purchase.gr_returnurl,
    attendees: attendees.map(({ firstName, lastName, email, passName, registrationId }) => ({
      firstName,
      lastName,
      email,
      passName,
      registrationId,
    })),
  }
}
