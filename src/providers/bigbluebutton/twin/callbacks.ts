/** What bbb-web and its scripts call by themselves: end, recording ready, analytics. */
import { createHmac } from 'node:crypto'
import { nowOf, type Person, type Room, type TwinRecording, type Vendor } from './state.ts'

const once = { retryDelaysMs: [], isDelivered: (status: number) => status >= 200 && status < 300 }

/** An unsigned GET, to the address in the metadata. */
export function tellEnd({ courier }: Vendor, room: Room): void {
  const address = room.metadata.get('endcallbackurl')
  if (address === undefined) return
  const url = `${address}${address.includes('?') ? '&' : '?'}recordingmarks=${room.wasRecorded}`
  courier.send(
    { method: 'GET', url, headers: {}, body: '' },
    { ...once, channel: `end ${room.internalId}` },
  )
}

/** A form with one field, a JWT. 401 means that the receiver has another secret, 410 forget it. */
export function tellRecordingReady(vendor: Vendor, recording: TwinRecording): void {
  if (recording.readyUrl === undefined) return
  const claims = { meeting_id: recording.meetingId, record_id: recording.recordId }
  const body = new URLSearchParams({ signed_parameters: signed('HS256', claims, vendor.secret) })
  vendor.courier.send(
    {
      method: 'POST',
      url: recording.readyUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    },
    {
      channel: `recording ${recording.recordId}`,
      retryDelaysMs: vendor.settings.recordingDelaysMs,
      isDelivered: (status) => (status >= 200 && status < 300) || [401, 410].includes(status),
    },
  )
}

/** Sent once; the token covers nothing but the time. */
export function tellAnalytics(vendor: Vendor, room: Room, endedAt: number): void {
  const url = room.metadata.get('analytics-callback-url')
  if (url === undefined) return
  const exp = Math.floor(nowOf(vendor) / 1000) + 24 * 3600
  vendor.courier.send(
    {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'BigBlueButton Analytics Callback',
        authorization: `Bearer ${signed('HS512', { exp }, vendor.secret)}`,
      },
      body: JSON.stringify(analyticsOf(room, endedAt)),
    },
    { ...once, channel: `analytics ${room.internalId}` },
  )
}

function analyticsOf(room: Room, endedAt: number) {
  return {
    version: '1.0',
    meeting_id: room.meetingId,
    internal_meeting_id: room.internalId,
    data: {
      metadata: { is_breakout: 'false', meeting_name: room.name },
      duration: Math.round((endedAt - room.createTime) / 1000),
      start: timeOf(room.createTime),
      finish: timeOf(endedAt),
      attendees: room.people
        .filter(({ stays }) => stays.length > 0)
        .map((person) => attendeeOf(person, endedAt)),
      files: [],
      polls: [],
    },
  }
}

/** A stay that only the end of the meeting closed has no leave of its own. */
function attendeeOf(person: Person, endedAt: number) {
  const { internalId, externalId, stays } = person
  const moment = (event: string, at: number) => ({
    timestamp: timeOf(at),
    userid: internalId,
    ext_userid: externalId,
    event,
  })
  const closed = stays.filter(({ leftAt }) => leftAt !== undefined && leftAt < endedAt)
  const seconds = stays.reduce((sum, stay) => sum + (stay.leftAt ?? endedAt) - stay.joinedAt, 0)
  return {
    ext_user_id: externalId,
    name: person.name,
    moderator: person.role === 'MODERATOR',
    joins: stays.map(({ joinedAt }) => timeOf(joinedAt)),
    leaves: closed.map(({ leftAt }) => timeOf(leftAt ?? endedAt)),
    duration: Math.round(seconds / 1000),
    recent_talking_time: '',
    engagement: {
      chats: 0,
      talks: 0,
      raisehand: 0,
      emojis: 0,
      poll_votes: 0,
      talk_time: 0,
    },
    sessions: stays.map(({ joinedAt, leftAt }) => ({
      joins: [moment('join', joinedAt)],
      lefts: leftAt !== undefined && leftAt < endedAt ? [moment('left', leftAt)] : [],
    })),
  }
}

/** `YYYY-MM-DDTHH:MM:SS.mmm±hh:mm` */
const timeOf = (at: number) => new Date(at).toISOString().replace('Z', '+00:00')

function signed(algorithm: 'HS256' | 'HS512', claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ typ: 'JWT', alg: algorithm })}.${part(claims)}`
  const hash = algorithm === 'HS256' ? 'sha256' : 'sha512'
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}
