/**
 * What Webex sends by itself (developer.webex.com/docs/api/guides/webhooks), and asking for it. A
 * delivery has no time and there is no challenge: whoever acts on one asks Webex by id first.
 */
import { createHmac } from 'node:crypto'
import { Compile } from 'typebox/compile'
import type {
  Account,
  CallbackReading,
  CallbackRequest,
  Callbacks,
  Happening,
} from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { isSameSecret } from '../same-secret.ts'
import * as client from './client.ts'
import { isInLobby, toDate, toLeave, toText } from './mapping.ts'
import { type CallbackMessage, callbackMessage } from './wire.ts'

type Kind = Exclude<Happening['kind'], 'attendance-ready'>

interface Topic extends client.WebhookTopic {
  readonly kind: Kind
  /** Member of the data that says when; deliveries themselves have no time. */
  readonly time?: 'start' | 'end' | 'joinedTime' | 'leftTime' | 'createTime'
}

/** What is asked for, and what it means. */
const topics: readonly Topic[] = [
  { resource: 'meetings', event: 'started', kind: 'started', time: 'start' },
  { resource: 'meetings', event: 'ended', kind: 'ended', time: 'end' },
  { resource: 'meetings', event: 'updated', kind: 'changed' },
  { resource: 'meetings', event: 'deleted', kind: 'deleted' },
  { resource: 'meetingParticipants', event: 'joined', kind: 'stay', time: 'joinedTime' },
  { resource: 'meetingParticipants', event: 'left', kind: 'stay', time: 'leftTime' },
  { resource: 'recordings', event: 'created', kind: 'recording-ready', time: 'createTime' },
]

export function callbacksOf(account: Account): Callbacks {
  return {
    async read(request) {
      const secret = await secretOf(account)
      if (secret === undefined) throw refused('No secret is entered on the webinar configuration')
      requireSignature(request, secret)
      return readingOf(messageIn(request), account.clock.now())
    },
    subscribe: () => subscribe(account),
  }
}

const secretOf = (account: Account) => account.secret('gr_callbacksecret')

const refused = (problem: string) =>
  new ProviderError('auth', {
    provider: client.providerId,
    message: `A callback was refused. ${problem}.`,
  })

/**
 * Who enters no secret wants no callbacks. Webex switches off what fails often, and takes it up
 * again when it is told to.
 */
async function subscribe(account: Account): Promise<void> {
  const secret = await secretOf(account)
  if (secret === undefined) return
  const known = await webhooksOf(account)
  for (const topic of topics) {
    const found = known.find(
      ({ resource, event }) => resource === topic.resource && event === topic.event,
    )
    if (found?.status !== 'active') await subscribeTo(account, topic, secret, found?.id)
  }
}

/** A topic whose scope is missing is left out; the others are of use without it. */
async function subscribeTo(
  account: Account,
  { resource, event }: client.WebhookTopic,
  secret: string,
  webhookId: string | undefined,
): Promise<void> {
  const body = { name: `Greenroom ${resource} ${event}`, targetUrl: account.callbackUrl, secret }
  const exchange =
    webhookId === undefined
      ? await client.askNewWebhook(account, { ...body, resource, event })
      : await client.askWebhookAgain(account, webhookId, body)
  if (exchange.response.status !== 403) {
    client.readDone(exchange)
    return
  }
  account.log.info({ resource, event }, 'Webex sends no callbacks about this: a scope is missing')
}

async function webhooksOf(account: Account) {
  const pages = await allPages(client.providerId, async (next) => {
    const exchange =
      next === undefined
        ? await client.askWebhooks(account)
        : await client.askNextPage(account, next)
    return client.pageIn(exchange, client.readWebhooks(exchange))
  })
  return pages
    .flatMap(({ items }) => items)
    .filter(({ targetUrl }) => targetUrl === account.callbackUrl)
}

/** HMAC-SHA1 of the bytes of the body, in lower-case hex. */
function requireSignature({ headers, body }: CallbackRequest, secret: string): void {
  const hash = createHmac('sha1', secret).update(body).digest('hex')
  if (isSameSecret(headers['x-spark-signature'] ?? '', hash)) return
  throw refused('The signature is not one of Webex')
}

const validator = Compile(callbackMessage)

function messageIn({ body }: CallbackRequest): CallbackMessage {
  let message: unknown
  try {
    message = JSON.parse(Buffer.from(body).toString())
  } catch (cause) {
    throw unexpected(cause)
  }
  if (validator.Check(message)) return message
  throw unexpected(undefined)
}

const unexpected = (cause: unknown) =>
  new ProviderError('unexpected', {
    provider: client.providerId,
    message: 'Webex sent a callback that its documentation does not know.',
    cause,
  })

function readingOf(message: CallbackMessage, now: Date): CallbackReading {
  const { resource, event, data } = message
  const topic = topics.find((each) => each.resource === resource && each.event === event)
  const webinarId = seriesOf(message)
  if (topic === undefined || webinarId === undefined) return { happenings: [] }
  const { kind, time } = topic
  const told = time === undefined ? undefined : toDate(data[time])
  const at = told === undefined || Number.isNaN(told.getTime()) ? now : told
  const id = [resource, event, data.id, data.joinedTime, data.leftTime].filter(Boolean).join(' ')
  const common = { id, webinarId, at }
  // One date of a series that is taken out does not end the webinar.
  const isChange = kind === 'deleted' && data.id !== webinarId
  if (kind !== 'stay') return { happenings: [{ ...common, kind: isChange ? 'changed' : kind }] }
  return { happenings: [{ ...common, kind, item: stayOf(data) }] }
}

/** Ids of dates and runs begin with that of the series: `<series>_20310505T100000Z`, `<series>_I_7`. */
function seriesOf({ resource, data }: CallbackMessage): string | undefined {
  const meetingId = resource === 'meetings' ? data.id : data.meetingId
  return data.meetingSeriesId ?? meetingId?.split('_', 1)[0]
}

/**
 * A person who comes back is told with another join time, which is another stay; so is coming in
 * from the lobby.
 */
const stayOf = (data: CallbackMessage['data']) => ({
  stayId: [data.id, data.joinedTime, ...(isInLobby(data) ? ['lobby'] : [])].join(' '),
  registrantId: undefined,
  externalId: undefined,
  email: toText(data.email),
  joinedAt: toDate(data.joinedTime),
  leftAt: toLeave(data.leftTime),
  viewingMinutes: undefined,
  questionsAsked: undefined,
  watchedRecording: false,
  inWaitingRoom: isInLobby(data),
  raw: data,
})
