import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { silentLog } from '#log'
import type { Account, CallbackRequest } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { type CallbackKind, callbackAddress } from './callback-address.ts'
import { callbacksOf } from './callbacks.ts'
import { meetingIdOf } from './mapping.ts'
import { roomHappenings } from './room-events.ts'

const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'
const callbackUrl = 'https://hub.example/hooks/bigbluebutton/one'
const meetingId = meetingIdOf('an-event')
const clock = frozenClock(new Date('2031-05-05T10:00:00Z'))

const account: Account = {
  configurationId: 'one',
  baseUrl: 'https://bbb.example/bigbluebutton',
  clientId: undefined,
  settings: {},
  secret: async () => secret,
  token: async () => assert.fail('BigBlueButton has no tokens.'),
  request: async () => assert.fail('Reading a callback calls nobody.'),
  callbackUrl,
  clock,
  log: silentLog,
}

const read = (request: CallbackRequest) => callbacksOf(account).read(request)

function requestTo(
  kind: CallbackKind,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
): CallbackRequest {
  const url = new URL(callbackAddress(callbackUrl, secret, { kind, meetingId, mark: '1' }))
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value)
  return {
    method: 'POST',
    url: `${url.pathname}${url.search}`,
    headers,
    query: Object.fromEntries(url.searchParams),
    body: Buffer.from(body),
  }
}

async function kindOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => assert.fail('The callback was believed.'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ProviderError)
  assert.ok(!JSON.stringify(error).includes(secret) && !error.message.includes(secret))
  return error.kind
}

/** Both are the test vectors of the reference, made by two independent implementations. */
const recordingToken =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJtZWV0aW5nX2lkIjoiYWJjMTIzIiwicmVjb3JkX2lkIjoiaW50LTEtMTcwMDAwMDAwMDAwMCJ9.4GYI42R5lsD_n8QjAd3c_myXHUNn7DOj8tjnzYDxlbQ'
const analyticsToken =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.vw05HRqLzM3IV4sZnY-XmzyiDF8zD2kVokEbLSefRgqp3d8F8q9WavJN2KT2B7MTdvnT0jdw3GqNR03jgcQXyw'

