/** Does the account work, as whom, and if not, what is missing? Only reads. */
import type { Account, ServiceCheck } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import * as client from './client.ts'
import { credentialCodes } from './errors.ts'
import { missingIn, permissionsIn, registeringRole, wantedPermissions } from './permissions.ts'
import type { Organizer } from './place.ts'
import { applicationGrant } from './send.ts'
import { type Choices, choicesOf } from './settings.ts'
import type { UserReply } from './wire.ts'

export const checkAccount = (account: Account): Promise<ServiceCheck> =>
  checkedService(async () => {
    try {
      return await check(account)
    } catch (error) {
      if (!isAboutCredentials(error)) throw error
      return { status: 'not-authenticated', message: error.message }
    }
  })

const isAboutCredentials = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && credentialCodes.has(error.vendorCode ?? '')

async function check(account: Account): Promise<ServiceCheck> {
  const choices = choicesOf(account)
  const user = await organizerIn(account, choices)
  const accountName = user.displayName ?? user.userPrincipalName ?? user.id
  const without = (message: string): ServiceCheck => ({ status: 'forbidden', accountName, message })
  const missing = await missingPermissions(account, choices)
  if (missing.length > 0) {
    return without(
      `The token lacks ${missing.join(', ')}: add it to the application in Entra, grant admin consent, and sign in again.`,
    )
  }
  const organizer = choices.isDelegated ? 'me' : { userId: user.id }
  const calendar = client.readCalendar(await client.askCalendar(account, organizer))
  if (!calendar.allowedOnlineMeetingProviders?.includes('teamsForBusiness')) {
    return without(
      `${accountName} has no licence for Teams: the calendar allows no online meeting of Teams. Give one in the Microsoft 365 admin center.`,
    )
  }
  if (!choices.isDelegated) await requirePolicy(account, organizer)
  const obstacle = await obstacleToWebinars(account, choices)
  if (obstacle !== undefined) return without(obstacle)
  return { status: 'healthy', accountName, message: sentenceFor(choices, user, accountName) }
}

const organizerIn = async (account: Account, { organizer }: Choices): Promise<UserReply> =>
  client.readUser(
    organizer === undefined
      ? await client.askMe(account)
      : await client.askUser(account, organizer),
  )

/** A token that does not say what it may do is not doubted: the calls will tell. */
async function missingPermissions(account: Account, choices: Choices): Promise<readonly string[]> {
  const options = choices.isDelegated ? {} : { grant: applicationGrant(account) }
  const held = permissionsIn(await account.token(options))
  return held === undefined ? [] : missingIn(held, wantedPermissions(choices))
}

/** No meeting has this address; without the access policy Teams does not even look for it. */
async function requirePolicy(account: Account, organizer: Organizer): Promise<void> {
  const nowhere = 'https://teams.microsoft.com/l/meetup-join/greenroom-asks-for-the-policy/0'
  const exchange = await client.askMeetingsBy(account, organizer, nowhere)
  if (exchange.response.status !== 404) client.readMeetings(exchange)
}

/** People are registered by the application itself, which needs a permission of its own. */
async function obstacleToWebinars(
  account: Account,
  { kind, hasWebinars }: Choices,
): Promise<string | undefined> {
  if (kind === 'meeting') return undefined
  if (!hasWebinars) {
    return 'Teams lets only somebody who is signed in create webinars, in the global cloud. Choose the authorization "User", or plan as Meetings.'
  }
  const { accessToken } = await applicationGrant(account).request()
  const held = permissionsIn(accessToken)
  if (held === undefined || held.includes(registeringRole)) return undefined
  return `People cannot be registered for webinars: the application lacks the application permission ${registeringRole}. Add it in Entra and grant admin consent.`
}

function sentenceFor({ isDelegated }: Choices, { mail }: UserReply, name: string): string {
  const who = mail ? `${name} (${mail})` : name
  return isDelegated
    ? `Teams lets the hub in as ${who}.`
    : `Teams lets the application in, which organizes in the calendar of ${who} and of curators.`
}
