/** Who is told what happens, and in which of the two shapes. Retries are not documented: once. */
import { type Fields, fieldsOf } from './body.ts'
import { invalid, notFound } from './failure.ts'
import {
  newId,
  nowOf,
  type Participant,
  type Room,
  type Session,
  type TwinRecording,
  type Vendor,
  type Webhook,
} from './state.ts'
import { plainTime } from './times.ts'

export const eventNames = [
  'session_started',
  'session_ended',
  'room_deleted',
  'participant_joined',
  'participant_left',
  'recording_ready',
] as const

type EventName = (typeof eventNames)[number]

interface About {
  readonly session?: Session
  readonly participant?: Participant
  readonly recording?: TwinRecording
}

/** Tells the webhooks that the room names. */
export function tell(vendor: Vendor, room: Room, event: EventName, about: About): void {
  for (const id of room.settings.webhooks) {
    const webhook = vendor.webhooks.get(id)
    if (webhook?.events.includes(event) === true)
      send(vendor, webhook, bodyOf(vendor, room, event, about))
  }
}

function send(vendor: Vendor, webhook: Webhook, body: object): void {
  const { authorizationHeader: value } = webhook
  const authorization =
    vendor.settings.webhookHeader === 'bearer' && value !== null ? `Bearer ${value}` : value
  vendor.courier.send(
    {
      method: 'POST',
      url: webhook.endpoint,
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body: JSON.stringify(body),
    },
    { channel: webhook.id, retryDelaysMs: [], isDelivered: (status) => status < 300 },
  )
}

function bodyOf(vendor: Vendor, room: Room, event: EventName, about: About): object {
  const { session, participant, recording } = about
  const timestamp = Math.floor(nowOf(vendor) / 1000)
  if (vendor.settings.webhookShape === 'documented') {
    return {
      eventType: event,
      sessionId: session?.id ?? recording?.sessionId ?? null,
      roomId: room.id,
      timestamp,
      data: {
        ...(participant && {
          participantId: participant.id,
          name: participant.name,
          role: participant.role,
        }),
        ...(recording && { recordingId: recording.id }),
      },
    }
  }
  return {
    event,
    timestamp,
    data: {
      room_id: room.id,
      session_id: session?.id ?? recording?.sessionId ?? null,
      ...(participant && {
        participant_id: participant.id,
        external_id: participant.externalId,
        name: participant.name,
      }),
      ...(recording && { recording_id: recording.id }),
    },
  }
}

export function createWebhook(vendor: Vendor, body: unknown): object {
  const fields = fieldsOf(body)
  const webhook: Webhook = {
    id: newId(),
    createdAt: nowOf(vendor),
    ...settingsIn(fields, { endpoint: '', name: 'Webhook', authorizationHeader: null, events: [] }),
  }
  if (webhook.events.length === 0) throw invalid({ events: ['The events field is required.'] })
  vendor.webhooks.set(webhook.id, webhook)
  return showWebhook(webhook)
}

export function changeWebhook(vendor: Vendor, id: string, body: unknown): object {
  const webhook = webhookBy(vendor, id)
  return showWebhook(Object.assign(webhook, settingsIn(fieldsOf(body), webhook)))
}

type WebhookSettings = Pick<Webhook, 'endpoint' | 'name' | 'authorizationHeader' | 'events'>

function settingsIn(fields: Fields, before: WebhookSettings): WebhookSettings {
  const settings = {
    endpoint: fields.text('endpoint', [3, 100]) ?? before.endpoint,
    name: fields.text('name', [3, 100]) ?? before.name,
    authorizationHeader:
      fields.text('authorization_header', [1, 255]) ?? before.authorizationHeader,
    events: fields.texts('events') ?? before.events,
  }
  if (!URL.canParse(settings.endpoint)) {
    fields.complain('endpoint', 'The endpoint must be a valid URL.')
  }
  if (settings.events.some((event) => !(eventNames as readonly string[]).includes(event))) {
    fields.complain('events', 'The selected events are invalid.')
  }
  fields.done()
  return settings
}

export function webhookBy(vendor: Vendor, id: string): Webhook {
  const webhook = vendor.webhooks.get(id)
  if (webhook === undefined) throw notFound('Webhook')
  return webhook
}

export const showWebhook = (webhook: Webhook): object => ({
  id: webhook.id,
  endpoint: webhook.endpoint,
  authorization_header: webhook.authorizationHeader,
  name: webhook.name,
  events: webhook.events,
  created_at: plainTime(webhook.createdAt),
  updated_at: plainTime(webhook.createdAt),
})