function token(algorithm: 'HS256' | 'HS512', claims: object, key = secret): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ typ: 'JWT', alg: algorithm })}.${part(claims)}`
  const hash = algorithm === 'HS256' ? 'sha256' : 'sha512'
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
}

const attendanceList = (changes: object = {}) =>
  JSON.stringify({
    version: '1.0',
    meeting_id: meetingId,
    internal_meeting_id: 'int-1',
    data: {
      metadata: {},
      duration: 3600,
      start: '2031-05-05T08:00:00.000+00:00',
      finish: '2031-05-05T09:00:00.000+00:00',
      attendees: [
        {
          ext_user_id: 'registration-1',
          name: 'Zoë',
          moderator: false,
          sessions: [
            {
              joins: [{ timestamp: '2031-05-05T10:05:00.000+02:00', userid: 'w_1' }],
              lefts: [{ timestamp: '2031-05-05T10:20:00.000+02:00', userid: 'w_1' }],
            },
            {
              joins: [{ timestamp: '2031-05-05T08:30:00.000+00:00', userid: 'w_2' }],
              lefts: [],
            },
          ],
        },
      ],
    },
    ...changes,
  })

test('the attendance list is read with its offsets, and the end closes what is open', async () => {
  const headers = { authorization: `Bearer ${analyticsToken}` }
  const { happenings } = await read(requestTo('analytics', attendanceList(), headers))
  const stays = happenings.flatMap((each) => (each.kind === 'stay' ? [each.item] : []))
  assert.deepEqual(
    stays.map(({ externalId, joinedAt, leftAt }) => [
      externalId,
      joinedAt?.toISOString(),
      leftAt?.toISOString(),
    ]),
    [
      ['registration-1', '2031-05-05T08:05:00.000Z', '2031-05-05T08:20:00.000Z'],
      ['registration-1', '2031-05-05T08:30:00.000Z', '2031-05-05T09:00:00.000Z'],
    ],
  )
  const end = happenings.at(-1)
  assert.equal(end?.kind, 'ended')
  assert.equal(end?.at.toISOString(), '2031-05-05T09:00:00.000Z')
  assert.equal(new Set(happenings.map(({ id }) => id)).size, 3)
})

test('the list of another meeting, or none at all, is not used', async () => {
  const headers = { authorization: `Bearer ${analyticsToken}` }
  for (const body of [attendanceList({ meeting_id: 'another' }), '{}', 'null', 'not JSON']) {
    assert.equal(await kindOf(read(requestTo('analytics', body, headers))), 'unexpected')
  }
})

for (const [what, authorization] of [
  ['without a token', ''],
  ['with a token of another secret', `Bearer ${token('HS512', { exp: 4102444800 }, 'another')}`],
  ['with a token that has expired', `Bearer ${token('HS512', { exp: 1700000000 })}`],
  ['with a token that never expires', `Bearer ${token('HS512', {})}`],
  ['with a token of the weaker kind', `Bearer ${token('HS256', { exp: 4102444800 })}`],
] as const) {
  test(`an attendance list ${what} is refused`, async () => {
    const request = requestTo('analytics', attendanceList(), { authorization })
    assert.equal(await kindOf(read(request)), 'auth')
  })
}

test('a recording that is ready is told once, however often it is sent', async () => {
  const claims = { meeting_id: meetingId, record_id: 'int-1-1700000000000' }
  const body = new URLSearchParams({ signed_parameters: token('HS256', claims) }).toString()
  const [first, second] = await Promise.all([1, 2].map(() => read(requestTo('recording', body))))
  assert.deepEqual(first, second)
  const [happening] = first?.happenings ?? []
  assert.equal(happening?.kind, 'recording-ready')
  assert.equal(happening?.webinarId, meetingId)
})

test('the token of the reference is accepted by its signature and refused for its room', async () => {
  const body = new URLSearchParams({ signed_parameters: recordingToken }).toString()
  assert.equal(await kindOf(read(requestTo('recording', body))), 'unexpected')
  const broken = new URLSearchParams({ signed_parameters: `${recordingToken}x` }).toString()
  assert.equal(await kindOf(read(requestTo('recording', broken))), 'auth')
})

test('an address without our key, or with the key of another purpose, is refused', async () => {
  const good = requestTo('end', '')
  assert.equal((await read(good)).happenings[0]?.kind, 'ended')
  const forgeries: readonly Readonly<Record<string, string>>[] = [
    { key: 'guessed' },
    { key: '' },
    { meeting: meetingIdOf('another') },
    { mark: '2' },
    { to: 'events' },
    { to: 'constructor' },
  ]
  for (const changes of forgeries) {
    assert.equal(await kindOf(read({ ...good, query: { ...good.query, ...changes } })), 'auth')
  }
})

test('two ends of one room, opened twice, are two happenings', async () => {
  const idWith = async (mark: string) => {
    const url = new URL(callbackAddress(callbackUrl, secret, { kind: 'end', meetingId, mark }))
    const query = { ...Object.fromEntries(url.searchParams), recordingmarks: 'false' }
    const request = { ...requestTo('end', ''), query }
    return (await read(request)).happenings[0]?.id
  }
  assert.notEqual(await idWith('1'), await idWith('2'))
})

const event = (id: string, attributes: object = {}, ts = 1_700_000_000_000) => ({
  data: {
    type: 'event',
    id,
    attributes: {
      meeting: { 'internal-meeting-id': 'int-1', 'external-meeting-id': meetingId },
      ...attributes,
    },
    event: { ts },
  },
})

const user = { 'internal-user-id': 'w_1', 'external-user-id': 'registration-1', name: 'Zoë' }

test('a list of events and, in old versions, one event alone are both read', () => {
  const joined = event('user-joined', { user })
  const [inList] = roomHappenings(JSON.stringify([joined]), meetingId) ?? []
  const [alone] = roomHappenings(JSON.stringify(joined), meetingId) ?? []
  assert.ok(inList?.kind === 'stay')
  assert.equal(inList.item.externalId, 'registration-1')
  assert.equal(inList.item.joinedAt?.getTime(), 1_700_000_000_000)
  assert.deepEqual(alone, inList)
})

test('join and leave of a person have one name, their repetitions the same id', () => {
  const events = [
    event('user-joined', { user }),
    event('user-left', { user }, 1_700_000_060_000),
    event('user-left', { user }, 1_700_000_060_000),
  ]
  const happenings = roomHappenings(JSON.stringify(events), meetingId) ?? []
  const stays = happenings.flatMap((each) => (each.kind === 'stay' ? [each.item.stayId] : []))
  assert.deepEqual(new Set(stays).size, 1)
  assert.equal(new Set(happenings.map(({ id }) => id)).size, 2)
})

test('events that do not concern us change nothing', () => {
  const others = [
    event('user-audio-muted', { user }),
    event('constructor'),
    event('user-joined'),
    event('rap-publish-ended', { 'record-id': 'r', success: false }),
    { data: { id: 'user-joined' } },
    null,
  ]
  assert.deepEqual(roomHappenings(JSON.stringify(others), meetingId), [])
  const elsewhere = event('meeting-ended', { meeting: { 'external-meeting-id': 'another' } })
  assert.deepEqual(roomHappenings(JSON.stringify([elsewhere]), meetingId), [])
  for (const text of ['', 'x', '7', '"text"']) {
    assert.equal(roomHappenings(text, meetingId), undefined)
  }
})

test('a published recording is told by the webhook under the name that its own callback uses', async () => {
  const published = event('rap-publish-ended', { 'record-id': 'int-1', success: true })
  const [happening] = roomHappenings(JSON.stringify([published]), meetingId) ?? []
  const claims = { meeting_id: meetingId, record_id: 'int-1' }
  const body = new URLSearchParams({ signed_parameters: token('HS256', claims) }).toString()
  assert.equal(happening?.id, (await read(requestTo('recording', body))).happenings[0]?.id)
})
