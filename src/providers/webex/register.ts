/** Making people known to Webex: as registrants, or, where a series takes none, as invitees. */
import type { Account, Registrant, RegistrantPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { displayNameOf, toRegistrantBody } from './mapping.ts'
import { inviteesOf } from './plan-webinar.ts'

/**
 * One call for what takes place once. A series refuses it: then, and for whatever else is refused,
 * the meeting is looked at.
 */
export async function register(
  account: Account,
  webinarId: string,
  plan: RegistrantPlan,
): Promise<Registrant> {
  const exchange = await client.askRegistration(account, webinarId, toRegistrantBody(plan))
  try {
    return known('registrants', client.readRegistrant(exchange).id)
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'rejected') throw error
    return await registerOtherwise(account, webinarId, plan, error)
  }
}

/** The kind of place is part of our id, because it decides how the person is withdrawn. */
const known = (place: 'registrants' | 'invitees', id: string): Registrant => ({
  registrantId: `${place}/${id}`,
  joinUrl: undefined,
})

/** A repeated registration finds that of the first time; anybody else's refusal stands. */
async function registerOtherwise(
  account: Account,
  webinarId: string,
  plan: RegistrantPlan,
  refusal: ProviderError,
): Promise<Registrant> {
  const { recurrence } = client.readMeeting(await client.askMeeting(account, webinarId))
  if (recurrence) return await invite(account, webinarId, plan)
  const exchange = await client.askRegistrantsOf(account, webinarId, plan.email)
  const { items } = client.readRegistrants(exchange)
  const earlier = items.find(({ email }) => email?.toLowerCase() === plan.email.toLowerCase())
  if (earlier === undefined) throw refusal
  return known('registrants', earlier.id)
}

async function invite(
  account: Account,
  webinarId: string,
  plan: RegistrantPlan,
): Promise<Registrant> {
  const displayName = displayNameOf(plan)
  const exchange = await client.askInvitation(account, webinarId, {
    email: plan.email,
    displayName,
    coHost: false,
  })
  if (exchange.response.status === 409) {
    const earlier = (await inviteesOf(account, webinarId)).find(
      ({ email }) => email.toLowerCase() === plan.email.toLowerCase(),
    )
    if (earlier !== undefined) return known('invitees', earlier.id)
  }
  return known('invitees', client.readInvitee(exchange).id)
}

/** An id that is none of ours names nobody, so there is nobody to withdraw. */
export async function cancelRegistrant(
  account: Account,
  webinarId: string,
  registrantId: string,
): Promise<void> {
  const [, place, id] = /^(registrants|invitees)\/(.+)$/.exec(registrantId) ?? []
  if (id === undefined) return
  client.readDeletion(
    place === 'invitees'
      ? await client.askInviteeRemoval(account, id)
      : await client.askCancellation(account, webinarId, id),
  )
}
