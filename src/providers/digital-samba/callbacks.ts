/**
 * What Digital Samba calls us for. It signs nothing: a header of ours comes back, and that is all. So
 * a callback is a hint after which the hub asks the API, and never evidence itself; a replayed one
 * makes it ask once more. Two documents of the vendor describe two shapes, so both are read.
 */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Account, CallbackRequest, Callbacks, Happening } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { isSameSecret } from '../same-secret.ts'
import { openTeam, providerId } from './client.ts'
import { callbackSecret, ensureWebhook } from './webhook.ts'

export function callbacksOf(account: Account): Callbacks {
  return {
    async read(request) {
      const team = await openTeam(account)
      if (!carries(request, callbackSecret(team))) {
        throw failure('auth', 'It does not carry the header of this hub.')
      }
      const notice = noticeIn(request)
      return { happenings: notice === undefined ? [] : happeningsOf(notice) }
    },
    async subscribe() {
      await ensureWebhook(await openTeam(account))
    },
  }
}

/** As it was given, or after "Bearer ". */
function carries({ headers }: CallbackRequest, secret: string): boolean {
  const sent = headers.authorization ?? ''
  const [verbatim, bearer] = [isSameSecret(sent, secret), isSameSecret(sent, `Bearer ${secret}`)]
  return verbatim || bearer
}

const time = Type.Union([Type.Number({ minimum: 1, maximum: 8.64e15 }), Type.String()])
const maybeText = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** developer.digitalsamba.com, "Webhooks". */
const documented = Type.Object({
  eventType: Type.String(),
  roomId: Type.String({ minLength: 1 }),
  sessionId: maybeText,
  timestamp: time,
  data: Type.Optional(Type.Object({ recordingId: maybeText })),
})

/** The examples that the vendor gives to developers' assistants. */
const exemplary = Type.Object({
  event: Type.String(),
  timestamp: time,
  data: Type.Object({
    room_id: Type.String({ minLength: 1 }),
    session_id: maybeText,
    recording_id: maybeText,
  }),
})

const documentedValidator = Compile(documented)
const exemplaryValidator = Compile(exemplary)

interface Notice {
  readonly event: string
  readonly webinarId: string
  /** What it is about within the room. */
  readonly subject: string
  readonly at: Date
}

/** Undefined: about something that has no room, which does not concern us. */
function noticeIn({ body }: CallbackRequest): Notice | undefined {
  const value = parsed(body)
  if (documentedValidator.Check(value)) return fromDocumented(value)
  if (exemplaryValidator.Check(value)) return fromExemplary(value)
  if (typeof value === 'object' && value !== null && ('event' in value || 'eventType' in value)) {
    return undefined
  }
  throw failure('unexpected', 'Its body is none of the shapes that the vendor describes.')
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString())
  } catch (error) {
    throw failure('unexpected', 'Its body is not JSON.', error)
  }
}

function fromDocumented(notice: Static<typeof documented>): Notice {
  const { eventType: event, roomId: webinarId, sessionId, data } = notice
  const subject = data?.recordingId ?? sessionId ?? ''
  return { event, webinarId, subject, at: timeOf(notice.timestamp) }
}

function fromExemplary({ event, timestamp, data }: Static<typeof exemplary>): Notice {
  const subject = data.recording_id ?? data.session_id ?? ''
  return { event, webinarId: data.room_id, subject, at: timeOf(timestamp) }
}

/** Seconds are documented; milliseconds and dates are taken too, as the samples disagree. */
function timeOf(timestamp: number | string): Date {
  if (typeof timestamp === 'string') return readable(new Date(timestamp))
  const isSeconds = timestamp < 100_000_000_000
  return new Date(isSeconds ? timestamp * 1000 : timestamp)
}

function readable(date: Date): Date {
  if (!Number.isNaN(date.getTime())) return date
  throw failure('unexpected', 'Its timestamp cannot be read.')
}

const kinds: ReadonlyMap<string, readonly Exclude<Happening['kind'], 'stay'>[]> = new Map([
  ['session_started', ['started']],
  ['session_ended', ['ended', 'attendance-ready']],
  ['recording_ready', ['recording-ready']],
  ['room_deleted', ['deleted']],
])

/** There is no id of a delivery: what it tells is its name. */
function happeningsOf({ event, webinarId, subject, at }: Notice): readonly Happening[] {
  return (kinds.get(event) ?? []).map((kind) => ({
    kind,
    id: `${kind}:${webinarId}:${subject}:${at.getTime()}`,
    webinarId,
    at,
  }))
}

function failure(kind: 'auth' | 'unexpected', why: string, cause?: unknown): ProviderError {
  const message = `A callback in the name of Digital Samba was not used. ${why}`
  return new ProviderError(kind, { provider: providerId, message, cause })
}
