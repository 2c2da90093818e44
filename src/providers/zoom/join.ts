/** Where somebody goes at the click: audience, presenters and the host have links of different worth. */
import type { Account, JoiningRegistrant, Webinar } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { toMeeting } from './mapping.ts'
import { findRegistrant, register } from './register.ts'

export async function joinUrl(
  account: Account,
  { webinarId }: Webinar,
  person: JoiningRegistrant,
): Promise<string> {
  const meeting = toMeeting(webinarId)
  if (person.role === 'host') return await hostUrl(account, meeting)
  if (person.role === 'presenter') return await presenterUrl(account, meeting, person)
  return await registrantUrl(account, meeting, person)
}

/** Known since the registration, or since the host has approved it. */
async function registrantUrl(
  account: Account,
  meeting: client.Meeting,
  { joinUrl: known, registrantId }: JoiningRegistrant,
): Promise<string> {
  if (known !== undefined) return known
  if (registrantId === undefined)
    throw noLink('not-found', 'Nobody registered this person at Zoom.')
  const exchange = await client.askRegistrant(account, meeting, registrantId)
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
async function hostUrl(account: Account, meeting: client.Meeting): Promise<string> {
  const { start_url: url } = client.readMeeting(await client.askMeeting(account, meeting))
  if (url !== undefined) return url
  throw noLink('not-found', 'Zoom gave no link for the host.')
}

const presenterUrl = (account: Account, meeting: client.Meeting, person: JoiningRegistrant) =>
  meeting.kind === 'webinars'
    ? panelistUrl(account, meeting, person)
    : colleagueUrl(account, meeting, person)

/** The panelist's own: who has it may speak, but neither start nor end the webinar. */
async function panelistUrl(
  account: Account,
  meeting: client.Meeting,
  { email }: JoiningRegistrant,
): Promise<string> {
  const { panelists } = client.readPanelists(await client.askPanelists(account, meeting))
  const found = panelists.find((each) => each.email.toLowerCase() === email.toLowerCase())
  if (found?.join_url !== undefined) return found.join_url
  throw noLink('rejected', `${email} is no panelist of this webinar at Zoom.`)
}

/**
 * Alternative hosts take the meeting's own address: signed in to Zoom they may start it. Anybody else
 * who presents in a meeting has a link like the audience, which needs a registration.
 */
async function colleagueUrl(
  account: Account,
  meeting: client.Meeting,
  person: JoiningRegistrant,
): Promise<string> {
  const found = client.readMeeting(await client.askMeeting(account, meeting))
  const hosts = String(found.settings?.alternative_hosts ?? '').toLowerCase()
  if (found.join_url !== undefined && hosts.split(/[;,]/).includes(person.email.toLowerCase())) {
    return found.join_url
  }
  const earlier = await findRegistrant(account, meeting, person)
  const url = earlier?.join_url ?? (await register(account, meeting, person)).joinUrl
  if (url !== undefined) return url
  throw noLink('rejected', 'The host has to approve this registration at Zoom first.')
}

const noLink = (kind: 'not-found' | 'rejected', message: string) =>
  new ProviderError(kind, { provider: client.providerId, message })
