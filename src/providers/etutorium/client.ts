/**
 * The calls of eTutorium that are known, from the code of two clients (see `wire.ts`). Each has two
 * halves: `ask…` builds and sends, `read…` checks and returns and is pure. Calls that nobody has
 * documented are described in `unknown-surface.ts` and sent by `askUnconfirmed`.
 */
import { randomUUID } from 'node:crypto'
import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { answerReader, type Exchange, unexpected } from '../answer.ts'
import type { Account } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors } from './errors.ts'
import { pathOf, readSwitches, type UnconfirmedName, unconfirmedCalls } from './unknown-surface.ts'
import * as wire from './wire.ts'

export const providerId = 'etutorium'

/** An account at the vendor, with everything that a call takes. */
export interface Cabinet {
  readonly account: Account
  readonly token: string
  /** Where people go, without a slash at the end. */
  readonly rooms: string
  readonly unconfirmed: ReadonlySet<UnconfirmedName>
}

/** @throws ProviderError 'auth' without an API token, 'rejected' for switches that cannot be read */
export async function openCabinet(account: Account): Promise<Cabinet> {
  const reading = readSwitches(account.settings.unconfirmed)
  if (reading.kind === 'fault') {
    const message = `The setting "Unconfirmed calls" takes ${reading.expected}.`
    throw new ProviderError('rejected', { provider: providerId, message })
  }
  const token = (await account.secret('msevtmgt_accesstoken'))?.trim() ?? ''
  const rooms = account.settings.roomAddress?.trim().replace(/\/+$/, '') || officialRooms
  if (token !== '') return { account, token, rooms, unconfirmed: reading.on }
  const message = 'There is no API token. Enter the API key of your eTutorium account.'
  throw new ProviderError('auth', { provider: providerId, message })
}

const officialRooms = 'https://room.etutorium.com'

/** GET /cabinet/webinar: "my account" in client A, behind the Check button of an LMS. */
export const askAccount = (cabinet: Cabinet) =>
  ask(cabinet, { act: 'tell about the account', method: 'GET', path: '/cabinet/webinar' })

export const readAccount = reader(wire.cabinetReply)

/** POST /rest/webinar */
export const askNewWebinar = (cabinet: Cabinet, body: wire.WebinarBody) =>
  ask(cabinet, { act: 'create the webinar', method: 'POST', path: '/rest/webinar', body })

/** GET /rest/webinar/{id} */
export const askWebinar = (cabinet: Cabinet, id: string) =>
  ask(cabinet, {
    act: 'tell about the webinar',
    method: 'GET',
    path: `/rest/webinar/${encodeURIComponent(id)}`,
  })

export const readWebinar = reader(wire.webinarReply)

/** POST /api/invite/register */
export const askInvitation = (cabinet: Cabinet, body: wire.InvitationBody) =>
  ask(cabinet, { act: 'invite', method: 'POST', path: '/api/invite/register', body })

/** GET /rest/participant of one name: an empty list where there is none. */
export const askParticipant = (cabinet: Cabinet, webinarId: string, username: string) =>
  ask(cabinet, {
    act: 'find the participant',
    method: 'GET',
    path: `/rest/participant?${new URLSearchParams({ webinar_id: webinarId, username })}`,
  })

export const readParticipants = reader(wire.participantsReply)

/** A call that nobody has documented; the caller has made sure that it is switched on. */
export function askUnconfirmed(
  cabinet: Cabinet,
  name: UnconfirmedName,
  ids: Parameters<typeof pathOf>[1],
  body?: unknown,
): Promise<Exchange> {
  const call = unconfirmedCalls[name]
  return ask(cabinet, { act: call.act, method: call.method, path: pathOf(call, ids), body })
}

export const readParticipantList = reader(wire.participantListReply)

export const readAnything = reader(Type.Unknown())

/**
 * POST /api/moodle/participant: the way of the vendor's Moodle module, with a key of its own in a
 * form; registers and gives the personal link in one call.
 */
export async function askMoodleParticipant(
  { account }: Cabinet,
  key: string,
  webinarId: string,
  person: wire.ParticipantBody,
): Promise<Exchange> {
  const boundary = `greenroom-${randomUUID()}`
  const fields = {
    apikey: key,
    webinar_id: webinarId,
    email: person.email,
    first_name: person.first_name,
    last_name: person.second_name,
  }
  const response = await account.request({
    method: 'POST',
    url: `${account.baseUrl}/api/moodle/participant`,
    headers: {
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: multipart(fields, boundary),
  })
  return exchangeOf(account, 'give the personal link', [key], response)
}

/** RFC 7578. */
function multipart(fields: Readonly<Record<string, string>>, boundary: string): string {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${boundary}--\r\n`
}

export const readMoodleParticipant = reader(wire.moodleParticipantReply)

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

async function ask(
  { account, token }: Cabinet,
  { act, method, path, body }: Question,
): Promise<Exchange> {
  const response = await account.request({
    method,
    url: account.baseUrl + path,
    headers: {
      accept: 'application/json',
      'X-ApiKey-Token': token,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return exchangeOf(account, act, [token], response)
}

function exchangeOf(
  { baseUrl, clock }: Account,
  act: string,
  sent: readonly string[],
  response: Exchange['response'],
): Exchange {
  const service = URL.parse(baseUrl)?.host ?? baseUrl
  return { provider: providerId, service, act, sent, response, receivedAt: clock.now() }
}

const readJson = answerReader(Type.Unknown())

/** Client A unwraps most answers and some not, so both forms are taken. */
function reader<T extends TSchema>(schema: T) {
  const validator = Compile(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange)
    const value = unwrapped(readJson(exchange))
    if (validator.Check(value)) return value
    const problem = validator.Errors(value)[0]
    const place = problem?.instancePath === '' ? 'the response' : problem?.instancePath
    throw unexpected(
      exchange,
      `an answer that no client of it has met: ${place} ${problem?.message}`,
    )
  }
}

function unwrapped(answer: unknown): unknown {
  const isWrapped =
    typeof answer === 'object' && answer !== null && 'ok' in answer && 'response' in answer
  return isWrapped ? answer.response : answer
}
