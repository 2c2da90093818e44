import type { Account, Provider } from '../contract.ts'
import { unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { attendance, recordings } from './after-the-end.ts'
import { callbacksOf } from './callbacks.ts'
import * as client from './client.ts'
import { datesOf } from './dates.ts'
import { directoryOf } from './directory.ts'
import { joinUrl } from './join.ts'
import { toMeeting, toServiceCheck, toWebinar } from './mapping.ts'
import { createWebinar, updateWebinar } from './plan-webinar.ts'
import { register } from './register.ts'
import { choicesOf } from './settings.ts'

/** Opens one Zoom account by its Server-to-Server OAuth app. */
export function connect(account: Account): Provider {
  return {
    check: () => checkedService(() => check(account)),
    webinarTypes: () => Promise.reject(unsupported(client.providerId, 'list webinar types')),
    createWebinar: (plan) => createWebinar(account, plan),
    readWebinar: async (webinarId) => {
      const meeting = toMeeting(webinarId)
      return toWebinar(meeting.kind, client.readMeeting(await client.askMeeting(account, meeting)))
    },
    updateWebinar: async (webinarId, plan) => updateWebinar(account, toMeeting(webinarId), plan),
    deleteWebinar: async (webinarId) =>
      client.readDeletion(await client.askDeletion(account, toMeeting(webinarId))),
    register: async (webinarId, plan) => register(account, toMeeting(webinarId), plan),
    cancelRegistrant: async (webinarId, registrantId) =>
      client.readDeletion(
        await client.askCancellation(account, toMeeting(webinarId), registrantId),
      ),
    joinUrl: (webinar, registrant) => joinUrl(account, webinar, registrant),
    attendance: async (webinarId) => attendance(account, toMeeting(webinarId)),
    recordings: async (webinarId) => recordings(account, toMeeting(webinarId)),
    dates: datesOf(account),
    directory: directoryOf(account),
    authorization: undefined,
    callbacks: callbacksOf(account),
  }
}

/** Credentials, host and licence; for webinars also the add-on, which only a call for them tells. */
async function check(account: Account) {
  const { host, kind } = choicesOf(account)
  const user = client.readUser(await client.askUser(account, host))
  if (kind === 'webinars') {
    client.readMeetings(await client.askMeetings(account, 'webinars', undefined))
  }
  return toServiceCheck(user)
}
