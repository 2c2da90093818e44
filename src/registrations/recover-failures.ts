/** The doors' way in: what fails unexpectedly is kept, and whoever asked is told so. */
import type { Db } from '#database'
import { isRefusal } from '#errors'
import { recoveryKind } from './choices.ts'
import type { RegisterInput } from './create-registrations.ts'
import { type KeepNeeds, keepForRecovery, type Unprocessed } from './keep-for-recovery.ts'
import { readPurchase } from './purchase-rows.ts'
import { readId } from './read-request.ts'
import { refusals } from './refusals.ts'

/**
 * Runs an act; where it fails for a reason that is nobody's mistake, keeps what was asked for.
 * A planned refusal goes on as it is, and so does the failure where even keeping fails.
 */
export async function orKeep<Result>(
  needs: KeepNeeds,
  describe: () => Promise<Omit<Unprocessed, 'problem'>>,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (problem) {
    // Too busy is an answer as well: whoever gets it knows that nothing happened.
    if (isRefusal(problem)) throw problem
    const id = await keptAs(needs, describe, problem)
    if (id === undefined) throw problem
    throw refusals['kept-for-recovery']({ id }, { cause: problem })
  }
}

async function keptAs(
  needs: KeepNeeds,
  describe: () => Promise<Omit<Unprocessed, 'problem'>>,
  problem: unknown,
): Promise<string | undefined> {
  try {
    return await keepForRecovery(needs, { ...(await describe()), problem })
  } catch {
    // The database is away altogether: the first failure says so, and nobody is promised anything.
    return undefined
  }
}

/** What a replay of gr_Register needs of a request. */
export async function unprocessedRegistration(
  request: RegisterInput,
): Promise<Omit<Unprocessed, 'problem'>> {
  const eventId = readId(request.eventId, 'eventId')
  const { attendees, purchaser, returnUrl, overrule, idempotencyKey } = request
  const people = attendees.map(({ email }) => email).join(', ')
  return {
    kind: recoveryKind.registration.value,
    name: `Registration of ${people}`,
    eventId,
    payload: {
      eventId,
      attendees,
      purchaser: purchaser ?? null,
      returnUrl: returnUrl ?? null,
      overrule: overrule ?? null,
      idempotencyKey: idempotencyKey ?? null,
    },
    ...(idempotencyKey
      ? { reference: `registration:${eventId}:${idempotencyKey}`.slice(0, 200) }
      : {}),
  }
}

/** A notice that a purchase was paid. */
export async function unprocessedPayment(
  db: Db,
  purchaseId: string,
  by: string,
): Promise<Omit<Unprocessed, 'problem'>> {
  const purchase = await readPurchase(db, purchaseId)
  return {
    kind: recoveryKind.payment.value,
    name: `Payment of purchase ${purchase?.msevtmgt_name ?? purchaseId}`,
    eventId: purchase?.msevtmgt_eventid ?? null,
    payload: { purchaseId, by },
    reference: `payment:${purchaseId}`,
  }
}
