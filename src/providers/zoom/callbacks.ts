/**
 * What Zoom sends by itself (developers.zoom.us/docs/api/webhooks). The address is entered on the
 * page of the app; nothing is asked for by API.
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
import { ProviderError } from '../provider-error.ts'
import { isSameSecret } from '../same-secret.ts'
import { toDate, toWebinarId } from './mapping.ts'
import type { Kind } from './settings.ts'
import { type CallbackMessage, callbackMessage } from './wire.ts'

/** Our choice: Zoom repeats a delivery with a new signature, so nothing honest is older. */
const replayWindowMs = 5 * 60_000

export function callbacksOf(account: Account): Callbacks {
  return {
    async read(request) {
      const secret = await account.secret('gr_callbacksecret')
      if (secret === undefined) {
        throw refused('No secret token of callbacks is entered on the webinar configuration')
      }
      requireSignature(request, secret, account.clock.now())
      const message = messageIn(request)
      const { plainToken } = message.payload
      if (message.event !== 'endpoint.url_validation')
        return readingOf(message, account.clock.now())
      return { happenings: [], reply: challengeReply(secret, plainToken ?? '') }
    },
  }
}

/** `v0=` and the HMAC-SHA256 of version, timestamp and the bytes of the body. */
function requireSignature({ headers, body }: CallbackRequest, secret: string, now: Date): void {
  const timestamp = headers['x-zm-request-timestamp'] ?? ''
  const signature = headers['x-zm-signature'] ?? ''
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')
  if (!isSameSecret(signature, `v0=${hash}`)) throw refused('The signature is not one of Zoom')
  if (Math.abs(toMilliseconds(timestamp) - now.getTime()) <= replayWindowMs) return
  throw refused('It was signed more than five minutes ago')
}

/** Seconds and milliseconds have both been seen; 13 digits are milliseconds until the year 2286. */
const toMilliseconds = (timestamp: string) =>
  timestamp.length >= 13 ? Number(timestamp) : Number(timestamp) * 1000

const refused = (problem: string) =>
  new ProviderError('auth', {
    provider: 'zoom',
    message: `A callback was refused. ${problem}.`,
  })

/** To be answered within three seconds, now and every 72 hours, or Zoom stops sending. */
function challengeReply(secret: string, plainToken: string): CallbackReading['reply'] {
  const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex')
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ plainToken, encryptedToken }),
  }
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
    provider: 'zoom',
    message: 'Zoom sent a callback that its documentation does not know.',
    cause,
  })

/** What is said under `meeting.` or `webinar.`; other events are of no use here. */
const meanings: Readonly<Record<string, Exclude<Happening['kind'], 'attendance-ready'>>> = {
  started: 'started',
  ended: 'ended',
  updated: 'changed',
  deleted: 'deleted',
  participant_joined: 'stay',
  participant_left: 'stay',
}

function readingOf(message: CallbackMessage, now: Date): CallbackReading {
  const [subject = '', what = ''] = message.event.split('.')
  const { object, operation } = message.payload
  const kind = message.event === 'recording.completed' ? 'recording-ready' : meanings[what]
  const place = placeOf(subject, object)
  if (kind === undefined || place === undefined || object === undefined) return { happenings: [] }
  const at = message.event_ts === undefined ? now : new Date(message.event_ts)
  const common = { id: nameOf(message), webinarId: place, at }
  // One date of a series that is taken out does not end the webinar.
  const isChange = kind === 'deleted' && operation === 'single'
  if (kind !== 'stay') return { happenings: [{ ...common, kind: isChange ? 'changed' : kind }] }
  return { happenings: [{ ...common, kind, item: stayOf(object) }] }
}

type Subject = NonNullable<CallbackMessage['payload']['object']>

/** Types of recordings: 5, 6 and 9 are webinars. */
const webinarTypes = ['5', '6', '9']

function placeOf(subject: string, object: Subject | undefined): string | undefined {
  if (object?.id === undefined) return undefined
  const isWebinar =
    subject === 'recording' ? webinarTypes.includes(String(object.type)) : subject === 'webinar'
  if (!isWebinar && subject !== 'meeting' && subject !== 'recording') return undefined
  const kind: Kind = isWebinar ? 'webinars' : 'meetings'
  return toWebinarId({ kind, id: String(object.id) })
}

function nameOf({ event, event_ts, payload: { object } }: CallbackMessage): string {
  return [event, object?.uuid, presenceOf(object), event_ts].join(' ')
}

/** Zoom's number for this join, and the participant's name while the meeting lasts. */
const presenceOf = (object: Subject | undefined) =>
  [object?.participant?.user_id, object?.participant?.participant_uuid].join('/')

/** Told in pieces: the join by one callback, the leave by another. */
function stayOf(object: Subject) {
  const { participant } = object
  return {
    stayId: `${object.uuid} ${presenceOf(object)}`,
    registrantId: participant?.registrant_id || undefined,
    externalId: undefined,
    email: participant?.email || undefined,
    joinedAt: toDate(participant?.join_time),
    leftAt: toDate(participant?.leave_time),
    viewingMinutes: undefined,
    questionsAsked: undefined,
    watchedRecording: false,
    raw: participant,
  }
}
