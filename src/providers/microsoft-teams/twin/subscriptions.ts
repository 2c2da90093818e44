/** Change notifications: asking for them, proving the address, renewing, and sending. */
import type { Call } from './endpoint.ts'
import { badRequest, notFound, Problem } from './problems.ts'
import { newId, newSecret, type Subscription, type Tenant } from './state.ts'
import { graphTime } from './times.ts'

interface Topic {
  readonly form: RegExp
  readonly changeTypes: readonly string[]
  readonly mostMinutes: number
  /** Any of them; undefined: people cannot ask for this. */
  readonly delegated: readonly string[] | undefined
  readonly application: readonly string[]
  readonly needsLifecycle: boolean
}

const topics: readonly Topic[] = [
  {
    form: /^(me|users\/[^/]+)\/events$/i,
    changeTypes: ['created', 'updated', 'deleted'],
    mostMinutes: 10_080,
    delegated: ['Calendars.Read', 'Calendars.ReadWrite'],
    application: ['Calendars.Read', 'Calendars.ReadWrite'],
    needsLifecycle: false,
  },
  {
    form: /^communications\/onlineMeetings\(joinWebUrl='[^']+'\)\/meetingCallEvents$/,
    changeTypes: ['updated'],
    mostMinutes: 4_320,
    delegated: undefined,
    application: ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'],
    needsLifecycle: true,
  },
  {
    form: /^solutions\/virtualEvents\/webinars\/[^/]+\/getAttendanceReports$/,
    changeTypes: ['created'],
    mostMinutes: 1_440,
    delegated: ['VirtualEvent.Read', 'VirtualEvent.ReadWrite'],
    application: ['VirtualEvent.Read.All'],
    needsLifecycle: true,
  },
]

