import { idempotencyKeyOf, madeUnder, remember } from './idempotency.ts'
import { problem } from './problems.ts'
import type { Webinar, WebinarOrder } from './state.ts'
import { earliest, later, newId, newToken, nowOf, type Vendor } from './vendor.ts'

/** The webinar as the API shows it. */
export interface WebinarAnswer {
  readonly webinarId: string
  readonly webinarUrl: string
  readonly presentationManagerUrl: string
  readonly status: 'created' | 'pending' | 'failed'
  readonly statusReason?: string
}

/**
 * Creates a webinar, or answers with the one that this key made before: without changing it, so
 * that a repeated request is harmless. A key whose webinar failed or was deleted is free again.
 */
export function createWebinar(
  vendor: Vendor,
  account: string,
  keyHeader: string | string[] | undefined,
  order: WebinarOrder,
): Webinar {
  const key = idempotencyKeyOf(keyHeader)
  const scope = `webinar of ${account}`
  const before = vendor.state.webinars.get(madeUnder(vendor, scope, key) ?? '')
  if (before !== undefined && isStanding(vendor, before)) return before
  checkOrder(vendor, order)
  const webinar = vendor.state.webinars.put({
    id: newId('webinar'),
    account,
    order,
    presenterToken: newToken(),
    ...startOfCreation(vendor),
  })
  remember(vendor, scope, key, webinar.id)
  return webinar
}

function isStanding(vendor: Vendor, webinar: Webinar): boolean {
  return webinar.deletedAt === undefined && statusOf(vendor, webinar) !== 'failed'
}

function startOfCreation(vendor: Vendor): Pick<Webinar, 'readyAt' | 'failure'> {
  const readyAt = later(nowOf(vendor), vendor.settings.creationDelaySeconds)
  const failure = vendor.failures.shift()
  return failure === undefined ? { readyAt } : { readyAt, failure }
}

/** Replaces what the webinar is; a failed one is tried again and is pending once more. */
export function updateWebinar(
  vendor: Vendor,
  account: string,
  webinarId: string,
  order: WebinarOrder,
): Webinar {
  const before = webinarOf(vendor, account, webinarId)
  if (order.externalId !== before.order.externalId)
    throw problem('invalid-input', 'externalId cannot be changed.')
  checkOrder(vendor, order)
  if (statusOf(vendor, before) !== 'failed') return vendor.state.webinars.put({ ...before, order })
  const { failure: _, ...rest } = before
  return vendor.state.webinars.put({ ...rest, order, ...startOfCreation(vendor) })
}

export function deleteWebinar(vendor: Vendor, webinar: Webinar): void {
  vendor.state.webinars.put({ ...webinar, deletedAt: nowOf(vendor) })
}

/** The presenter ends it: everybody leaves. */
export function endWebinar(vendor: Vendor, webinar: Webinar): void {
  if (webinar.endedAt === undefined)
    vendor.state.webinars.put({ ...webinar, endedAt: nowOf(vendor) })
}

/** Throws `webinar-not-found` also for the webinar of another account. */
export function webinarOf(vendor: Vendor, account: string, webinarId: string): Webinar {
  const webinar = vendor.state.webinars.get(webinarId)
  if (webinar !== undefined && webinar.account === account && webinar.deletedAt === undefined)
    return webinar
  throw problem('webinar-not-found', `There is no webinar "${webinarId}" in this account.`)
}

/** Nothing runs at `readyAt`: who looks later sees the outcome. */
export function statusOf(vendor: Vendor, webinar: Webinar): WebinarAnswer['status'] {
  if (nowOf(vendor) < webinar.readyAt) return 'pending'
  return webinar.failure === undefined ? 'created' : 'failed'
}

/** When the room closes: by the presenter, by deletion, or some time after the planned end. */
export function closingTime(vendor: Vendor, webinar: Webinar): string {
  const planned = later(webinar.order.end, vendor.settings.overrunSeconds)
  const ended = earliest(webinar.endedAt ?? planned, webinar.deletedAt ?? planned)
  return earliest(planned, ended)
}

export function answerFor(vendor: Vendor, webinar: Webinar): WebinarAnswer {
  const status = statusOf(vendor, webinar)
  return {
    webinarId: webinar.id,
    webinarUrl: `${vendor.url()}/room/${webinar.id}`,
    presentationManagerUrl: `${vendor.url()}/present/${webinar.presenterToken}`,
    status,
    ...(status === 'failed' && { statusReason: webinar.failure ?? '' }),
  }
}

function checkOrder(vendor: Vendor, order: WebinarOrder): void {
  checkTimes(vendor, order)
  checkTimeZone(order.timeZone)
  const { maxAttendees, webinarTypes } = vendor.settings
  if ((order.maxAttendees ?? 0) > maxAttendees)
    throw problem('too-many-attendees', `This account may invite at most ${maxAttendees} people.`)
  const type = order.webinarType
  if (type !== undefined && !webinarTypes.some(({ value }) => value === type))
    throw problem('unknown-webinar-type', `This account has no webinar type "${type}".`)
}

function checkTimes(vendor: Vendor, order: WebinarOrder): void {
  const minutes = (Date.parse(order.end) - Date.parse(order.start)) / 60_000
  if (minutes <= 0)
    throw problem('invalid-input', `end ${order.end} is not after start ${order.start}.`)
  const allowed = vendor.settings.maxDurationMinutes
  if (minutes > allowed)
    throw problem(
      'duration-too-long',
      `The webinar lasts ${minutes} minutes; this account allows ${allowed}.`,
    )
}

function checkTimeZone(name: string): void {
  if (timeZones.has(name) || isTimeZone(name)) return
  throw problem('invalid-input', `timeZone "${name}" is not an IANA name like Europe/Paris.`)
}

const timeZones = new Set(Intl.supportedValuesOf('timeZone'))

/** Links such as Asia/Calcutta or UTC are names too, but not in the list of preferred ones. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
