/**
 * The endpoints of Zoom that are used, version 2 (developers.zoom.us/docs/api/meetings). Each has
 * two halves: `ask…` builds and sends, `read…` checks and returns and is pure. Meetings and webinars
 * have the same endpoints under `/meetings` and `/webinars`.
 */
import { answerReader, type Exchange, refuseRedirect } from '../answer.ts'
import { sendAuthorized } from '../authorized-request.ts'
import type { Account, TokenGrant } from '../contract.ts'
import { refuseErrors, refuseTokenErrors } from './errors.ts'
import { choicesOf, type Kind, required } from './settings.ts'
import * as wire from './wire.ts'

export const providerId = 'zoom'

/** Zoom gives 300 items at most. */
const pageSize = 300

/** POST /oauth/token with grant_type account_credentials (developers.zoom.us/docs/internal-apps/s2s-oauth). */
export async function askToken(account: Account): Promise<Exchange> {
  const { accountId, oauthUrl } = choicesOf(account)
  const clientId = required(account.clientId, 'client ID')
  const secret = required(await account.secret('gr_clientsecret'), 'client secret')
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64')
  const response = await account.request({
    method: 'POST',
    url: `${oauthUrl}/oauth/token`,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: String(new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId })),
  })
  return exchangeOf(account, oauthUrl, 'give a token', [secret, basic], response)
}

const tokenAnswer = answerReader(wire.tokenReply)

export function readToken(exchange: Exchange): wire.TokenReply {
  refuseTokenErrors(exchange)
  return tokenAnswer(exchange)
}

/** GET /users/{userId}; `me` is not dependable where nobody signs in, so the user is always named. */
export const askUser = (account: Account, email: string) =>
  ask(account, { act: 'tell about the host', method: 'GET', path: `/users/${segment(email)}` })

export const readUser = reader(wire.userReply)

/** GET /users/{userId}/meetings and …/webinars, one page of what is planned. */
export const askMeetings = (account: Account, kind: Kind, page: string | undefined) =>
  ask(account, {
    act: `list the ${kind} of the host`,
    method: 'GET',
    path: `${hostPath(account)}/${kind}${pageQuery(page, { type: 'scheduled' })}`,
  })

export const readMeetings = reader(wire.meetingsReply)

/** GET /users, one page of those who are active. */
export const askUsers = (account: Account, page: string | undefined) =>
  ask(account, {
    act: 'list the users of the account',
    method: 'GET',
    path: `/users${pageQuery(page, { status: 'active' })}`,
  })

/** Lists whose rows are read one by one. */
export const readDirectory = reader(wire.directoryReply)

/** POST /users/{userId}/meetings and …/webinars; 100 creations and changes per host and UTC day. */
export const askNewMeeting = (account: Account, kind: Kind, body: wire.MeetingBody) =>
  ask(account, {
    act: 'create the webinar',
    method: 'POST',
    path: `${hostPath(account)}/${kind}`,
    body,
  })

/** GET /meetings/{meetingId}: costs nothing of the quota, unlike a change. */
export const askMeeting = (account: Account, meeting: Meeting) =>
  ask(account, { act: 'tell about the webinar', method: 'GET', path: pathOf(meeting) })

export const readMeeting = reader(wire.meetingReply)

/** PATCH /meetings/{meetingId}, answered without content. */
export const askChange = (account: Account, meeting: Meeting, body: Partial<wire.MeetingBody>) =>
  ask(account, { act: 'change the webinar', method: 'PATCH', path: pathOf(meeting), body })

/** PATCH /meetings/{meetingId}?occurrence_id=: one date of a series. */
export const askDateChange = (
  account: Account,
  meeting: Meeting,
  occurrenceId: string,
  body: Pick<wire.MeetingBody, 'start_time' | 'duration'>,
) =>
  ask(account, {
    act: 'move a date of the series',
    method: 'PATCH',
    path: `${pathOf(meeting)}?occurrence_id=${encodeURIComponent(occurrenceId)}`,
    body,
  })

/** DELETE /meetings/{meetingId}?occurrence_id=, and Zoom writes to nobody. */
export const askDateDeletion = (account: Account, meeting: Meeting, occurrenceId: string) =>
  ask(account, {
    act: 'take a date out of the series',
    method: 'DELETE',
    path: `${pathOf(meeting)}?occurrence_id=${encodeURIComponent(occurrenceId)}&cancel_${meeting.kind.slice(0, -1)}_reminder=false`,
  })

