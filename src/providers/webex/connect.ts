import type { Account, Authorization, Provider, ServiceCheck } from '../contract.ts'
import { checkedService } from '../service-check.ts'
import { attendance, recordings } from './after-the-end.ts'
import { callbacksOf } from './callbacks.ts'
import * as client from './client.ts'
import { datesOf } from './dates.ts'
import { directoryOf } from './directory.ts'
import { joinUrl } from './join.ts'
import { toTokenSet, toWebinar, toWebinarTypes } from './mapping.ts'
import { createWebinar, updateWebinar } from './plan-webinar.ts'
import { cancelRegistrant, register } from './register.ts'
import { choicesOf } from './settings.ts'

/** Opens the Webex account of the person who signed in. */
export function connect(account: Account): Provider {
  return {
    check: () => checkedService(() => check(account)),
    webinarTypes: async () =>
      toWebinarTypes(client.readSessionTypes(await client.askSessionTypes(account))),
    createWebinar: (plan) => createWebinar(account, plan),
    readWebinar: async (webinarId) =>
      toWebinar(client.readMeeting(await client.askMeeting(account, webinarId))),
    updateWebinar: (webinarId, plan) => updateWebinar(account, webinarId, plan),
    deleteWebinar: async (webinarId) =>
      client.readDeletion(await client.askDeletion(account, webinarId)),
    register: (webinarId, plan) => register(account, webinarId, plan),
    cancelRegistrant: (webinarId, registrantId) =>
      cancelRegistrant(account, webinarId, registrantId),
    joinUrl: (webinar, registrant) => joinUrl(account, webinar, registrant),
    attendance: (webinarId) => attendance(account, webinarId),
    recordings: (webinarId) => recordings(account, webinarId),
    dates: datesOf(account),
    directory: directoryOf(account),
    authorization: authorizationOf(account),
    callbacks: callbacksOf(account),
  }
}

/** Who signed in, what they may plan, and whether the site is theirs. */
async function check(account: Account): Promise<ServiceCheck> {
  const { kind, siteUrl } = choicesOf(account)
  const me = client.readMe(await client.askMe(account))
  const email = me.emails?.[0]
  const accountName = me.displayName ?? email ?? 'somebody without a name'
  if (siteUrl !== undefined) {
    const { sites } = client.readSites(await client.askSites(account))
    const names = sites.map((site) => site.siteUrl)
    if (!names.includes(siteUrl)) return without(`the site ${siteUrl}, only ${names.join(', ')}`)
  }
  const types = toWebinarTypes(client.readSessionTypes(await client.askSessionTypes(account)))
  if (!types.some(({ value }) => value.startsWith(kind))) return without(`a licence for a ${kind}`)
  const message = `Webex lets the hub in as ${accountName}${email === undefined ? '' : ` (${email})`}.`
  return { status: 'healthy', message, accountName }

  function without(what: string): ServiceCheck {
    return { status: 'forbidden', accountName, message: `${accountName} does not have ${what}.` }
  }
}

function authorizationOf(account: Account): Authorization {
  return {
    authorizeUrl: (state, redirectUri, codeChallenge) =>
      client.authorizeAddress(account, state, redirectUri, codeChallenge),
    exchangeCode: async (code, redirectUri, codeVerifier) =>
      toTokenSet(
        client.readToken(await client.askTokenForCode(account, code, redirectUri, codeVerifier)),
      ),
    refresh: async (refreshToken) =>
      toTokenSet(client.readToken(await client.askTokenForRefresh(account, refreshToken))),
  }
}
