/**
 * Making people known to Teams. A meeting takes no registrations: whoever has its address may come.
 * A webinar does, and only from the application itself, so a second token is needed beside that of
 * whoever signed in.
 */
import type { Account, Registrant, RegistrantPlan } from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { toRegistrationBody } from './mapping.ts'
import { toPlace } from './place.ts'
import { applicationGrant, readDeletion, readDone } from './send.ts'
import { providerId } from './settings.ts'
import * as client from './webinar-client.ts'
import type { RegistrationReply } from './wire.ts'

/** The same account as the application sees it; its token is kept beside that of whoever signed in. */
export const asApplication = (account: Account): Account => ({
  ...account,
  token: (options) =>
    account.token({ ...options, grant: { ...applicationGrant(account), isBeside: true } }),
})

export interface Means {
  readonly account: Account
  readonly application: Account
}

export async function register(
  { account, application }: Means,
  webinarId: string,
  plan: RegistrantPlan,
): Promise<Registrant> {
  const place = toPlace(webinarId)
  if (place.kind === 'meeting') throw unsupported(providerId, 'register people for a meeting')
  const { webinarId: vendorId } = place
  const body = toRegistrationBody(plan)
  try {
    readDone(await client.askRegistration(application, vendorId, body))
  } catch (error) {
    return await earlierOrThrow(account, vendorId, plan, error)
  }
  // The answer to an application has no content.
  const made = await findRegistration(account, vendorId, plan.email)
  if (made !== undefined) return known(made)
  throw new ProviderError('unavailable', {
    provider: providerId,
    message: 'Teams has taken the registration and does not show it yet.',
    retryAfterSeconds: 5,
  })
}

const known = ({ id }: RegistrationReply): Registrant => ({ registrantId: id, joinUrl: undefined })

/** A repeated registration finds that of the first time; any other refusal stands. */
async function earlierOrThrow(
  account: Account,
  vendorId: string,
  { email }: RegistrantPlan,
  error: unknown,
): Promise<Registrant> {
  if (!(error instanceof ProviderError) || error.kind !== 'rejected') throw error
  const earlier = await findRegistration(account, vendorId, email)
  if (earlier === undefined || earlier.status === 'canceled') throw error
  return known(earlier)
}

async function findRegistration(
  account: Account,
  vendorId: string,
  email: string,
): Promise<RegistrationReply | undefined> {
  const exchange = await client.askRegistrationOf(account, vendorId, email)
  return exchange.response.status === 404 ? undefined : client.readRegistration(exchange)
}

/** Whoever is unknown, or was cancelled before, is withdrawn already. */
export async function cancelRegistrant(
  { account, application }: Means,
  webinarId: string,
  registrantId: string,
): Promise<void> {
  const place = toPlace(webinarId)
  if (place.kind === 'meeting') throw unsupported(providerId, 'withdraw people from a meeting')
  const { webinarId: vendorId } = place
  const exchange = await client.askCancellation(application, vendorId, registrantId)
  if (exchange.response.status !== 400) {
    readDeletion(exchange)
    return
  }
  const found = await client.askRegistrationBy(account, vendorId, registrantId)
  if (found.response.status === 404) return
  if (client.readRegistration(found).status !== 'canceled') readDone(exchange)
}
