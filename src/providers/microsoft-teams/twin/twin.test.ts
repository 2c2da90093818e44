import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock, type MovableClock } from '#clock'
import { answerAsHub, signIn } from '../teams-peer.ts'
import {
  curator,
  type MicrosoftTeamsTwin,
  startMicrosoftTeamsTwin,
  superUser,
  type TwinOptions,
} from './index.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever the service answered
type Anything = any

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Anything
}

type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answer>

interface Scene {
  readonly twin: MicrosoftTeamsTwin
  readonly clock: MovableClock
  /** As the super user. */
  readonly user: Call
  /** As the application itself. */
  readonly application: Call
}

const redirectUri = 'https://hub.example/back'
const everything =
  'offline_access User.Read User.ReadBasic.All Calendars.ReadWrite OnlineMeetings.ReadWrite OnlineMeetingArtifact.Read.All OnlineMeetingRecording.Read.All VirtualEvent.ReadWrite'

async function withTwin(
  act: (scene: Scene) => Promise<void>,
  { scope = everything, ...options }: Partial<TwinOptions> & { readonly scope?: string } = {},
): Promise<void> {
  const clock = frozenClock(new Date('2031-03-01T09:00:00.000Z'))
  const twin = await startMicrosoftTeamsTwin({ clock, reach: answerAsHub, ...options })
  try {
    const ofUser = await tokenOfUser(twin, scope)
    const ofApplication = (
      await askToken(twin, { grant_type: 'client_credentials', scope: `${twin.url}/.default` })
    ).body
    await act({
      twin,
      clock,
      user: callWith(twin, ofUser.access_token),
      application: callWith(twin, ofApplication.access_token),
    })
  } finally {
    await twin.close()
  }
}