/** For answers without content worth reading. */
export function readDone(exchange: Exchange): void {
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** DELETE /meetings/{meetingId}: the whole series, and Zoom writes to nobody. */
export const askDeletion = (account: Account, meeting: Meeting) =>
  ask(account, {
    act: 'delete the webinar',
    method: 'DELETE',
    path: `${pathOf(meeting)}?cancel_${meeting.kind.slice(0, -1)}_reminder=false`,
  })

/** A deletion of what is gone has succeeded. */
export function readDeletion(exchange: Exchange): void {
  if (exchange.response.status !== 404) readDone(exchange)
}

/** GET /webinars/{webinarId}/panelists */
export const askPanelists = (account: Account, meeting: Meeting) =>
  ask(account, {
    act: 'list the panelists',
    method: 'GET',
    path: `${pathOf(meeting)}/panelists`,
  })

export const readPanelists = reader(wire.panelistsReply)

/** POST /webinars/{webinarId}/panelists, 30 at once at most. */
export const askNewPanelists = (
  account: Account,
  meeting: Meeting,
  panelists: readonly { readonly name: string; readonly email: string }[],
) =>
  ask(account, {
    act: 'add panelists',
    method: 'POST',
    path: `${pathOf(meeting)}/panelists`,
    body: { panelists },
  })

/** DELETE /webinars/{webinarId}/panelists/{panelistId} */
export const askPanelistRemoval = (account: Account, meeting: Meeting, panelistId: string) =>
  ask(account, {
    act: 'remove a panelist',
    method: 'DELETE',
    path: `${pathOf(meeting)}/panelists/${segment(panelistId)}`,
  })

/** POST /meetings/{meetingId}/registrants; three per person and UTC day. */
export const askRegistration = (account: Account, meeting: Meeting, body: wire.RegistrantBody) =>
  ask(account, {
    act: 'register a person',
    method: 'POST',
    path: `${pathOf(meeting)}/registrants`,
    body,
  })

export const readRegistration = reader(wire.registrationReply)

/** GET /meetings/{meetingId}/registrants, one page of one status. */
export const askRegistrants = (
  account: Account,
  meeting: Meeting,
  status: 'approved' | 'pending',
  page: string | undefined,
) =>
  ask(account, {
    act: 'list the registrations',
    method: 'GET',
    path: `${pathOf(meeting)}/registrants${pageQuery(page, { status })}`,
  })

export const readRegistrants = reader(wire.registrantsReply)

/** GET /meetings/{meetingId}/registrants/{registrantId} */
export const askRegistrant = (account: Account, meeting: Meeting, registrantId: string) =>
  ask(account, {
    act: 'tell about the registration',
    method: 'GET',
    path: `${pathOf(meeting)}/registrants/${segment(registrantId)}`,
  })

export const readRegistrant = reader(wire.registrantReply)

/** DELETE /meetings/{meetingId}/registrants/{registrantId} */
export const askCancellation = (account: Account, meeting: Meeting, registrantId: string) =>
  ask(account, {
    act: 'cancel the registration',
    method: 'DELETE',
    path: `${pathOf(meeting)}/registrants/${segment(registrantId)}`,
  })

/** GET /past_meetings/{meetingId}/instances: every time it took place has a UUID of its own. */
export const askInstances = (account: Account, { kind, id }: Meeting) =>
  ask(account, {
    act: 'tell when it took place',
    method: 'GET',
    path: `/past_${kind}/${id}/instances`,
  })

export const readInstances = reader(wire.instancesReply)

/** GET /report/meetings/{uuid}/participants; the registrant is told only when asked for. */
export const askParticipants = (
  account: Account,
  kind: Kind,
  uuid: string,
  page: string | undefined,
) =>
  ask(account, {
    act: 'tell who was there',
    method: 'GET',
    path: `/report/${kind}/${uuidSegment(uuid)}/participants${pageQuery(page, { include_fields: 'registrant_id' })}`,
  })

export const readParticipants = reader(wire.participantsReply)

/** GET /meetings/{uuid}/recordings, for webinars under the same path. */
export const askRecordings = (account: Account, uuid: string) =>
  ask(account, {
    act: 'list the recordings',
    method: 'GET',
    path: `/meetings/${uuidSegment(uuid)}/recordings`,
  })

export const readRecordings = reader(wire.recordingsReply)

/** A meeting or webinar at Zoom. */
export interface Meeting {
  readonly kind: Kind
  /** Digits. */
  readonly id: string
}

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

async function ask(account: Account, { act, method, path, body }: Question): Promise<Exchange> {
  const { apiUrl } = choicesOf(account)
  const { response, sent } = await sendAuthorized(
    account,
    {
      method,
      url: apiUrl + path,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    grantOf(account),
  )
  return exchangeOf(account, apiUrl, act, sent, response)
}

/** A token is good for an hour; nothing renews it, another one is asked for. */
function grantOf(account: Account): TokenGrant {
  const { accountId, oauthUrl } = choicesOf(account)
  return {
    of: `${account.clientId} of ${accountId} at ${oauthUrl}`,
    async request() {
      const reply = readToken(await askToken(account))
      return {
        accessToken: reply.access_token,
        refreshToken: undefined,
        expiresInSeconds: reply.expires_in,
      }
    },
  }
}

function exchangeOf(
  account: Account,
  url: string,
  act: string,
  sent: readonly string[],
  response: Exchange['response'],
): Exchange {
  const service = URL.parse(url)?.host ?? url
  return { provider: providerId, service, act, sent, response, receivedAt: account.clock.now() }
}

function reader<T extends Parameters<typeof answerReader>[0]>(schema: T) {
  const read = answerReader<T>(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange)
    return read(exchange)
  }
}

const segment = (text: string) => encodeURIComponent(text)

/** UUIDs are base64: one that begins with "/" or holds "//" has to be encoded twice. */
export const uuidSegment = (uuid: string) =>
  uuid.startsWith('/') || uuid.includes('//') ? segment(segment(uuid)) : segment(uuid)

const pathOf = ({ kind, id }: Meeting) => `/${kind}/${id}`

const hostPath = (account: Account) => `/users/${segment(choicesOf(account).host)}`

/** The token of the next page goes back as it came, with the same filters. */
function pageQuery(page: string | undefined, filters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ ...filters, page_size: String(pageSize) })
  if (page !== undefined) query.set('next_page_token', page)
  return `?${query}`
}
