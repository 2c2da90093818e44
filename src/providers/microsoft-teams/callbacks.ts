/**
 * What Graph sends by itself. Its bodies are not signed: a notification is believed for its
 * `clientState`, and nothing is believed of it but that Teams is worth asking now.
 */
import { Compile } from 'typebox/compile'
import type {
  Account,
  CallbackReading,
  CallbackRequest,
  Callbacks,
  Happening,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { isSameSecret } from '../same-secret.ts'
import { toDate } from './mapping.ts'
import { providerId } from './settings.ts'
import { clientStateOf, prolongNotifications, secretOf } from './subscriptions.ts'
import { type NotificationMessage, notificationMessage } from './wire.ts'

export function callbacksOf(account: Account): Callbacks {
  return {
    async read(request) {
      const { validationToken } = request.query
      if (validationToken !== undefined) return echo(validationToken)
      const secret = await secretOf(account)
      if (secret === undefined) throw refused('No secret is entered on the webinar configuration')
      return readingOf(request, secret, account.clock.now())
    },
    subscribe: () => prolongNotifications(account),
  }
}

const refused = (problem: string) =>
  new ProviderError('auth', {
    provider: providerId,
    message: `A notification was refused. ${problem}.`,
  })

/** Tokens are far shorter; what is longer is none of Graph. */
const longestToken = 2_000

/** Before it makes a subscription Graph wants to hear its own token, as plain text. */
function echo(token: string): CallbackReading {
  if (token.length > longestToken) throw refused('Its validation token is too long')
  const reply = { status: 200, contentType: 'text/plain; charset=utf-8', body: token }
  return { reply, happenings: [] }
}

const validator = Compile(notificationMessage)

function messageIn({ body }: CallbackRequest): NotificationMessage {
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
    provider: providerId,
    message: 'Graph sent a notification that its documentation does not know.',
    cause,
  })

/** Several may come together; if one of them is not ours, none is believed. */
function readingOf(request: CallbackRequest, secret: string, now: Date): CallbackReading {
  const { webinar: webinarId = '' } = request.query
  const { value } = messageIn(request)
  const expected = clientStateOf(secret, webinarId)
  if (
    value.length === 0 ||
    !value.every((each) => isSameSecret(each.clientState ?? '', expected))
  ) {
    throw refused('Its clientState is not the one that the hub gave for this webinar')
  }
  return { happenings: value.flatMap((item) => happeningsIn(item, webinarId, now)) }
}

type Item = NotificationMessage['value'][number]

/** Older pages write `Microsoft.Communication.CallEnded`, newer ones `callEnded`. */
function kindOf(eventType: string): 'started' | 'ended' | undefined {
  const [, kind] = /(?:^|\.)call(started|ended)$/i.exec(eventType) ?? []
  return kind?.toLowerCase() as 'started' | 'ended' | undefined
}

/**
 * Lifecycle events need no act of their own: subscriptions are prolonged every half hour, and what was
 * missed is asked for after the end.
 */
function happeningsIn(item: Item, webinarId: string, now: Date): Happening[] {
  const { subscriptionId, lifecycleEvent, resourceData } = item
  if (lifecycleEvent || !resourceData) return []
  const told = toDate(resourceData.eventDateTime)
  const at = told === undefined || Number.isNaN(told.getTime()) ? now : told
  const { eventType, id = '' } = resourceData
  if (eventType) {
    const kind = kindOf(eventType)
    if (kind === undefined) return []
    return [{ id: [subscriptionId, kind, at.toISOString()].join(' '), webinarId, at, kind }]
  }
  if (!/attendanceReports/i.test(id ?? '')) return []
  return [{ id: `${subscriptionId} ${id}`, webinarId, at, kind: 'attendance-ready' }]
}