async function askToken(
  twin: MicrosoftTeamsTwin,
  form: Record<string, string>,
  tenant = twin.tenantId,
): Promise<Answer> {
  const client = { client_id: twin.clientId, client_secret: twin.clientSecret }
  const body = new URLSearchParams({ ...client, ...form })
  const url = `${twin.url}/${tenant}/oauth2/v2.0/token`
  const response = await fetch(url, { method: 'POST', body })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

async function tokenOfUser(twin: MicrosoftTeamsTwin, scope: string): Promise<Anything> {
  const { clientId: client_id } = twin
  const query = { response_type: 'code', client_id, redirect_uri: redirectUri, scope, state: 's' }
  const page = `${twin.url}/organizations/oauth2/v2.0/authorize`
  const back = await signIn(`${page}?${new URLSearchParams(query)}`)
  const code = back.searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  return (await askToken(twin, form, 'organizations')).body
}

const callWith =
  (twin: MicrosoftTeamsTwin, token: string): Call =>
  async (method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${twin.url}/v1.0${path}`
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = text === '' ? undefined : JSON.parse(text)
    return { status: response.status, headers: response.headers, body: answer }
  }

const start = { dateTime: '2031-03-20T10:00:00', timeZone: 'W. Europe Standard Time' }
const end = { dateTime: '2031-03-20T11:00:00', timeZone: 'W. Europe Standard Time' }
const order = {
  subject: 'Soil',
  start,
  end,
  isOnlineMeeting: true,
  onlineMeetingProvider: 'teamsForBusiness',
}

const codeOf = ({ status, body }: Answer) => [status, body.error.code]

test('times are read in the zone that is preferred, UTC without one, and an unknown one is refused', () =>
  withTwin(async ({ user }) => {
    const { body } = await user('POST', '/me/events', order)
    assert.equal(body.start.dateTime, '2031-03-20T09:00:00.0000000')
    assert.equal(body.start.timeZone, 'UTC')
    const read = (zone: string) =>
      user('GET', `/me/events/${encodeURIComponent(body.id)}`, undefined, {
        prefer: `outlook.timezone="${zone}"`,
      })
    assert.equal(
      (await read('Tokyo Standard Time')).body.start.dateTime,
      '2031-03-20T18:00:00.0000000',
    )
    assert.equal((await read('Europe/Kiev')).status, 200)
    assert.deepEqual(codeOf(await read('Europe/Kyiv')), [400, 'TimeZoneNotSupportedException'])
    const offset = { ...order, start: { ...start, dateTime: '2031-03-20T10:00:00+01:00' } }
    assert.equal((await user('POST', '/me/events', offset)).status, 400)
  }))

test('ids change when an event is moved, immutable ones do not', () =>
  withTwin(async ({ user, twin }) => {
    const immutable = { prefer: 'IdType="ImmutableId"' }
    const { body: usual } = await user('POST', '/me/events', order)
    const { body: kept } = await user('GET', '/me/events', undefined, immutable)
    const get = (id: string) => user('GET', `/me/events/${encodeURIComponent(id)}`)
    assert.equal((await get(usual.id)).status, 200)
    twin.control.move(twin.control.events()[0]?.immutableId ?? '')
    assert.deepEqual(codeOf(await get(usual.id)), [404, 'ErrorItemNotFound'])
    assert.equal((await get(kept.value[0].id)).status, 200)
  }))

test('the same transactionId is the same event', () =>
  withTwin(async ({ user }) => {
    const first = await user('POST', '/me/events', { ...order, transactionId: 'one' })
    const second = await user('POST', '/me/events', { ...order, transactionId: 'one' })
    assert.equal(second.body.id, first.body.id)
    const path = `/me/events/${encodeURIComponent(first.body.id)}`
    assert.equal((await user('PATCH', path, { transactionId: 'two' })).status, 400)
  }))

test('filters that Graph has no words for are refused, and online meetings have no list', () =>
  withTwin(async ({ user }) => {
    const filtered = (path: string, filter: string) =>
      user('GET', `${path}?$filter=${encodeURIComponent(filter)}`)
    assert.deepEqual(codeOf(await filtered('/me/events', 'color eq 1')), [
      400,
      'ErrorInvalidUrlQueryFilter',
    ])
    assert.equal((await user('GET', '/me/onlineMeetings')).status, 400)
    assert.equal((await filtered('/me/onlineMeetings', "Subject eq 'Soil'")).status, 400)
    const { body } = await user('POST', '/me/events', order)
    const found = await filtered(
      '/me/onlineMeetings',
      `JoinWebUrl eq '${body.onlineMeeting.joinUrl}'`,
    )
    assert.equal(found.body.value.length, 1)
  }))

test('lists come in pages of ten with the address of the next one', () =>
  withTwin(async ({ user }) => {
    for (let at = 0; at < 12; at += 1) await user('POST', '/me/events', order)
    const { body: first } = await user('GET', '/me/events')
    assert.equal(first.value.length, 10)
    const { body: second } = await user('GET', first['@odata.nextLink'])
    assert.equal(second.value.length, 2)
    assert.equal(second['@odata.nextLink'], undefined)
  }))

test('who takes the part of Teams out of the text unlinks the meeting', () =>
  withTwin(async ({ user }) => {
    const { body } = await user('POST', '/me/events', order)
    const path = `/me/events/${encodeURIComponent(body.id)}`
    const change = { body: { contentType: 'html', content: '<p>Only this</p>' } }
    const { body: changed } = await user('PATCH', path, change)
    assert.equal(changed.isOnlineMeeting, false)
    assert.equal(changed.onlineMeeting, null)
  }))

test('tokens open what they were given for, and nobody else’s things', () =>
  withTwin(
    async ({ user, application, twin }) => {
      assert.deepEqual(codeOf(await user('GET', '/me/events')), [403, 'ErrorAccessDenied'])
      assert.deepEqual(codeOf(await user('GET', `/users/${curator.id}`)), [
        403,
        'Authorization_RequestDenied',
      ])
      assert.match((await application('GET', '/me')).body.error.message, /delegated/)
      assert.equal((await application('GET', `/users/${curator.mail}/events`)).status, 200)
      twin.control.change({ roles: [] })
      const fresh = await askToken(twin, {
        grant_type: 'client_credentials',
        scope: 'https://graph.microsoft.com/.default',
      })
      const powerless = callWith(twin, fresh.body.access_token)
      assert.equal((await powerless('GET', `/users/${curator.mail}/events`)).status, 403)
      assert.equal((await callWith(twin, 'made-up')('GET', '/me')).status, 401)
    },
    { scope: 'OnlineMeetings.Read' },
  ))

test('an application needs the access policy and the object id of the organizer', () =>
  withTwin(async ({ application, twin }) => {
    const { body } = await application('POST', `/users/${curator.mail}/events`, order)
    const filter = encodeURIComponent(`JoinWebUrl eq '${body.onlineMeeting.joinUrl}'`)
    const find = (user: string) =>
      application('GET', `/users/${user}/onlineMeetings?$filter=${filter}`)
    assert.equal((await find(curator.id)).body.value.length, 1)
    assert.equal((await find(superUser.id)).body.value.length, 0)
    assert.equal((await find(curator.mail)).status, 400)
    twin.control.change({ policyFrom: undefined })
    const refused = await find(curator.id)
    assert.equal(refused.status, 403)
    assert.match(refused.body.error.message, /application access policy/)
  }))

test('an application neither makes webinars nor registers without all that is required', () =>
  withTwin(async ({ user, application }) => {
    const root = '/solutions/virtualEvents/webinars'
    const webinar = { displayName: 'Soil', startDateTime: start, endDateTime: end }
    assert.equal((await application('POST', root, webinar)).status, 403)
    const { body } = await user('POST', root, webinar)
    const registrations = `${root}/${body.id}/registrations`
    const zone = { preferredTimezone: 'UTC', preferredLanguage: 'en-us' }
    const person = { firstName: 'Ann', lastName: 'Lee', email: 'ann@example.org', ...zone }
    assert.equal((await application('POST', registrations, person)).status, 400)
    assert.equal((await user('POST', `${root}/${body.id}/publish`)).status, 204)
    const { preferredTimezone: _, ...incomplete } = person
    assert.equal((await application('POST', registrations, incomplete)).status, 400)
    const made = await application('POST', registrations, person)
    assert.deepEqual([made.status, made.body], [204, undefined])
    assert.equal((await application('POST', registrations, person)).status, 409)
    const self = await user('POST', registrations, zone)
    assert.deepEqual([self.status, self.body.email], [201, superUser.mail])
    assert.equal((await user('DELETE', `${root}/${body.id}`)).status, 404)
  }))

test('a storm of requests ends with 429 and a fraction of a second to wait', () =>
  withTwin(async ({ user, twin }) => {
    twin.control.change({ requestsPerTenMinutes: 2 })
    await user('GET', '/me')
    await user('GET', '/me')
    const third = await user('GET', '/me')
    assert.deepEqual(codeOf(third), [429, 'TooManyRequests'])
    assert.equal(third.headers.get('retry-after'), '12.5')
  }))

const subscription = {
  changeType: 'deleted',
  resource: '/me/events',
  notificationUrl: 'https://hub.example/hooks',
  expirationDateTime: '2031-03-02T09:00:00.000Z',
  clientState: 'state',
}

test('subscriptions are proven, bounded and renewed', () =>
  withTwin(async ({ user, twin, clock }) => {
    const ask = (changes: object) => user('POST', '/subscriptions', { ...subscription, ...changes })
    assert.equal((await ask({ notificationUrl: 'http://hub.example/hooks' })).status, 400)
    assert.equal((await ask({ expirationDateTime: '2031-03-20T09:00:00.000Z' })).status, 400)
    assert.equal((await ask({ changeType: 'moved' })).status, 400)
    assert.equal((await ask({ resource: '/me/drive/root' })).status, 400)
    const call = "communications/onlineMeetings(joinWebUrl='x')/meetingCallEvents"
    assert.equal((await ask({ resource: call, changeType: 'updated' })).status, 403)
    const { status, body } = await ask({})
    assert.deepEqual([status, body.clientState], [201, null])
    const { body: event } = await user('POST', '/me/events', order)
    await user('DELETE', `/me/events/${encodeURIComponent(event.id)}`)
    const [sent] = twin.control.dispatches()
    const [item] = JSON.parse(sent?.body ?? '').value
    assert.deepEqual([item.clientState, item.changeType], ['state', 'deleted'])
    const expirationDateTime = '2031-03-05T09:00:00.000Z'
    const renewed = await user('PATCH', `/subscriptions/${body.id}`, { expirationDateTime })
    assert.equal(renewed.body.expirationDateTime, '2031-03-05T09:00:00.0000000Z')
    clock.moveTo(new Date('2031-03-06T09:00:00Z'))
    twin.control.revokeTokens('access')
    const later = callWith(twin, (await tokenOfUser(twin, everything)).access_token)
    assert.deepEqual((await later('GET', '/subscriptions')).body.value, [])
  }))

test('an address that does not say the token back gets no subscription', async () => {
  for (const reply of [
    { status: 200, contentType: 'text/plain', text: 'ok' },
    { status: 202, contentType: 'text/plain', text: '' },
    { status: 0 },
  ]) {
    await withTwin(
      async ({ user, twin }) => {
        const answer = await user('POST', '/subscriptions', subscription)
        assert.deepEqual(codeOf(answer), [400, 'ValidationError'])
        assert.equal(twin.control.subscriptions().length, 0)
      },
      { reach: async () => reply },
    )
  }
})

test('the 31st of a short month is its last day, and instances need both bounds', () =>
  withTwin(async ({ user }) => {
    const recurrence = {
      pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      range: { type: 'numbered', startDate: '2031-01-31', numberOfOccurrences: 3 },
    }
    const january = (clock: string) => ({ dateTime: `2031-01-31T${clock}`, timeZone: 'UTC' })
    const { body } = await user('POST', '/me/events', {
      ...order,
      start: january('10:00'),
      end: january('11:00'),
      recurrence,
    })
    const path = `/me/events/${encodeURIComponent(body.id)}/instances`
    assert.equal((await user('GET', path)).status, 400)
    const window = 'startDateTime=2031-01-01T00:00:00Z&endDateTime=2031-12-31T00:00:00Z'
    const { body: instances } = await user('GET', `${path}?${window}`)
    assert.deepEqual(
      instances.value.map((each: Anything) => each.start.dateTime.slice(0, 10)),
      ['2031-01-31', '2031-02-28', '2031-03-31'],
    )
    const odd = {
      ...order,
      recurrence: { ...recurrence, pattern: { type: 'fortnightly', interval: 1 } },
    }
    assert.equal((await user('POST', '/me/events', odd)).status, 400)
  }))

test('a person comes in by the page behind the join address and is in the report', () =>
  withTwin(async ({ user, twin, clock }) => {
    const { body } = await user('POST', '/me/events', order)
    const door = body.onlineMeeting.joinUrl
    assert.match(await (await fetch(door)).text(), /Join now/)
    const form = new URLSearchParams({ name: 'Ann', email: 'ann@example.org' })
    const answer = await fetch(door, { method: 'POST', body: form, redirect: 'manual' })
    const room = `${twin.url}${answer.headers.get('location')}`
    const stays = /data-stays="([^"]+)"/.exec(await (await fetch(room)).text())?.[1]
    const entered = await fetch(`${twin.url}${stays}`, { method: 'POST' })
    const { stayId } = (await entered.json()) as Anything
    clock.advance(1_200_000)
    await fetch(`${twin.url}${stays}/${stayId}/leave`, { method: 'POST' })
    const meeting = `/me/onlineMeetings/${encodeURIComponent(twin.control.meetings()[0]?.id ?? '')}`
    const early = await user('GET', `${meeting}/attendanceReports`)
    assert.deepEqual(early.body.value, [])
    clock.advance(600_000)
    const { body: reports } = await user('GET', `${meeting}/attendanceReports`)
    assert.deepEqual(reports.value[0].attendanceRecords, [])
    const { body: records } = await user(
      'GET',
      `${meeting}/attendanceReports/${reports.value[0].id}/attendanceRecords`,
    )
    assert.equal(records.value[0].emailAddress, 'ann@example.org')
    assert.equal(records.value[0].attendanceIntervals[0].durationInSeconds, 1_200)
  }))

test('sign-in links that are broken are shown, and nobody is sent to an unknown address', () =>
  withTwin(async ({ twin }) => {
    twin.control.change({ redirectUris: [redirectUri] })
    const page = `${twin.url}/${twin.tenantId}/oauth2/v2.0/authorize`
    const query = { client_id: twin.clientId, redirect_uri: 'https://evil.example/', state: 's' }
    const answer = await fetch(`${page}?${new URLSearchParams(query)}`)
    assert.equal(answer.status, 400)
    assert.match(await answer.text(), /AADSTS50011/)
    const elsewhere = `${twin.url}/nowhere/oauth2/v2.0/authorize?${new URLSearchParams(query)}`
    assert.match(await (await fetch(elsewhere)).text(), /AADSTS90002/)
  }))
