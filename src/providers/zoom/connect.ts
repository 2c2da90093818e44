import type { Account, JoiningRegistrant, Provider, Webinar } from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { attendance, recordings } from './after-the-end.ts'
import { callbacksOf } from './callbacks.ts'
import * as client from './client.ts'
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

/** Known since the registration, or since the host has approved it. */
async function joinUrl(
  account: Account,
  { webinarId }: Webinar,
  { joinUrl: known, registrantId, role }: JoiningRegistrant,
): Promise<string> {
  if (role === 'host') return await hostUrl(account, webinarId)
  if (known !== undefined) return known
  if (registrantId === undefined)
    throw noLink('not-found', 'Nobody registered this person at Zoom.')
  const exchange = await client.askRegistrant(account, toMeeting(webinarId), registrantId)
  const { join_url: url, status } = client.readRegistrant(exchange)
  if (url !== undefined && status !== 'denied') return url
  const isDenied = status === 'denied'
  throw noLink(
    'rejected',
    isDenied
      ? 'The host has denied this registration.'
      : 'The host has to approve this registration at Zoom first.',
  )
}

/** Made anew for each click, because it ends after two hours; it lets in as the host, so it is never kept. */
async function hostUrl(account: Account, webinarId: string): Promise<string> {
  const { start_url: url } = client.readMeeting(
    await client.askMeeting(account, toMeeting(webinarId)),
  )
  if (url !== undefined) return url
  throw noLink('not-found', 'Zoom gave no link for the host.')
}

const noLink = (kind: 'not-found' | 'rejected', message: string) =>
  new ProviderError(kind, { provider: client.providerId, message })
