/**
 * The endpoints of Webex that are used, version 1 (developer.webex.com/docs/api). Each has two
 * halves: `ask…` builds and sends, `read…` checks and returns and is pure.
 */
import { answerReader, type Exchange, refuseRedirect } from '../answer.ts'
import { sendAuthorized } from '../authorized-request.ts'
import type { Account } from '../contract.ts'
import type { Page as Listed } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors, refuseTokenErrors } from './errors.ts'
import { choicesOf } from './settings.ts'
import * as wire from './wire.ts'

export const providerId = 'webex'

/** Webex gives 100 items at most, and 10 where nothing is said. */
const pageSize = '100'

/** GET /authorize: the page in which a person signs in and accepts. */
export function authorizeAddress(
  account: Account,
  state: string,
  redirectUri: string,
  codeChallenge: string | undefined,
): string {
  const { baseUrl, scopes, sendsProof } = choicesOf(account)
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientIdOf(account),
    redirect_uri: redirectUri,
    scope: scopes,
    state,
  })
  if (codeChallenge !== undefined && sendsProof) {
    query.set('code_challenge', codeChallenge)
    query.set('code_challenge_method', 'S256')
  }
  return `${baseUrl}/authorize?${query}`
}

/** POST /access_token, form, with the credentials in the body ("Request body"). */
export function askTokenForCode(
  account: Account,
  code: string,
  redirectUri: string,
  codeVerifier: string | undefined,
): Promise<Exchange> {
  const sendsProof = codeVerifier !== undefined && choicesOf(account).sendsProof
  return askToken(account, [code], {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(sendsProof && { code_verifier: codeVerifier }),
  })
}

export const askTokenForRefresh = (account: Account, refreshToken: string) =>
  askToken(account, [refreshToken], { grant_type: 'refresh_token', refresh_token: refreshToken })

const tokenAnswer = answerReader(wire.tokenReply)

export function readToken(exchange: Exchange): wire.TokenReply {
  refuseTokenErrors(exchange)
  return tokenAnswer(exchange)
}

/** GET /people/me */
export const askMe = (account: Account) =>
  ask(account, { act: 'tell who signed in', method: 'GET', path: '/people/me' })

export const readMe = reader(wire.personReply)

/** GET /people: all of the organisation; takes an administrator with spark-admin:people_read. */
export const askPeople = (account: Account) =>
  ask(account, {
    act: 'list the people of the organisation',
    method: 'GET',
    path: `/people${queryOf({ max: pageSize })}`,
  })

export const readPeople = reader(wire.looseList)

export const readListedMeetings = reader(wire.looseList)

/** GET /meetingPreferences/sites */
export const askSites = (account: Account) =>
  ask(account, { act: 'list its sites', method: 'GET', path: '/meetingPreferences/sites' })

export const readSites = reader(wire.sitesReply)

/** GET /meetings/sessionTypes */
export const askSessionTypes = (account: Account) =>
  ask(account, {
    act: 'list its session types',
    method: 'GET',
    path: `/meetings/sessionTypes${queryOf({ siteUrl: choicesOf(account).siteUrl })}`,
  })

export const readSessionTypes = reader(wire.sessionTypesReply)

/** POST /meetings, answered with 200; 100 per user in 24 hours, failures included. */
export const askNewMeeting = (account: Account, body: wire.MeetingBody) =>
  ask(account, { act: 'create the webinar', method: 'POST', path: '/meetings', body })

/** GET /meetings/{meetingId}: of a series, what its first time is like. */
export const askMeeting = (account: Account, meetingId: string) =>
  ask(account, {
    act: 'tell about the webinar',
    method: 'GET',
    path: `/meetings/${segment(meetingId)}?current=false`,
  })

/** PATCH /meetings/{meetingId} */
export const askChange = (account: Account, meetingId: string, body: Partial<wire.ChangeBody>) =>
  ask(account, {
    act: 'change the webinar',
    method: 'PATCH',
    path: `/meetings/${segment(meetingId)}`,
    body: { ...body, sendEmail: false },
  })

export const readMeeting = reader(wire.meetingReply)

/** GET /meetings of one kind. Without both bounds it looks a week ahead and back only. */
export const askMeetings = (account: Account, filters: Readonly<Record<string, string>>) =>
  ask(account, {
    act: 'list meetings',
    method: 'GET',
    path: `/meetings${queryOf({ ...filters, max: pageSize })}`,
  })

