/** bbb-webhooks: who is told what happens in rooms, and how it is signed. */
import { createHash } from 'node:crypto'
import type { Hook, Room, Vendor } from './state.ts'
import { nowOf } from './state.ts'

/** Tells an event to every hook that wants it; each hears them in order. */
export function emit(
  vendor: Vendor,
  room: Pick<Room, 'meetingId' | 'internalId'>,
  id: string,
  at: number,
  attributes: { readonly meeting?: object } & Readonly<Record<string, unknown>>,
): void {
  if (!vendor.settings.hooksInstalled) return
  const event = {
    data: {
      type: 'event',
      id,
      attributes: {
        ...attributes,
        meeting: {
          'internal-meeting-id': room.internalId,
          'external-meeting-id': room.meetingId,
          ...attributes.meeting,
        },
      },
      event: { ts: at },
    },
  }
  for (const hook of vendor.hooks.values()) {
    if (wants(hook, room.meetingId, id)) send(vendor, hook, event)
  }
}

function wants({ meetingId, eventIds }: Hook, room: string, event: string): boolean {
  return (meetingId ?? room) === room && (eventIds ?? [event]).includes(event)
}

/** The keys of the form come in alphabetical order. */
function send(vendor: Vendor, hook: Hook, event: object): void {
  const { settings, courier, url, secret } = vendor
  const list = settings.eventShape === 'list' ? [event] : event
  const body = new URLSearchParams({
    domain: new URL(url()).host,
    event: JSON.stringify(list),
    timestamp: String(nowOf(vendor)),
  }).toString()
  const bearer = { authorization: `Bearer ${secret}` }
  const isBearer = settings.hookSignature === 'auth2_0'
  courier.send(
    {
      method: 'POST',
      url: isBearer ? hook.callbackUrl : withChecksum(vendor, hook, body),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'BigBlueButton Webhooks',
        ...(isBearer ? bearer : {}),
      },
      body,
    },
    {
      channel: `hook ${hook.id}`,
      retryDelaysMs: settings.hookDelaysMs,
      isDelivered: (status) => (status >= 200 && status < 300) || status === 401,
      givenUp: () => {
        if (!hook.isPermanent) vendor.hooks.delete(hook.id)
      },
    },
  )
}

function withChecksum({ settings, secret }: Vendor, hook: Hook, body: string): string {
  const algorithm = settings.hookSignature === 'auth2_0' ? 'sha1' : settings.hookSignature
  const checksum = createHash(algorithm)
    .update(hook.callbackUrl + body + secret)
    .digest('hex')
  return `${hook.callbackUrl}${hook.callbackUrl.includes('?') ? '&' : '?'}checksum=${checksum}`
}
