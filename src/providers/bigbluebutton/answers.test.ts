import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { apiAddress, readVersion } from './client.ts'
import { readSuccess } from './errors.ts'
import { toPresence, toRecordings } from './mapping.ts'
import { readTextTracks } from './recording-calls.ts'
import { listOf, readXml, textOf } from './xml.ts'

const exchange = (
  body: string,
  { status = 200, ...headers }: { status?: number } & Record<string, unknown> = {},
): Exchange => ({
  provider: 'bigbluebutton',
  service: 'bbb.example',
  act: 'open the room',
  sent: ['s3cret-of-the-server', 'deadbeef'],
  response: response(status, body, headers as Record<string, string>),
  receivedAt: new Date('2031-05-05T10:00:00Z'),
})

function response(status: number, text: string, headers: Record<string, string>): OutboundResponse {
  return { status, headers, body: Buffer.from(text), text: () => text, durationMs: 1 }
}

function failureOf(read: () => unknown): ProviderError {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof ProviderError)
    return error
  }
  return assert.fail('The answer was accepted.')
}

const failed = (key: string, message = 'No.') =>
  `<response><returncode>FAILED</returncode><messageKey>${key}</messageKey><message>${message}</message></response>`

const failures: readonly [string, ProviderErrorKind][] = [
  ['checksumError', 'auth'],
  ['apiNotEnabled', 'scope'],
  ['notFound', 'not-found'],
  ['invalidMeetingIdentifier', 'not-found'],
  ['meetingNotFound', 'not-found'],
  ['destroyMissingHook', 'not-found'],
  ['meetingForciblyEnded', 'unavailable'],
  ['createHookError', 'unavailable'],
  ['serverUnavailable', 'unavailable'],
  ['internalError', 'unavailable'],
  ['validationError', 'rejected'],
  ['idNotUnique', 'rejected'],
  ['mismatchCreateTimeParam', 'rejected'],
  ['maxParticipantsReached', 'rejected'],
  ['guestDeniedAccess', 'rejected'],
  ['Params required', 'rejected'],
  ['unsupportedRequest', 'rejected'],
  ['constructor', 'rejected'],
  ['a key of next year', 'rejected'],
]

for (const [key, kind] of failures) {
  test(`${key} is told as "${kind}", with its key`, () => {
    const failure = failureOf(() => readSuccess(exchange(failed(key))))
    assert.equal(failure.kind, kind)
    assert.equal(failure.vendorCode, key)
    assert.match(failure.message, /^\S.{8,}$/)
  })
}

test('an unknown key is told with the words of the server, without secrets', () => {
  const failure = failureOf(() => readSuccess(exchange(failed('odd', 'deadbeef is not good'))))
  assert.equal(
    failure.message,
    'bbb.example was asked to open the room and refused: [removed] is not good',
  )
})

test('several errors at once are told by the first one', () => {
  const body =
    '<response><returncode>FAILED</returncode><errors><error key="validationError" message="name &amp; more"/><error key="x" message="y"/></errors></response>'
  const failure = failureOf(() => readSuccess(exchange(body)))
  assert.equal(failure.vendorCode, 'validationError')
  assert.match(failure.message, /refused: name & more$/)
})

const oddities: readonly [string, Exchange, ProviderErrorKind, RegExp][] = [
  ['a sign-in page', exchange('<html><body>Hi</body></html>'), 'unexpected', /a web page/],
  ['nothing', exchange(' '), 'unexpected', /no content/],
  ['JSON', exchange('{"a":1}'), 'unexpected', /not XML/],
  ['half an answer', exchange('<response><returncode>'), 'unexpected', /not XML/],
  ['XML of something else', exchange('<rss/>'), 'unexpected', /no answer of BigBlueButton/],
  ['XML without a return code', exchange('<response/>'), 'unexpected', /without a return code/],
  [
    'names that break objects',
    exchange('<response><__proto__>1</__proto__></response>'),
    'unexpected',
    /cannot be read/,
  ],
  [
    'a redirect',
    exchange('', { status: 302, location: 'https://x.example/a?b=c' }),
    'unexpected',
    /https:\/\/x\.example\/a\. Redirects/,
  ],
  [
    '404 of the proxy',
    exchange('<h1>404</h1>', { status: 404 }),
    'unexpected',
    /bbb-conf --secret/,
  ],
  ['401 of the proxy', exchange('', { status: 401 }), 'scope', /sign-in/],
  ['502 of the proxy', exchange('<html>', { status: 502 }), 'unavailable', /\(502\)/],
]

for (const [what, answer, kind, message] of oddities) {
  test(`${what} is told as "${kind}" in a sentence`, () => {
    const failure = failureOf(() => readSuccess(answer))
    assert.equal(failure.kind, kind)
    assert.match(failure.message, message)
  })
}

test('entities that a document declares itself are not expanded', () => {
  const bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><response><x>&b;</x></response>'
  assert.match(failureOf(() => readXml(exchange(bomb))).message, /a document type/)
  const file =
    '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><response><x>&a;</x></response>'
  assert.equal(failureOf(() => readXml(exchange(file))).kind, 'unexpected')
})

