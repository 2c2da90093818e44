/**
 * What a server calls us for: the end of a room (a GET without signature), a recording that is ready
 * (a JWT), the attendance list of the whole meeting (a JWT beside it), and what happens in the room,
 * event by event (a checksum over address and body). A replayed call does no harm: happenings are
 * named by what they tell, so the same one counts once.
 */
import { type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose'
import type { Account, CallbackRequest, Callbacks, Happening } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { isSameSecret } from '../same-secret.ts'
import { analyticsHappenings } from './analytics.ts'
import { type CallbackTarget, callbackAddress, targetOf } from './callback-address.ts'
import { algorithmOf, checksumOf } from './checksum.ts'
import { openServer, providerId } from './client.ts'
import { roomHappenings } from './room-events.ts'

export function callbacksOf(account: Account): Callbacks {
  return {
    async read(request) {
      const { secret } = await openServer(account)
      const target = targetOf(request.query, secret)
      if (target === undefined) throw refused('its address holds no key of this hub')
      return { happenings: await readers[target.kind]({ account, secret, target, request }) }
    },
  }
}

interface Call {
  readonly account: Account
  readonly secret: string
  readonly target: CallbackTarget
  readonly request: CallbackRequest
}

type Reader = (call: Call) => Promise<readonly Happening[]> | readonly Happening[]

const readers: Readonly<Record<CallbackTarget['kind'], Reader>> = {
  end: readEnd,
  recording: readRecording,
  analytics: readAnalytics,
  events: readEvents,
}

/** The mark tells two openings of the same room apart. */
function readEnd({ account, target: { meetingId, mark } }: Call): readonly Happening[] {
  const at = account.clock.now()
  return [{ kind: 'ended', id: `ended:${meetingId}:${mark}`, webinarId: meetingId, at }]
}

async function readRecording(call: Call): Promise<readonly Happening[]> {
  const { account, request, target } = call
  const token = formOf(request).get('signed_parameters') ?? ''
  const { payload } = await verified(call, token, { algorithms: ['HS256'] })
  const { meeting_id: meetingId, record_id: recordId } = payload
  if (meetingId !== target.meetingId || typeof recordId !== 'string') {
    throw unexpected('its token names no recording of this room')
  }
  const id = `recording-ready:${recordId}`
  return [{ kind: 'recording-ready', id, webinarId: meetingId, at: account.clock.now() }]
}

/** The token does not cover the list itself; that it came to our address with its key has to do. */
async function readAnalytics(call: Call): Promise<readonly Happening[]> {
  const { request, target } = call
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  await verified(call, token, { algorithms: ['HS512'], requiredClaims: ['exp'] })
  const happenings = analyticsHappenings(jsonIn(request), target.meetingId)
  if (happenings === undefined) throw unexpected('its attendance list cannot be read')
  return happenings
}

function readEvents(call: Call): readonly Happening[] {
  if (!isSigned(call)) throw refused('its checksum is wrong or missing')
  const form = formOf(call.request)
  const happenings = roomHappenings(form.get('event') ?? '', call.target.meetingId)
  if (happenings === undefined) throw unexpected('its events cannot be read')
  return happenings
}

/**
 * hash(address as registered + body as it came + secret). In its mode `auth2_0` the service sends
 * the secret itself instead (bbb-webhooks, "Callback Authentication").
 */
function isSigned({ account, request, secret, target }: Call): boolean {
  const { checksum } = request.query
  if (checksum === undefined) {
    return isSameSecret(request.headers.authorization ?? '', `Bearer ${secret}`)
  }
  const algorithm = algorithmOf(checksum)
  if (algorithm === undefined) return false
  const address = callbackAddress(account.callbackUrl, secret, target)
  const expected = checksumOf(algorithm, [address, request.body, secret])
  return isSameSecret(checksum.toLowerCase(), expected)
}

async function verified(
  { account, secret }: Call,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  const currentDate = account.clock.now()
  try {
    return await jwtVerify(token, Buffer.from(secret), { ...options, currentDate })
  } catch (error) {
    throw refused('its token is missing, too old or signed with another secret', error)
  }
}

const formOf = ({ body }: CallbackRequest) => new URLSearchParams(Buffer.from(body).toString())

function jsonIn({ body }: CallbackRequest): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString())
  } catch (error) {
    throw unexpected('its body is not JSON', error)
  }
}

function refused(why: string, cause?: unknown): ProviderError {
  const message = `A callback in the name of BigBlueButton was refused: ${why}.`
  return new ProviderError('auth', { provider: providerId, message, cause })
}

function unexpected(why: string, cause?: unknown): ProviderError {
  const message = `A callback of BigBlueButton cannot be used: ${why}.`
  return new ProviderError('unexpected', { provider: providerId, message, cause })
}
