import { type Exchange, vendorText } from '../answer.ts'
import type {
  Account,
  Authorization,
  JoiningRegistrant,
  Provider,
  Registrant,
  RegistrantPlan,
  Webinar,
} from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import * as client from './client.ts'
import {
  toAttendanceReport,
  toRegistrant,
  toRegistrationBody,
  toServiceCheck,
  toTokenSet,
  toWebinar,
  toWebinarBody,
} from './mapping.ts'
import type { RegistrationItem } from './wire.ts'

/** Opens one account at a service that implements the Webinar Extension API. */
export function connect(account: Account): Provider {
  return {
    check: () =>
      checkedService(async () =>
        toServiceCheck(client.readStatus(await client.askStatus(account))),
      ),
    webinarTypes: async () =>
      client
        .readWebinarTypes(await client.askWebinarTypes(account))
        .map(({ name, value }) => ({ name: vendorText(name), value })),
    createWebinar: async (plan) =>
      webinarIn(await client.askNewWebinar(account, toWebinarBody(plan))),
    readWebinar: async (webinarId) => webinarIn(await client.askWebinar(account, webinarId)),
    updateWebinar: async (webinarId, plan) =>
      webinarIn(await client.askChangedWebinar(account, webinarId, toWebinarBody(plan))),
    deleteWebinar: async (webinarId) =>
      client.readDeletion(await client.askDeletion(account, webinarId)),
    register: (webinarId, plan) => register(account, webinarId, plan),
    cancelRegistrant: async (webinarId, registrantId) =>
      client.readDeletion(await client.askCancellation(account, webinarId, registrantId)),
    joinUrl: async (webinar, registrant) => joinUrl(webinar, registrant),
    attendance: (webinarId, since) => attendance(account, webinarId, since),
    recordings: () => Promise.reject(unsupported('webinar-extension', 'list recordings')),
    authorization: authorizationOf(account),
    callbacks: undefined,
  }
}

const webinarIn = (exchange: Exchange) => toWebinar(client.readWebinar(exchange))

/**
 * A service that does not know the Idempotency-Key answers a repeated registration with 409
 * (RFC 9110 §15.5.10); then the registration of the first time is the one.
 */
async function register(
  account: Account,
  webinarId: string,
  plan: RegistrantPlan,
): Promise<Registrant> {
  const exchange = await client.askRegistration(account, webinarId, toRegistrationBody(plan))
  if (exchange.response.status === 409) {
    const earlier = await earlierRegistration(account, webinarId, plan.idempotencyKey)
    if (earlier !== undefined) return toRegistrant(earlier)
  }
  return toRegistrant(client.readRegistration(exchange))
}

async function earlierRegistration(
  account: Account,
  webinarId: string,
  externalId: string,
): Promise<RegistrationItem | undefined> {
  const pages = await allPages(client.providerId, async (cursor) => {
    const reply = client.readRegistrations(
      await client.askRegistrations(account, webinarId, cursor),
    )
    return { items: reply.items, next: reply.nextCursor ?? undefined }
  })
  return pages
    .flatMap((page) => page.items)
    .find((item) => item.externalId === externalId && item.status === 'registered')
}

/** Some services mail the personal link themselves; then the link for the audience has to do. */
function joinUrl(webinar: Webinar, registrant: JoiningRegistrant): string {
  const url = registrant.joinUrl ?? webinar.webinarUrl
  if (url !== undefined) return url
  throw new ProviderError('not-found', {
    provider: client.providerId,
    message: 'The provider has given neither a personal link nor one for the audience.',
  })
}

async function attendance(account: Account, webinarId: string, since: Date | undefined) {
  const [first, ...others] = await allPages(client.providerId, async (cursor) => {
    const exchange = await client.askAttendance(account, webinarId, since, cursor)
    const reply = client.readAttendance(exchange)
    return { ...reply, next: reply.nextCursor ?? undefined }
  })
  return toAttendanceReport(first, others)
}

function authorizationOf(account: Account): Authorization {
  return {
    authorizeUrl: (state, redirectUri) => client.authorizeAddress(account, state, redirectUri),
    exchangeCode: async (code, redirectUri) =>
      toTokenSet(client.readToken(await client.askTokenForCode(account, code, redirectUri))),
    refresh: async (refreshToken) =>
      toTokenSet(client.readToken(await client.askTokenForRefresh(account, refreshToken))),
  }
}
