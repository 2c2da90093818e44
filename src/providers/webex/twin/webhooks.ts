import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { OutgoingCall } from '../../twin/courier.ts'
import { type Call, pageOf, serve } from './endpoint.ts'
import { requireScope } from './oauth.ts'
import { invalid, missing } from './problems.ts'
import { newHex, type Webex, type Webhook, webexTime } from './state.ts'

/** Creating a webhook takes the right to read its resource. */
const resources: Readonly<
  Record<string, { readonly scope: string; readonly events: readonly string[] }>
> = {
  meetings: {
    scope: 'meeting:schedules_read',
    events: ['created', 'updated', 'deleted', 'started', 'ended'],
  },
  meetingParticipants: { scope: 'meeting:participants_read', events: ['joined', 'left'] },
  recordings: { scope: 'meeting:recordings_read', events: ['created', 'updated', 'deleted'] },
}

const text = Type.String({ minLength: 1 })
const newWebhook = Type.Object({
  name: text,
  targetUrl: text,
  resource: text,
  event: text,
  secret: Type.Optional(text),
})
const webhookAgain = Type.Object({
  name: text,
  targetUrl: text,
  secret: Type.Optional(text),
  status: Type.Optional(Type.Literal('active')),
})

const anyRight = ['spark:all', 'meeting:schedules_read', 'meeting:recordings_read']

export function registerWebhookRoutes(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'GET',
    path: '/webhooks',
    scopes: anyRight,
    answer: (call) => pageOf(webex, call, [...webex.webhooks.values()].map(answerFor), 100),
  })
  serve(server, webex, {
    method: 'POST',
    path: '/webhooks',
    scopes: anyRight,
    body: newWebhook,
    answer: (call) => answerFor(create(webex, call)),
  })
  registerOneWebhook(server, webex)
}

function registerOneWebhook(server: FastifyInstance, webex: Webex): void {
  const path = '/webhooks/:id'
  const found = ({ parameters: { id = '' } }: Call) => {
    const webhook = webex.webhooks.get(id)
    if (webhook === undefined) throw missing('webhook')
    return webhook
  }
  serve(server, webex, {
    method: 'PUT',
    path,
    scopes: anyRight,
    body: webhookAgain,
    answer: (call) => {
      const { name, targetUrl, secret } = call.body
      const told = { name, targetUrl, secret }
      const again = { ...found(call), ...told, failures: 0, status: 'active' } as const
      webex.webhooks.set(again.id, again)
      return answerFor(again)
    },
  })
  serve(server, webex, {
    method: 'DELETE',
    path,
    scopes: anyRight,
    status: 204,
    answer: (call) => {
      webex.webhooks.delete(found(call).id)
      return undefined
    },
  })
}

function create(webex: Webex, { body, granted }: Call): Webhook {
  const known = resources[body.resource]
  if (known === undefined || !known.events.includes(body.event)) throw invalid()
  requireScope(granted, [known.scope])
  const webhook: Webhook = {
    id: newHex(),
    name: body.name,
    targetUrl: body.targetUrl,
    resource: body.resource,
    event: body.event,
    secret: body.secret,
    createdAt: webex.clock.now(),
    status: 'active',
    failures: 0,
  }
  webex.webhooks.set(webhook.id, webhook)
  return webhook
}

const answerFor = ({ failures: _, createdAt, ...webhook }: Webhook) => ({
  ...webhook,
  ownedBy: 'creator',
  created: webexTime(createdAt),
})

/** Tells whoever asked for it; one that fails again and again is switched off. */
export function tell(webex: Webex, resource: string, event: string, data: object): void {
  for (const webhook of webex.webhooks.values()) {
    if (webhook.resource !== resource || webhook.event !== event) continue
    if (webhook.status === 'active') send(webex, webhook, data)
  }
}

function send(webex: Webex, webhook: Webhook, data: object): void {
  webex.courier.send(callFor(webex, webhook, data), {
    channel: webhook.id,
    retryDelaysMs: [],
    isDelivered: (status) => status >= 200 && status <= 299,
    givenUp: () => {
      webhook.failures += 1
      if (webhook.failures >= webex.settings.failuresUntilInactive) webhook.status = 'inactive'
    },
  })
}

/** The signature is over the very bytes; there is none without a secret, and never a time. */
function callFor(webex: Webex, webhook: Webhook, data: object): OutgoingCall {
  const { secret, failures: _, createdAt, ...told } = webhook
  const body = JSON.stringify({
    ...told,
    orgId: 'org',
    createdBy: webex.host.id,
    appId: webex.client.id,
    ownedBy: 'creator',
    created: webexTime(createdAt),
    actorId: webex.host.id,
    data,
  })
  const signature =
    secret === undefined ? undefined : createHmac('sha1', secret).update(body).digest('hex')
  return {
    method: 'POST',
    url: webhook.targetUrl,
    headers: {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'x-spark-signature': signature }),
    },
    body,
  }
}
