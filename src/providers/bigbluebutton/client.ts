/**
 * The calls of BigBlueButton about rooms, as docs.bigbluebutton.org/development/api describes them
 * ("API Calls"). Each has two halves: `ask…` builds and sends, `read…` checks and returns and is
 * pure. Everything goes by GET: what a POST form signs differs between servers and balancers.
 */
import type { Exchange } from '../answer.ts'
import { refuseRedirect } from '../answer.ts'
import type { Account } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import {
  type Algorithm,
  algorithms,
  type Parameters,
  type Signer,
  signedQuery,
} from './checksum.ts'
import { readSuccess, refuseHttpErrors } from './errors.ts'
import { textOf, type XmlElement } from './xml.ts'

export const providerId = 'bigbluebutton'

/** A server with everything that signing a call takes. */
export interface Server extends Signer {
  readonly account: Account
  /** Where the calls are, without slash at the end: `https://bbb.example/bigbluebutton/api`. */
  readonly api: string
}

/** @throws ProviderError 'auth' when no secret was entered */
export async function openServer(account: Account): Promise<Server> {
  const secret = await account.secret('msevtmgt_accesstoken')
  if (secret === undefined || secret.trim() === '') {
    const message = 'There is no API token. Enter the shared secret of the server.'
    throw new ProviderError('auth', { provider: providerId, message })
  }
  const chosen = account.settings.checksumAlgorithm
  const algorithm = algorithms.find((each) => each === chosen) ?? 'sha256'
  return { account, api: apiAddress(account.baseUrl), secret: secret.trim(), algorithm }
}

/**
 * People paste the host, what `bbb-conf --secret` prints, or the address of the API; balancers may
 * have a prefix of their own, which is kept.
 */
export function apiAddress(pasted: string): string {
  const root = pasted
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api$/, '')
  return `${URL.parse(root)?.pathname === '/' ? `${root}/bigbluebutton` : root}/api`
}

/** GET /api: unsigned; tells that this is BigBlueButton, and its version. */
export const askVersion = (server: Server) => send(server, 'tell its version', server.api, [])

export const readVersion = (exchange: Exchange): string | undefined => {
  const answer = readSuccess(exchange)
  return textOf(answer, 'bbbVersion') ?? textOf(answer, 'apiVersion') ?? textOf(answer, 'version')
}

/** create: opens the room, or answers with the one that is open (`duplicateWarning`). */
export const askCreation = (server: Server, parameters: Parameters) =>
  ask(server, 'open the room', 'create', parameters)

/**
 * create with slides, which are in the body as XML; all parameters stay in the query, and the body
 * is not signed ("Pre-upload Slides").
 */
export const askCreationWithSlides = (
  server: Server,
  parameters: Parameters,
  slides: readonly Slides[],
) => post(server, 'open the room', 'create', parameters, slidesBody(slides))

/** join: the address that a browser is sent to. It is signed at the click and never mailed. */
export const joinAddress = (server: Server, parameters: Parameters): string =>
  `${server.api}/join?${signedQuery('join', parameters, server)}`

/** join with redirect=false: lets a person in and tells where instead of going there. */
export const askEntry = (server: Server, parameters: Parameters) =>
  ask(server, 'let a person in', 'join', { ...parameters, redirect: false })

/** isMeetingRunning: true once somebody has joined; an unknown room is not running. */
export const askRunning = (server: Server, meetingID: string) =>
  ask(server, 'tell whether the room is open', 'isMeetingRunning', { meetingID })

export const readRunning = (exchange: Exchange): boolean =>
  textOf(readSuccess(exchange), 'running') === 'true'

/** getMeetings: all rooms of the server. */
export const askMeetings = (server: Server) => ask(server, 'list its rooms', 'getMeetings', {})

/** getMeetingInfo: the room and who is in it now. */
export const askMeeting = (server: Server, meetingID: string) =>
  ask(server, 'tell about the room', 'getMeetingInfo', { meetingID })

/** end: everybody is sent out; the server does it a moment later. */
export const askEnd = (server: Server, meetingID: string) =>
  ask(server, 'end the room', 'end', { meetingID })

/** getSessions: the sessions of all clients. */
export const askSessions = (server: Server) => ask(server, 'list its sessions', 'getSessions', {})

/** insertDocument: slides for a room that is open. */
export const askSlides = (server: Server, meetingID: string, slides: readonly Slides[]) =>
  post(server, 'take slides', 'insertDocument', { meetingID }, slidesBody(slides))

/** sendChatMessage, since 3.0. */
export const askChatMessage = (
  server: Server,
  meetingID: string,
  message: string,
  userName: string,
) => ask(server, 'show a message', 'sendChatMessage', { meetingID, message, userName })

/** The answer to all calls whose success is all that counts, and to those read by mapping.ts. */
export const readAnswer = (exchange: Exchange): XmlElement => readSuccess(exchange)

export interface Slides {
  readonly url: string
  readonly fileName: string
}

function slidesBody(slides: readonly Slides[]): string {
  const documents = slides.map(
    ({ url, fileName }) => `<document url="${attribute(url)}" filename="${attribute(fileName)}"/>`,
  )
  return `<modules><module name="presentation">${documents.join('')}</module></modules>`
}

const attribute = (text: string) =>
  text.replace(/[&<>"\p{Cc}]/gu, (sign) => `&#${sign.codePointAt(0)};`)

/** Signs a call and sends it. `algorithm` is for servers beside the main one that know fewer. */
export function ask(
  server: Server,
  act: string,
  call: string,
  parameters: Parameters,
  algorithm: Algorithm = server.algorithm,
): Promise<Exchange> {
  const query = signedQuery(call, parameters, { secret: server.secret, algorithm })
  return send(server, act, `${server.api}/${call}?${query}`, [query])
}

async function post(
  server: Server,
  act: string,
  call: string,
  parameters: Parameters,
  body: string,
): Promise<Exchange> {
  const query = signedQuery(call, parameters, server)
  const url = `${server.api}/${call}?${query}`
  return send(server, act, url, [query], { type: 'application/xml', body })
}

export interface Upload {
  readonly type: string
  readonly body: string | Uint8Array
}

/** `signed` are the queries sent: a server that repeats one in its message is not repeated by us. */
export async function send(
  { account, api, secret }: Server,
  act: string,
  url: string,
  signed: readonly string[],
  upload?: Upload,
): Promise<Exchange> {
  const response = await account.request({
    method: upload === undefined ? 'GET' : 'POST',
    url,
    headers: {
      accept: 'text/xml, application/xml, application/json;q=0.9',
      ...(upload === undefined ? {} : { 'content-type': upload.type }),
    },
    ...(upload === undefined ? {} : { body: upload.body }),
  })
  const service = URL.parse(api)?.host ?? api
  const checksums = signed.flatMap((query) => new URLSearchParams(query).get('checksum') ?? [])
  const sent = [secret, ...signed, ...checksums]
  return { provider: providerId, service, act, sent, response, receivedAt: account.clock.now() }
}

/** For JSON answers, which carry their failure in the same place as success. */
export function refuseUnanswered(exchange: Exchange): void {
  refuseHttpErrors(exchange)
  refuseRedirect(exchange)
}