const trimmed = (resource: string) => resource.replace(/^\//, '')

function topicOf(resource: string): Topic {
  const topic = topics.find(({ form }) => form.test(trimmed(resource)))
  if (topic !== undefined) return topic
  throw badRequest(`The resource '${resource}' cannot be subscribed to.`, 'InvalidRequest')
}

export async function subscribe(tenant: Tenant, call: Call): Promise<Subscription> {
  const { body, token } = call
  const topic = topicOf(body.resource)
  const wanted = token.user === undefined ? topic.application : topic.delegated
  if (wanted === undefined || !wanted.some((name) => token.permissions.includes(name))) {
    throw new Problem(403, 'Forbidden', 'Operation: Create; the caller has no permission for it.')
  }
  const types = body.changeType.split(',').map((type: string) => type.trim())
  if (types.some((type: string) => !topic.changeTypes.includes(type))) {
    throw badRequest('The changeType is not supported for this resource.', 'InvalidRequest')
  }
  const expiresAt = expiryOf(tenant, topic, body)
  refuseSecond(tenant, body.resource, token.user)
  for (const url of [body.notificationUrl, body.lifecycleNotificationUrl]) {
    if (url !== undefined) await prove(tenant, url)
  }
  const subscription: Subscription = {
    id: newId(),
    resource: trimmed(body.resource),
    changeType: body.changeType,
    notificationUrl: body.notificationUrl,
    clientState: body.clientState,
    lifecycleNotificationUrl: body.lifecycleNotificationUrl,
    creatorId: token.user ?? 'application',
    isImmutable: call.isImmutable,
    expiresAt,
  }
  tenant.subscriptions.set(subscription.id, subscription)
  return subscription
}

interface Term {
  readonly expirationDateTime: string
  readonly lifecycleNotificationUrl?: string
}

function expiryOf(tenant: Tenant, topic: Topic, term: Term): Date {
  const expiresAt = new Date(term.expirationDateTime)
  const minutes = (expiresAt.getTime() - tenant.clock.now().getTime()) / 60_000
  if (minutes <= 0 || minutes > topic.mostMinutes) {
    throw badRequest(
      `Subscription expiration can only be ${topic.mostMinutes} minutes in the future for requested resource.`,
      'InvalidRequest',
    )
  }
  if (topic.needsLifecycle && minutes > 60 && term.lifecycleNotificationUrl === undefined) {
    throw badRequest('lifecycleNotificationUrl is required for this resource.', 'InvalidRequest')
  }
  return expiresAt
}

/** Nearer ends are put off to 45 minutes from now when they are renewed. */
export function renew(tenant: Tenant, call: Call): Subscription {
  const subscription = subscriptionOf(tenant, call)
  const { lifecycleNotificationUrl, resource } = subscription
  subscription.expiresAt = expiryOf(tenant, topicOf(resource), {
    ...call.body,
    ...(lifecycleNotificationUrl !== undefined && { lifecycleNotificationUrl }),
  })
  return subscription
}

/** Each sees its own, as long as they have not expired. */
export const subscriptionsOf = (tenant: Tenant, user: string | undefined): Subscription[] =>
  [...tenant.subscriptions.values()].filter(
    ({ creatorId, expiresAt }) =>
      creatorId === (user ?? 'application') && expiresAt > tenant.clock.now(),
  )

export function subscriptionOf(tenant: Tenant, { parameters, token }: Call): Subscription {
  const found = subscriptionsOf(tenant, token.user).find(({ id }) => id === parameters.id)
  if (found === undefined) throw notFound('subscription')
  return found
}

/** One for each meeting or webinar of an application. */
function refuseSecond(tenant: Tenant, resource: string, user: string | undefined): void {
  if (!topicOf(resource).needsLifecycle) return
  const known = subscriptionsOf(tenant, user)
  if (!known.some((each) => each.resource === trimmed(resource))) return
  throw new Problem(409, 'Conflict', 'A subscription for this resource exists already.')
}

/** Who is at the address says the token back, as plain text, within ten seconds. */
async function prove(tenant: Tenant, url: string): Promise<void> {
  if (tenant.settings.requiresHttps && !/^https:/.test(url)) {
    throw badRequest('The notification URL must use https.', 'InvalidRequest')
  }
  const token = `Validation: Testing client application reachability ${newSecret()}`
  const address = new URL(url)
  address.searchParams.set('validationToken', token)
  const answer = await tenant.reach({
    method: 'POST',
    url: address.href,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: '',
  })
  const isPlain = /^text\/plain/.test(answer.contentType ?? '')
  if (answer.status === 200 && isPlain && answer.text === token) return
  throw badRequest(
    `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request; it answered ${answer.status}.`,
    'ValidationError',
  )
}

export const subscriptionAnswer = (tenant: Tenant, subscription: Subscription): object => {
  const { expiresAt, isImmutable: _, clientState: __, ...told } = subscription
  return {
    ...told,
    applicationId: tenant.client.id,
    clientState: null,
    expirationDateTime: graphTime(expiresAt),
  }
}

interface News {
  readonly isAbout: (subscription: Subscription) => boolean
  readonly changeType: string
  readonly resourceData: (subscription: Subscription) => object
}

/** What is not taken is sent again after a while. */
const retryDelaysMs = [1_000, 5_000]

/** Tells whoever asked for it; several may come together. */
export function tell(tenant: Tenant, { isAbout, changeType, resourceData }: News): void {
  for (const subscription of tenant.subscriptions.values()) {
    if (subscription.expiresAt <= tenant.clock.now() || !isAbout(subscription)) continue
    if (!subscription.changeType.includes(changeType)) continue
    deliver(tenant, subscription, subscription.notificationUrl, {
      changeType,
      resourceData: resourceData(subscription),
    })
  }
}

/** `reauthorizationRequired`, `subscriptionRemoved` or `missed`. */
export function tellLifecycle(tenant: Tenant, lifecycleEvent: string): void {
  for (const subscription of tenant.subscriptions.values()) {
    const url = subscription.lifecycleNotificationUrl
    if (url !== undefined) deliver(tenant, subscription, url, { lifecycleEvent })
  }
}

function deliver(tenant: Tenant, subscription: Subscription, url: string, news: object): void {
  const { id, clientState, expiresAt, resource } = subscription
  const item = {
    subscriptionId: id,
    subscriptionExpirationDateTime: graphTime(expiresAt),
    clientState,
    resource,
    tenantId: tenant.id,
    ...news,
  }
  tenant.courier.send(
    {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ value: [item] }),
    },
    { channel: id, retryDelaysMs, isDelivered: (status) => status >= 200 && status <= 299 },
  )
}
