import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { apiAddress, participantsOf, readRoom, type Team } from './client.ts'
import { isAddressTaken, readDeletion } from './errors.ts'
import { inWorld } from './test-team.ts'

function response(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): OutboundResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text), text: () => text, durationMs: 1 }
}

const exchange = (answer: OutboundResponse): Exchange => ({
  provider: 'digital-samba',
  service: 'api.digitalsamba.com',
  act: 'create the room',
  sent: ['s3cret-key'],
  response: answer,
  receivedAt: new Date('2031-05-05T10:00:00Z'),
})

function failureOf(read: () => unknown): ProviderError {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof ProviderError)
    return error
  }
  return assert.fail('The answer was accepted.')
}

const answers: readonly [string, OutboundResponse, ProviderErrorKind, RegExp][] = [
  [
    'a validation error',
    response(422, {
      message: 'The description field is required. (and 1 more error)',
      errors: { description: ['It is too short.'], roles: ['They are unknown.'] },
    }),
    'rejected',
    /\(422\): It is too short\. They are unknown\.$/,
  ],
  ['a bad request', response(400, { message: 'Bad.' }), 'rejected', /\(400\): Bad\.$/],
  ['a wrong key', response(401, { message: 'Unauthenticated.' }), 'auth', /Unauthenticated\.$/],
  ['a wrong key without a word', response(401, ''), 'auth', /the API token .* or the team ID\.$/],
  ['a plan that is too small', response(402, ''), 'scope', /plan of the team/],
  ['a missing right', response(403, ''), 'scope', /lacks the right/],
  ['a room that is gone', response(404, {}), 'not-found', /no such thing/],
  ['a conflict', response(409, { message: 'Taken.' }), 'rejected', /Taken\.$/],
  ['a storm', response(429, '', { 'retry-after': '7' }), 'rate-limited', /1,000 requests/],
  ['a 500 with a page', response(500, '<!doctype html>'), 'unavailable', /a web page instead/],
  ['a 418', response(418, ''), 'rejected', /will not do this/],
  [
    'a redirect',
    response(302, '', { location: 'https://x.example/?a' }),
    'unexpected',
    /x\.example/,
  ],
  ['a page', response(200, '<html></html>'), 'unexpected', /a web page instead of JSON/],
  ['a room without an id', response(200, { room_url: 'https://a.b' }), 'unexpected', /\bid\b/],
  [
    'an address that is a script',
    response(200, { id: 'r', room_url: 'javascript:alert(1)' }),
    'unexpected',
    /room_url/,
  ],
  [
    'an id that would climb out of its path',
    response(200, { id: '..', room_url: 'https://a.b' }),
    'unexpected',
    /\/id/,
  ],
  [
    'a message with the key',
    response(400, { message: 's3cret-key is bad' }),
    'rejected',
    /\[removed\]/,
  ],
]

for (const [what, answer, kind, message] of answers) {
  test(`${what} is told as "${kind}" in a sentence`, () => {
    const failure = failureOf(() => readRoom(exchange(answer)))
    assert.equal(failure.kind, kind)
    assert.match(failure.message, message)
  })
}

test('a taken address is told by a conflict or by a complaint about the field', () => {
  const taken = (answer: OutboundResponse) => isAddressTaken(exchange(answer))
  assert.ok(taken(response(409, {})))
  assert.ok(taken(response(422, { errors: { friendly_url: ['Taken.'] } })))
  assert.ok(!taken(response(422, { errors: { description: ['Short.'] } })))
  assert.ok(!taken(response(200, {})))
})

test('a deletion succeeds with and without content, and when it is gone already', () => {
  for (const status of [200, 204, 404, 410]) readDeletion(exchange(response(status, '')))
  assert.equal(failureOf(() => readDeletion(exchange(response(403, '')))).kind, 'scope')
})

/** A team whose list of participants comes in these pages. */
function teamAnswering(team: Team, pages: readonly object[]): { team: Team; offsets: number[] } {
  const offsets: number[] = []
  const request: Team['account']['request'] = async ({ url }) => {
    offsets.push(Number(new URL(url).searchParams.get('offset')))
    return response(200, pages[offsets.length - 1] ?? { data: [] })
  }
  return { offsets, team: { ...team, account: { ...team.account, request } } }
}

for (const [what, pages, offsets] of [
  [
    'a number',
    [
      { total_count: 3, data: [1, 2] },
      { total_count: 3, data: [3] },
    ],
    [0, 2],
  ],
  [
    'a text',
    [
      { total_count: '3', data: [1, 2] },
      { total_count: '3', data: [3] },
    ],
    [0, 2],
  ],
  ['missing', [{ data: [1, 2, 3] }], [0]],
  [
    'too high',
    [
      { total_count: 9, data: [1, 2, 3] },
      { total_count: 9, data: [] },
    ],
    [0, 3],
  ],
] as const) {
  test(`a list whose total is ${what} is read to its end and no further`, () =>
    inWorld({}, async ({ team }) => {
      const asked = teamAnswering(team, pages)
      assert.deepEqual(await participantsOf(asked.team, 'room'), [1, 2, 3])
      assert.deepEqual(asked.offsets, offsets)
    }))
}

for (const pasted of [
  'https://api.digitalsamba.com',
  'https://api.digitalsamba.com/',
  'https://api.digitalsamba.com/api',
  'https://api.digitalsamba.com/api/v1',
  ' https://api.digitalsamba.com/api/v1/ ',
]) {
  test(`"${pasted}" leads to the API`, () => {
    assert.equal(apiAddress(pasted), 'https://api.digitalsamba.com/api/v1')
  })
}
