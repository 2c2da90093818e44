/** Endpoints that cannot be registered are refused through the Data API, by code and message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  proveRefusals,
  queue,
  type Refused,
  registrationHub,
  webhook,
} from '../registration-hub.ts'

const hub = await registrationHub()
const endpoint = await hub.create('serviceendpoints', webhook)
const endpointPath = `serviceendpoints(${endpoint.serviceendpointid})`
const { call } = hub

const endpointWith = (values: object) => call('POST', 'serviceendpoints', { ...webhook, ...values })
const queueWith = (values: object) => call('POST', 'serviceendpoints', { ...queue, ...values })
const pairs = (name: string, value = 'x') =>
  `<settings><setting name="${name}" value="${value}"/></settings>`

const complete = 'Give an address such as https://receiver.example/hooks; put keys into authvalue.'
const settings =
  'Send <settings><setting name="X-Key" value="…"/></settings> with names and values that HTTP allows.'

const endpoints: readonly Refused[] = [
  [
    'an address that is not http',
    () => endpointWith({ url: 'ftp://a.example' }),
    '0x80040203',
    `A webhook needs a complete http or https URL: it starts with ftp:. ${complete}`,
  ],
  [
    'half an address',
    () => endpointWith({ url: 'a.example/x' }),
    '0x80040203',
    `A webhook needs a complete http or https URL: it cannot be read. ${complete}`,
  ],
  [
    'no address',
    () => endpointWith({ url: null }),
    '0x80040203',
    `A webhook needs a complete http or https URL: there is none. ${complete}`,
  ],
  [
    'a password in an address',
    () => endpointWith({ url: 'https://a:b@c.example' }),
    '0x80040203',
    `A webhook needs a complete http or https URL: it holds a user name or password. ${complete}`,
  ],
  [
    'a port beyond the policy',
    () => endpointWith({ url: 'https://a.example:9000/' }),
    '0x80040203',
    'A webhook cannot use the port 9000 here; allowed are 80, 443, 8443. Have the receiver listen on one of them, or widen GREENROOM_WEBHOOK_PORTS.',
  ],
  [
    'a relay',
    () => endpointWith({ contract: 1 }),
    '0x80040203',
    /^Endpoints with the contract 1 \(OneWay\) are not served here\./,
  ],
  [
    'an unknown contract',
    () => endpointWith({ contract: 99 }),
    '0x8004431a',
    /^The column contract .* the number 99 was given\./,
  ],
  [
    'no kind of authentication',
    () => endpointWith({ authtype: null }),
    '0x80040203',
    /^A webhook cannot use the authentication none\./,
  ],
  [
    'the authentication of a queue',
    () => endpointWith({ authtype: 2 }),
    '0x80040203',
    /^A webhook cannot use the authentication 2\./,
  ],
  [
    'a missing key',
    () => endpointWith({ authvalue: null }),
    '0x80050204',
    /^The authentication by webhook key needs the key in authvalue\./,
  ],
  [
    'headers that are no pairs',
    () => endpointWith({ authtype: 5 }),
    '0x80050203',
    `The headers in authvalue cannot be sent: they are not in the form of settings. ${settings}`,
  ],
  [
    'query pairs that are none',
    () => endpointWith({ authtype: 6 }),
    '0x80050204',
    /^The query pairs in authvalue cannot be sent: they are not in the form of settings\./,
  ],
  [
    'a pair without a name',
    () => endpointWith({ authtype: 6, authvalue: pairs('') }),
    '0x80050204',
    /a name is empty\./,
  ],
  ...[
    'Connection',
    'TE',
    'Host',
    'Content-Length',
    'X-Request-Id',
    'x-ms-dynamics-request-name',
  ].map(
    (name): Refused => [
      `the header ${name}`,
      () => endpointWith({ authtype: 5, authvalue: pairs(name) }),
      '0x80050203',
      `The headers in authvalue cannot be sent: the hub itself sets the header ${name}. ${settings}`,
    ],
  ),
  [
    'a header with a line break',
    () => endpointWith({ authtype: 5, authvalue: pairs('a', 'b&#13;&#10;c: d') }),
    '0x80050203',
    /the value of a has a line break/,
  ],
  [
    'a header name with a blank',
    () => endpointWith({ authtype: 5, authvalue: pairs('a b') }),
    '0x80050203',
    /"a b" is no header name/,
  ],
  [
    'a key that is too long',
    () => endpointWith({ authvalue: 'x'.repeat(2049) }),
    '0x80044331',
    /^The column authvalue .* at most 2048 characters/,
  ],
  [
    'a column that only the hub writes',
    () => endpointWith({ isauthvalueset: true }),
    '0x80040203',
    /^The column isauthvalueset .* cannot be written\./,
  ],
  [
    'an unknown column',
    () => endpointWith({ secret: 1 }),
    '0x80048d19',
    /the property 'secret' does not exist/,
  ],
  [
    'a managed property that is none',
    () => endpointWith({ iscustomizable: 5 }),
    '0x80048d19',
    'The column iscustomizable takes an object with Value true or false, but 5 was given. Send its Value, and CanBeChanged if you want; the rest is kept.',
  ],
  [
    'a queue with ACS',
    () => queueWith({ authtype: 1 }),
    '0x80050209',
    /^ACS authentication does not exist any more\./,
  ],
  [
    'a queue without a broker',
    () => queueWith({ namespaceaddress: null }),
    '0x80081112',
    /^The address of the broker cannot be used/,
  ],
  [
    'a queue without a name',
    () => queueWith({ path: null }),
    '0x80081112',
    /^A queue, topic or event hub needs its name in path\./,
  ],
  [
    'a queue without its key',
    () => queueWith({ saskey: null }),
    '0x80044176',
    /^The authentication 2 \(SAS Key\) needs a value in saskey\./,
  ],
  [
    '.NET binary XML',
    () => queueWith({ messageformat: 1 }),
    '0x80040203',
    /^Messages in \.NET binary XML are not made here\./,
  ],
]

const secrets: readonly Refused[] = [
  ...['authvalue', 'saskey', 'sastoken'].map(
    (name): Refused => [
      `asking for ${name}`,
      () => call('GET', `serviceendpoints?$select=${name}`),
      '0x80060888',
      `The property '${name}' of serviceendpoint is not valid for read at character 1 of $select. It is write-only: leave it out, or ask whether it is set.`,
    ],
  ),
  [
    'filtering by a secret',
    () => call('GET', `serviceendpoints?$filter=startswith(authvalue,'p')`),
    '0x80060888',
    /^The property 'authvalue' of serviceendpoint is not valid for read/,
  ],
  [
    'a secret by FetchXML',
    () =>
      call(
        'GET',
        `serviceendpoints?fetchXml=${encodeURIComponent('<fetch><entity name="serviceendpoint"><attribute name="saskey"/></entity></fetch>')}`,
      ),
    '0x80041103',
    /^The attribute 'saskey' of 'serviceendpoint' is not valid for read/,
  ],
]

proveRefusals([...endpoints, ...secrets])

test('a managed property keeps what a client does not send', async () => {
  const { body } = await call('PATCH', endpointPath, { iscustomizable: { Value: false } })
  assert.deepEqual(body.iscustomizable, {
    Value: false,
    CanBeChanged: true,
    ManagedPropertyLogicalName: 'iscustomizableanddeletable',
  })
})

test('no list of rows has a secret, whichever way it is asked for', async () => {
  const all = '<fetch><entity name="serviceendpoint"><all-attributes/></entity></fetch>'
  for (const path of ['serviceendpoints', `serviceendpoints?fetchXml=${encodeURIComponent(all)}`]) {
    const { status, body } = await call('GET', path)
    assert.equal(status, 200)
    assert.doesNotMatch(JSON.stringify(body), /planted|"authvalue"|"saskey"|"sastoken"/)
  }
})