test('text is read as it was written: entities of XML decoded, CDATA left alone', () => {
  const xml = readXml(
    exchange(
      '<response><a>Tom &amp; J&#233;r&#xF4;me &lt;3 &nbsp;</a><b><![CDATA[x &amp; <y>]]></b></response>',
    ),
  )
  assert.equal(textOf(xml, 'a'), 'Tom & Jérôme <3 &nbsp;')
  assert.equal(textOf(xml, 'b'), 'x &amp; <y>')
  assert.equal(textOf(xml, 'c'), undefined)
})

test('whatever text stands in an element comes back, escaped or as CDATA', () => {
  const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.codePointAt(0)};`)
  const texts = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((text) => text.replace(/\p{C}/gu, '').trim())
    .filter((text) => text !== '' && !text.includes(']]>'))
  fc.assert(
    fc.property(texts, (text) => {
      const read = (xml: string) => textOf(readXml(exchange(`<response>${xml}</response>`)), 'a')
      assert.equal(read(`<a>${escaped(text)}</a>`), text)
      assert.equal(read(`<a><![CDATA[${text}]]></a>`), text)
    }),
  )
})

test('no, one and many elements of a list are read alike', () => {
  const one = '<recording><recordID>a</recordID></recording>'
  const count = (inside: string) =>
    listOf(readXml(exchange(`<response>${inside}</response>`)), 'recordings', 'recording').length
  assert.equal(count(''), 0)
  assert.equal(count('<recordings/>'), 0)
  assert.equal(count('<recordings></recordings>'), 0)
  assert.equal(count(`<recordings>${one}</recordings>`), 1)
  assert.equal(count(`<recordings>${one}${one}</recordings>`), 2)
})

test('a recording is told by its presentation, and only by addresses of the web', () => {
  const format = (type: string, url: string) =>
    `<format><type>${type}</type><url>${url}</url><length>42</length></format>`
  const recording = (...formats: string[]) =>
    `<response><recordings><recording><recordID>r</recordID><name><![CDATA[A & B]]></name><startTime>1700000000000</startTime><endTime>1700003600000</endTime><playback>${formats.join('')}</playback></recording></recordings></response>`
  const [first] = toRecordings(
    readXml(
      exchange(recording(format('video', 'https://b/v'), format('presentation', ' https://b/p '))),
    ),
  )
  assert.equal(first?.playUrl, 'https://b/p')
  assert.equal(first?.minutes, 42)
  assert.equal(first?.title, 'A & B')
  const [script] = toRecordings(
    readXml(exchange(recording(format('podcast', 'javascript:alert(1)')))),
  )
  assert.equal(script?.playUrl, undefined)
  const [bare] = toRecordings(readXml(exchange(recording())))
  assert.equal(bare?.minutes, 60)
})

test('people are matched by the id that was passed, whichever id the server shows', () => {
  const attendee = (userId: string, customdata = '') =>
    `<attendee><userID>${userId}</userID><fullName>Zoë</fullName>${customdata}</attendee>`
  const custom = '<customdata><registration><![CDATA[registration-1]]></registration></customdata>'
  const people = (...attendees: string[]) =>
    toPresence(
      readXml(
        exchange(
          `<response><internalMeetingID>int</internalMeetingID><attendees>${attendees.join('')}</attendees></response>`,
        ),
      ),
      new Date('2031-05-05T10:00:00Z'),
    ).map(({ externalId }) => externalId)
  assert.deepEqual(people(attendee('registration-1'), attendee('w_abc', custom)), [
    'registration-1',
    'registration-1',
  ])
})

test('text tracks answer JSON, and fail in JSON', () => {
  const tracks = [
    { href: 'https://b/t', kind: 'subtitles', label: 'Deutsch', lang: 'de', source: 'upload' },
  ]
  const json = (value: object) => exchange(JSON.stringify({ response: value }))
  assert.deepEqual(readTextTracks(json({ returncode: 'SUCCESS', tracks })), tracks)
  assert.deepEqual(readTextTracks(json({ returncode: 'SUCCESS' })), [])
  const failure = failureOf(() =>
    readTextTracks(json({ returncode: 'FAILED', messageKey: 'noRecordings', message: 'None.' })),
  )
  assert.equal(failure.kind, 'not-found')
  assert.equal(failureOf(() => readTextTracks(exchange('<response/>'))).kind, 'unexpected')
})

test('the version is told as exactly as the server tells it', () => {
  const answer = (inside: string) =>
    readVersion(exchange(`<response><returncode>SUCCESS</returncode>${inside}</response>`))
  assert.equal(answer('<version>2.0</version><bbbVersion>3.0.4</bbbVersion>'), '3.0.4')
  assert.equal(answer('<version>2.0</version><bbbVersion></bbbVersion>'), '2.0')
})

for (const [pasted, address] of [
  ['https://bbb.example', 'https://bbb.example/bigbluebutton/api'],
  ['https://bbb.example/', 'https://bbb.example/bigbluebutton/api'],
  ['https://bbb.example/bigbluebutton', 'https://bbb.example/bigbluebutton/api'],
  ['https://bbb.example/bigbluebutton/', 'https://bbb.example/bigbluebutton/api'],
  ['https://bbb.example/bigbluebutton/api', 'https://bbb.example/bigbluebutton/api'],
  ['https://bbb.example/bigbluebutton/api/', 'https://bbb.example/bigbluebutton/api'],
  ['https://lb.example/tenant/bbb/', 'https://lb.example/tenant/bbb/api'],
] as const) {
  test(`${pasted} leads to the API at ${address}`, () => {
    assert.equal(apiAddress(pasted), address)
  })
}
