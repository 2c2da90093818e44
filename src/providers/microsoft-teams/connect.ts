import type { Account, Authorization, Provider } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { attendance, recordings } from './after-the-end.ts'
import { callbacksOf } from './callbacks.ts'
import { checkAccount } from './check.ts'
import { datesOf } from './dates.ts'
import { directoryOf } from './directory.ts'
import { toTokenSet } from './mapping.ts'
import { toPlace } from './place.ts'
import { createMeeting, deleteMeeting, readMeeting, updateMeeting } from './plan-meeting.ts'
import { cancelWebinar, createWebinar, readWebinar, updateWebinar } from './plan-webinar.ts'
import { asApplication, cancelRegistrant, register } from './register.ts'
import { askTokenForCode, askTokenForRefresh, authorizeAddress, readToken } from './send.ts'
import { choicesOf, providerId } from './settings.ts'
import { kindOf, webinarTypes } from './webinar-types.ts'

/** Opens a directory of Microsoft 365: as whoever signed in, or as the application itself. */
export function connect(account: Account): Provider {
  const means = { account, application: asApplication(account) }
  return {
    check: () => checkAccount(account),
    webinarTypes: async () => webinarTypes(choicesOf(account)),
    createWebinar: async (plan) =>
      kindOf(plan, choicesOf(account)) === 'webinar'
        ? await createWebinar(account, plan)
        : await createMeeting(account, plan),
    readWebinar: async (id) => {
      const place = toPlace(id)
      if (place.kind === 'meeting') return await readMeeting(account, place)
      return await readWebinar(account, place.webinarId)
    },
    updateWebinar: async (id, plan) => {
      const place = toPlace(id)
      kindOf(plan, choicesOf(account), place.kind)
      if (place.kind === 'meeting') return await updateMeeting(account, place, plan)
      return await updateWebinar(account, place.webinarId, plan)
    },
    deleteWebinar: async (id) => {
      const place = toPlace(id)
      if (place.kind === 'meeting') await deleteMeeting(account, place)
      else await cancelWebinar(account, place.webinarId)
    },
    register: (id, plan) => register(means, id, plan),
    cancelRegistrant: (id, registrantId) => cancelRegistrant(means, id, registrantId),
    joinUrl: async ({ webinarUrl }) => {
      if (webinarUrl !== undefined) return webinarUrl
      throw notThereYet()
    },
    attendance: (id) => attendance(account, id),
    recordings: (id) => recordings(account, id),
    dates: datesOf(account),
    directory: directoryOf(account),
    authorization: authorizationOf(account),
    callbacks: callbacksOf(account),
  }
}

const notThereYet = () =>
  new ProviderError('unavailable', {
    provider: providerId,
    message: 'Teams has not made the join address of the webinar yet.',
  })

/** Only where a person signs in; with rights of its own an application needs nobody. */
function authorizationOf(account: Account): Authorization | undefined {
  if (account.settings.rights === 'Application') return undefined
  return {
    authorizeUrl: (state, redirectUri, codeChallenge) =>
      authorizeAddress(account, state, redirectUri, codeChallenge),
    exchangeCode: async (code, redirectUri, codeVerifier) =>
      toTokenSet(readToken(await askTokenForCode(account, code, redirectUri, codeVerifier))),
    refresh: async (refreshToken) =>
      toTokenSet(readToken(await askTokenForRefresh(account, refreshToken))),
  }
}
