import { createHmac } from 'node:crypto'
import type { OutgoingCall } from '../../twin/courier.ts'
import {
  type Meeting,
  type Presence,
  type RecordingFile,
  type Run,
  type Zoom,
  zoomTime,
} from './state.ts'

/** Zoom tries again after 5, 20 and 60 minutes, then never. */
const retryDelaysMs = [5, 20, 60].map((minutes) => minutes * 60_000)

/** Signs and sends what happened, where somebody has entered an address for it. */
function tell(zoom: Zoom, message: object): void {
  const url = zoom.callbackUrl
  if (url === undefined) return
  zoom.courier.send(signed(zoom, url, message), {
    channel: url,
    retryDelaysMs,
    isDelivered: (status) => status === 200 || status === 204,
  })
}

/** The challenge with which Zoom makes sure, now and every 72 hours, that the address is ours. */
export const challengeFor = (zoom: Zoom, url: string, plainToken: string): OutgoingCall =>
  signed(zoom, url, { event: 'endpoint.url_validation', payload: { plainToken } })

function signed(zoom: Zoom, url: string, message: object): OutgoingCall {
  const now = zoom.clock.now().getTime()
  const body = JSON.stringify({ ...message, event_ts: now })
  const isInSeconds = zoom.settings.timestampUnit === 'seconds'
  const timestamp = String(isInSeconds ? Math.floor(now / 1000) : now)
  const signature = createHmac('sha256', zoom.callbackSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex')
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': `v0=${signature}`,
    },
    body,
  }
}

const tellAbout = (zoom: Zoom, event: string, object: object) =>
  tell(zoom, { event, payload: { account_id: zoom.app.accountId, object } })

const wordOf = ({ kind }: Meeting) => (kind === 'meetings' ? 'meeting' : 'webinar')

export function tellRun(zoom: Zoom, meeting: Meeting, run: Run, what: 'started' | 'ended'): void {
  tellAbout(zoom, `${wordOf(meeting)}.${what}`, {
    ...runObject(meeting, run),
    ...(what === 'ended' && run.end !== undefined && { end_time: zoomTime(run.end) }),
  })
}

export function tellPresence(
  zoom: Zoom,
  meeting: Meeting,
  run: Run,
  presence: Presence,
  what: 'joined' | 'left',
): void {
  const { leftAt } = presence
  tellAbout(zoom, `${wordOf(meeting)}.participant_${what}`, {
    ...runObject(meeting, run),
    participant: {
      user_id: String(Number.parseInt(presence.id.slice(0, 6), 16)),
      user_name: presence.name,
      id: '',
      participant_uuid: presence.id,
      email: presence.email,
      registrant_id: presence.registrantId ?? '',
      ...(what === 'joined' && { join_time: zoomTime(presence.joinedAt) }),
      ...(what === 'left' &&
        leftAt !== undefined && { leave_time: zoomTime(leftAt), leave_reason: 'left the meeting' }),
    },
  })
}

export const tellDeletion = (zoom: Zoom, meeting: Meeting, operation: Operation) =>
  tellPlan(zoom, meeting, 'deleted', operation)

export const tellChange = (zoom: Zoom, meeting: Meeting, operation: Operation) =>
  tellPlan(zoom, meeting, 'updated', operation)

/** Tells a whole series from one occurrence. */
type Operation = 'all' | 'single'

function tellPlan(
  zoom: Zoom,
  meeting: Meeting,
  what: 'updated' | 'deleted',
  operation: Operation,
): void {
  const { host, id, uuid, order, start } = meeting
  tell(zoom, {
    event: `${wordOf(meeting)}.${what}`,
    payload: {
      account_id: zoom.app.accountId,
      operator: host.email,
      operator_id: host.id,
      operation,
      object: {
        id,
        uuid,
        host_id: host.id,
        topic: order.topic,
        type: order.type,
        duration: order.duration,
        timezone: order.timezone,
        ...(start !== undefined && { start_time: zoomTime(start) }),
      },
    },
  })
}

export function tellRecording(zoom: Zoom, meeting: Meeting, run: Run, file: RecordingFile): void {
  tellAbout(zoom, 'recording.completed', {
    ...runObject(meeting, run),
    recording_count: 1,
    recording_files: [{ id: file.id, file_type: 'MP4', status: 'completed' }],
  })
}

/** The id of the meeting is text in callbacks and a number elsewhere. */
const runObject = ({ id, host, order }: Meeting, run: Run) => ({
  id,
  uuid: run.uuid,
  host_id: host.id,
  topic: order.topic,
  type: order.type,
  start_time: zoomTime(run.start),
  timezone: order.timezone,
  duration: order.duration,
})
