/**
 * Asking Graph for change notifications (learn.microsoft.com/graph/change-notifications-overview).
 * It tells about single meetings: an application of the start and end of their calls, anybody of
 * the reports of their webinars. So they are asked for when a webinar is planned. They expire after
 * days and are prolonged with every check of the account, until the webinar is over.
 */
import { createHmac } from 'node:crypto'
import type { Account, WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { seriesOf } from './recurrence.ts'
import { readDeletion, readDone } from './send.ts'
import { choicesOf } from './settings.ts'
import type { SubscriptionReply } from './wire.ts'

export const secretOf = (account: Account) => account.secret('gr_callbacksecret')

/** Comes back with every notification; nobody else can make it, and it is good for one webinar. */
export const clientStateOf = (secret: string, webinarId: string) =>
  createHmac('sha256', secret).update(`notifications about ${webinarId}`).digest('base64url')

/** A little less than Graph allows, because clocks differ. */
const minutesOf = (resource: string) => (resource.includes('meetingCallEvents') ? 4_200 : 1_430)

const dayMs = 86_400_000

/** Reports are corrected for a while; a series may go on for long. */
function followedUntil(plan: WebinarPlan): string {
  const days = seriesOf(plan) === undefined ? 3 : 366
  return new Date(plan.end.getTime() + days * dayMs).toISOString().slice(0, 10)
}

/** Which webinar a notification is about, and until when it is wanted, stands in its address. */
function addressOf(account: Account, webinarId: string, until: string): string {
  const url = new URL(account.callbackUrl)
  url.searchParams.set('webinar', webinarId)
  url.searchParams.set('until', until)
  return url.href
}

interface Followed {
  readonly webinarId: string
  readonly plan: WebinarPlan
}

/** Only applications are told of the calls of a meeting. */
export async function followMeeting(
  account: Account,
  { webinarId, plan }: Followed,
  joinUrl: string,
): Promise<void> {
  if (choicesOf(account).isDelegated) return
  const address = encodeURIComponent(joinUrl)
  const resource = `communications/onlineMeetings(joinWebUrl='${address}')/meetingCallEvents`
  await follow(account, webinarId, plan, { resource, changeType: 'updated' })
}

export async function followWebinar(
  account: Account,
  { webinarId, plan }: Followed,
  vendorId: string,
): Promise<void> {
  const resource = `solutions/virtualEvents/webinars/${vendorId}/getAttendanceReports`
  await follow(account, webinarId, plan, { resource, changeType: 'created' })
}

type Topic = Pick<client.SubscriptionBody, 'resource' | 'changeType'>

/** A webinar without notifications is asked about instead, so a refusal does not end its planning. */
async function follow(
  account: Account,
  webinarId: string,
  plan: WebinarPlan,
  topic: Topic,
): Promise<void> {
  const secret = await secretOf(account)
  if (secret === undefined) return
  const address = addressOf(account, webinarId, followedUntil(plan))
  const body = {
    ...topic,
    notificationUrl: address,
    lifecycleNotificationUrl: address,
    clientState: clientStateOf(secret, webinarId),
    expirationDateTime: expiryOf(account, topic.resource),
  }
  try {
    await ensure(account, webinarId, body)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    account.log.info({ problem: error.message }, 'Teams sends no notifications about a webinar')
  }
}

/** Graph keeps one for each meeting; with another address it has to be made anew. */
async function ensure(
  account: Account,
  webinarId: string,
  body: client.SubscriptionBody,
): Promise<void> {
  const needs = 'VirtualEvent.Read or OnlineMeetings.Read.All'
  const exchange = await client.askNewSubscription(account, body, needs)
  if (exchange.response.status !== 409) {
    readDone(exchange)
    return
  }
  const known = await subscriptionsAbout(account, webinarId)
  if (known.some(({ notificationUrl }) => notificationUrl === body.notificationUrl)) return
  for (const { id } of known) readDeletion(await client.askSubscriptionEnd(account, id))
  readDone(await client.askNewSubscription(account, body, needs))
}

const expiryOf = ({ clock }: Account, resource: string) =>
  new Date(clock.now().getTime() + minutesOf(resource) * 60_000).toISOString()

export async function forgetNotifications(account: Account, webinarId: string): Promise<void> {
  if ((await secretOf(account)) === undefined) return
  try {
    for (const { id } of await subscriptionsAbout(account, webinarId)) {
      readDeletion(await client.askSubscriptionEnd(account, id))
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    account.log.info({ problem: error.message }, 'Notifications about a webinar end by themselves')
  }
}

const subscriptionsAbout = async (account: Account, webinarId: string) =>
  (await ownSubscriptions(account)).filter(
    ({ notificationUrl }) => queryOf(notificationUrl, 'webinar') === webinarId,
  )

const ownSubscriptions = async (account: Account): Promise<readonly SubscriptionReply[]> =>
  (await client.subscriptionsOf(account)).filter(({ notificationUrl }) =>
    notificationUrl.startsWith(`${account.callbackUrl}?`),
  )

const queryOf = (url: string, name: string) => URL.parse(url)?.searchParams.get(name) ?? undefined

/**
 * Prolonging also authorizes anew, which Graph asks for about as often as tokens end. What is over is
 * given up.
 */
export async function prolongNotifications(account: Account): Promise<void> {
  if ((await secretOf(account)) === undefined) return
  const today = account.clock.now().toISOString().slice(0, 10)
  for (const { id, resource, notificationUrl } of await ownSubscriptions(account)) {
    const isOver = (queryOf(notificationUrl, 'until') ?? '') < today
    const exchange = isOver
      ? await client.askSubscriptionEnd(account, id)
      : await client.askRenewal(account, id, expiryOf(account, resource))
    readDeletion(exchange)
  }
}