export const readMeetings = reader(wire.meetingsReply)

/** DELETE /meetings/{meetingId}: all of the series, and Webex writes to nobody. */
export const askDeletion = (account: Account, meetingId: string) =>
  ask(account, {
    act: 'delete the webinar',
    method: 'DELETE',
    path: `/meetings/${segment(meetingId)}?sendEmail=false`,
  })

/** A deletion of what is gone has succeeded. */
export function readDeletion(exchange: Exchange): void {
  const { status } = exchange.response
  if (status === 404 || status === 410) return
  readDone(exchange)
}

/** For answers without content worth reading. */
export function readDone(exchange: Exchange): void {
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** GET /meetingInvitees */
export const askInvitees = (account: Account, meetingId: string) =>
  ask(account, {
    act: 'list the invitees',
    method: 'GET',
    path: `/meetingInvitees${queryOf({ meetingId, max: pageSize })}`,
  })

export const readInvitees = reader(wire.inviteesReply)

/** POST /meetingInvitees; 409 for somebody who is invited already. */
export const askInvitation = (account: Account, meetingId: string, body: wire.InviteeBody) =>
  ask(account, {
    act: 'invite a person',
    method: 'POST',
    path: '/meetingInvitees',
    body: { meetingId, ...body, sendEmail: false },
  })

export const readInvitee = reader(wire.inviteeReply)

/** PUT /meetingInvitees/{meetingInviteeId} */
export const askInviteeChange = (account: Account, inviteeId: string, body: wire.InviteeBody) =>
  ask(account, {
    act: 'change an invitee',
    method: 'PUT',
    path: `/meetingInvitees/${segment(inviteeId)}`,
    body: { ...body, sendEmail: false },
  })

/** DELETE /meetingInvitees/{meetingInviteeId} */
export const askInviteeRemoval = (account: Account, inviteeId: string) =>
  ask(account, {
    act: 'remove an invitee',
    method: 'DELETE',
    path: `/meetingInvitees/${segment(inviteeId)}?sendEmail=false`,
  })

/** POST /meetings/{meetingId}/registrants: of no use for series, which take no registrations. */
export const askRegistration = (account: Account, meetingId: string, body: wire.RegistrantBody) =>
  ask(account, {
    act: 'register a person',
    method: 'POST',
    path: `/meetings/${segment(meetingId)}/registrants`,
    body,
  })

export const readRegistrant = reader(wire.registrantReply)

/** GET /meetings/{meetingId}/registrants of one e-mail */
export const askRegistrantsOf = (account: Account, meetingId: string, email: string) =>
  ask(account, {
    act: 'look for a registration',
    method: 'GET',
    path: `/meetings/${segment(meetingId)}/registrants${queryOf({ email, max: pageSize })}`,
  })

export const readRegistrants = reader(wire.registrantsReply)

/** GET /meetings/{meetingId}/registrants/{registrantId} */
export const askRegistrant = (account: Account, meetingId: string, registrantId: string) =>
  ask(account, {
    act: 'tell about the registration',
    method: 'GET',
    path: `/meetings/${segment(meetingId)}/registrants/${segment(registrantId)}`,
  })

/** DELETE /meetings/{meetingId}/registrants/{registrantId} */
export const askCancellation = (account: Account, meetingId: string, registrantId: string) =>
  ask(account, {
    act: 'cancel the registration',
    method: 'DELETE',
    path: `/meetings/${segment(meetingId)}/registrants/${segment(registrantId)}`,
  })

/** POST /meetings/join; without `joinDirectly: false` it would answer with a redirect. */
export const askJoinLink = (
  account: Account,
  body: { readonly meetingId: string; readonly email: string; readonly displayName: string },
) =>
  ask(account, {
    act: 'make a join link',
    method: 'POST',
    path: '/meetings/join',
    body: { ...body, joinDirectly: false, expirationMinutes },
  })

/** The browser is sent there at once; a link that is passed on is soon worthless. */
const expirationMinutes = 15

export const readJoinLink = reader(wire.joinReply)

/** GET /meetingParticipants of one run */
export const askParticipants = (account: Account, runId: string) =>
  ask(account, {
    act: 'tell who was there',
    method: 'GET',
    path: `/meetingParticipants${queryOf({ meetingId: runId, max: pageSize })}`,
  })

export const readParticipants = reader(wire.participantsReply)

/** GET /recordings of one run; without bounds it looks a week back only. */
export const askRecordings = (
  account: Account,
  filters: { readonly meetingId: string; readonly from: string; readonly to: string },
) =>
  ask(account, {
    act: 'list the recordings',
    method: 'GET',
    path: `/recordings${queryOf({ ...filters, max: pageSize })}`,
  })

export const readRecordings = reader(wire.recordingsReply)

/** GET /webhooks */
export const askWebhooks = (account: Account) =>
  ask(account, {
    act: 'list its callbacks',
    method: 'GET',
    path: `/webhooks${queryOf({ max: pageSize })}`,
  })

export const readWebhooks = reader(wire.webhooksReply)

/** POST /webhooks */
export const askNewWebhook = (account: Account, body: WebhookBody & WebhookTopic) =>
  ask(account, { act: 'send callbacks', method: 'POST', path: '/webhooks', body })

/** PUT /webhooks/{webhookId}: `active` is the only status one may send. */
export const askWebhookAgain = (account: Account, webhookId: string, body: WebhookBody) =>
  ask(account, {
    act: 'send callbacks again',
    method: 'PUT',
    path: `/webhooks/${segment(webhookId)}`,
    body: { ...body, status: 'active' },
  })

export interface WebhookTopic {
  readonly resource: string
  readonly event: string
}

interface WebhookBody {
  readonly name: string
  readonly targetUrl: string
  readonly secret: string
}

/** Any further page of a list: its address is given by the one before and is followed as it is. */
export function askNextPage(account: Account, url: string): Promise<Exchange> {
  const { baseUrl } = choicesOf(account)
  if (URL.parse(url)?.origin === URL.parse(baseUrl)?.origin) {
    return send(account, 'give the next page', { method: 'GET', url })
  }
  throw new ProviderError('unexpected', {
    provider: providerId,
    message: 'Webex names a next page that is on another server; the token is not sent there.',
  })
}

/** A page of a list and where the next one is (RFC 8288: `<…>; rel="next"`). */
export function pageIn<Item>(
  exchange: Exchange,
  { items }: { readonly items: readonly Item[] },
): Listed<Item> {
  const links = exchange.response.headers.link ?? ''
  return { items, next: /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(links)?.[1] }
}

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

function ask(account: Account, { act, method, path, body }: Question): Promise<Exchange> {
  const url = choicesOf(account).baseUrl + path
  if (body === undefined) return send(account, act, { method, url })
  return send(account, act, { method, url, body: JSON.stringify(body) })
}

async function send(
  account: Account,
  act: string,
  request: { readonly method: Question['method']; readonly url: string; readonly body?: string },
): Promise<Exchange> {
  const { response, sent } = await sendAuthorized(account, {
    ...request,
    headers: {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  })
  return exchangeOf(account, act, sent, response)
}

async function askToken(
  account: Account,
  secrets: readonly string[],
  parameters: Readonly<Record<string, string>>,
): Promise<Exchange> {
  const clientSecret = await account.secret('msevtmgt_clientsecret')
  if (clientSecret === undefined) throw missing('client secret')
  const client = { client_id: clientIdOf(account), client_secret: clientSecret }
  const response = await account.request({
    method: 'POST',
    url: `${choicesOf(account).baseUrl}/access_token`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: String(new URLSearchParams({ ...parameters, ...client })),
  })
  return exchangeOf(account, 'give a token', [...secrets, clientSecret], response)
}

function exchangeOf(
  account: Account,
  act: string,
  sent: readonly string[],
  response: Exchange['response'],
): Exchange {
  const { baseUrl } = choicesOf(account)
  const service = URL.parse(baseUrl)?.host ?? baseUrl
  return { provider: providerId, service, act, sent, response, receivedAt: account.clock.now() }
}

function reader<T extends Parameters<typeof answerReader>[0]>(schema: T) {
  const read = answerReader<T>(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange)
    return read(exchange)
  }
}

function clientIdOf(account: Account): string {
  if (account.clientId === undefined) throw missing('client ID')
  return account.clientId
}

const missing = (what: string) =>
  new ProviderError('scope', {
    provider: providerId,
    message: `The webinar provider record has no ${what}. Enter the one of the Webex integration.`,
  })

const segment = (text: string) => encodeURIComponent(text)

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
