import type { Account, Registrant, RegistrantPlan } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { finalCodes } from './errors.ts'
import { toRegistrantBody } from './mapping.ts'
import type { RegistrantReply } from './wire.ts'

/**
 * At Zoom a registrant is an e-mail address: the same one registered again gives the registrant of
 * the first time. Where Zoom refuses instead, or the day's three attempts are used up by repeated
 * jobs, the one of the first time is looked for.
 */
export async function register(
  account: Account,
  meeting: client.Meeting,
  plan: RegistrantPlan,
): Promise<Registrant> {
  const exchange = await client.askRegistration(account, meeting, toRegistrantBody(plan))
  try {
    const { registrant_id: registrantId, join_url: joinUrl } = client.readRegistration(exchange)
    return { registrantId, joinUrl }
  } catch (error) {
    const earlier = mayBeKnown(error) ? await findRegistrant(account, meeting, plan) : undefined
    if (earlier === undefined) throw error
    return { registrantId: earlier.id, joinUrl: earlier.join_url }
  }
}

/** Only the quota of the person says that there were attempts; the one per second says nothing. */
function mayBeKnown(error: unknown): boolean {
  if (!(error instanceof ProviderError)) return false
  if (error.kind === 'rate-limited') return (error.retryAfterSeconds ?? 0) > 60
  return error.kind === 'rejected' && !finalCodes.has(error.vendorCode ?? '')
}

export async function findRegistrant(
  account: Account,
  meeting: client.Meeting,
  { email }: Pick<RegistrantPlan, 'email'>,
): Promise<RegistrantReply | undefined> {
  for (const status of ['approved', 'pending'] as const) {
    const pages = await allPages(client.providerId, async (cursor) => {
      const exchange = await client.askRegistrants(account, meeting, status, cursor)
      const reply = client.readRegistrants(exchange)
      return { items: reply.registrants, next: reply.next_page_token || undefined }
    })
    const found = pages
      .flatMap(({ items }) => items)
      .find((each) => each.email.toLowerCase() === email.toLowerCase())
    if (found !== undefined) return found
  }
  return undefined
}
