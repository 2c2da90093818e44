import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const account = await world.create('account', { name: 'Fuzz' })
const parentcustomerid = { table: 'account', id: account }
await world.create('contact', { firstname: 'Fuzz', annualincome: 12, parentcustomerid })
const origin = new URL(world.root).origin
const runs = Number(process.env.GREENROOM_FUZZ_RUNS ?? 200)

const column = fc.constantFrom(
  ...['firstname', 'annualincome', 'createdon', 'gendercode', 'parentcustomerid', 'statecode'],
  ...['birthdate', 'contactid', 'donotemail', 'ownerid', 'nothing', 'versionnumber'],
)
const operator = fc.constantFrom(
  ...[
    'eq',
    'ne',
    'gt',
    'le',
    'like',
    'not-like',
    'in',
    'between',
    'null',
    'not-null',
    'begins-with',
  ],
  ...['today', 'last-x-days', 'olderthan-x-hours', 'in-fiscal-year', 'eq-userid', 'under', 'above'],
  ...['contain-values', 'on', 'next-x-fiscal-periods', 'eq-businessid', 'nonsense'],
)
const value = fc.oneof(
  fc.constantFrom(
    '1',
    '-1',
    '0',
    '99999999999999999999',
    '1e400',
    account,
    '2026-01-01',
    '',
    '%[a',
  ),
  fc.constantFrom('infinity', 'NaN', '-infinity', '0001-01-01', '9999-12-31T23:59:59Z', '24:00'),
  fc.string({ maxLength: 6 }),
)
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[<>&"\p{Cc}\ufffe\uffff]/gu, (letter) => `&#${letter.codePointAt(0)};`)

const condition = fc
  .tuple(column, operator, fc.array(value, { maxLength: 3 }))
  .map(([name, act, values]) => {
    const [one, ...others] = values
    const start = `<condition attribute="${name}" operator="${act}"`
    if (one === undefined || others.length === 0) return `${start} value="${escaped(one ?? '')}"/>`
    return `${start}>${values.map((each) => `<value>${escaped(each)}</value>`).join('')}</condition>`
  })
const linkType = fc.constantFrom(
  'inner',
  'outer',
  'any',
  'all',
  'exists',
  'in',
  'not any',
  'nonsense',
)
const fetchXml = fc
  .tuple(
    fc.array(column, { maxLength: 3 }),
    fc.array(condition, { maxLength: 3 }),
    fc.option(fc.tuple(linkType, condition)),
    fc.option(column),
    fc.constantFrom('', ' distinct="true"', ' top="5"', ' count="2" page="2"', ' aggregate="true"'),
    fc.constantFrom('', ' returntotalrecordcount="true"'),
  )
  .map(([columns, conditions, link, order, manner, total]) => {
    const linked = link
      ? `<link-entity name="account" from="accountid" to="parentcustomerid" link-type="${link[0]}"><filter>${link[1].replaceAll(/"(?:contactid|firstname)"/g, '"name"')}</filter></link-entity>`
      : ''
    return `<fetch${manner}${total}><entity name="contact">${columns
      .map((name, index) => `<attribute name="${name}" alias="a${index}"/>`)
      .join('')}<filter type="or">${conditions.join('')}</filter>${linked}${
      order ? `<order attribute="${order}"/>` : ''
    }</entity></fetch>`
  })
/** One character taken out, doubled or replaced. */
const bent = fc
  .tuple(fetchXml, fc.nat(), fc.constantFrom('', '<', '"', '/>', '&', '\u0000', '😀', '<!--'))
  .map(
    ([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1),
  )

test('whatever FetchXML asks, the answer is rows or a refusal with a code, never a failure', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fetchXml, bent), async (text) => {
      const path = `contacts?fetchXml=${encodeURIComponent(text.toWellFormed())}`
      const { status, json, text: body } = await world.send(path)
      assert.ok(status < 500, `${status} ${text} ${body}`)
      if (status === 200) return
      assert.match(json.error.code, /^0x[0-9a-f]{8}$/, text)
      assert.ok(json.error.message.length > 10)
    }),
    { numRuns: runs },
  )
})

test('bodies of any bytes are refused or taken, wherever they are sent', async () => {
  const places = [
    ['POST', 'contacts', 'application/json'],
    ['PATCH', `accounts(${account})`, 'application/json'],
    ['POST', '$batch', 'multipart/mixed;boundary=b'],
    ['POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', 'application/json'],
    ['POST', `${origin}/oauth2/token`, 'application/x-www-form-urlencoded'],
    ['POST', `${origin}/x/oauth2/v2.0/token`, 'application/json'],
    ['POST', `${origin}/oauth2/token`, 'text/plain'],
  ] as const
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.uint8Array({ maxLength: 60 }),
      async (at, body) => {
        const [method, path, type] = at
        const url = path.startsWith('http') ? path : world.root + path
        const headers = { authorization: `Bearer ${world.key}`, 'content-type': type }
        const answer = await fetch(url, { method, body: Buffer.from(body), headers })
        const text = await answer.text()
        assert.ok(
          answer.status < 500,
          `${answer.status} ${path} ${Buffer.from(body).toString('hex')}`,
        )
        assert.ok(answer.status < 400 || text.length > 20, text)
      },
    ),
    { numRuns: runs },
  )
})

test('headers of any text are taken or refused', async () => {
  const names = ['MSCRMCallerID', 'CallerObjectId', 'Prefer', 'If-None-Match', 'Authorization']
  const more = ['x-ms-correlation-request-id', 'x-ms-client-request-id', 'Accept', 'Content-Type']
  const given = fc
    .string({ maxLength: 40 })
    .map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim())
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names, ...more), given, async (name, text) => {
      const { status } = await world.send('contacts?$top=1', { headers: { [name]: text } })
      assert.ok(status < 500, `${status} ${name}: ${text}`)
    }),
    { numRuns: runs },
  )
})

test('too deep, too long, too many and too slow have codes of their own', async () => {
  const deep = `${'('.repeat(200)}firstname eq 'A'${')'.repeat(200)}`
  const many = Array.from({ length: 501 }, (_, number) => `annualincome eq ${number}`).join(' or ')
  for (const [path, status, refusal] of [
    [`contacts?$filter=${deep}`, 400, 'query-too-deep'],
    [`contacts?$filter=firstname eq '${'x'.repeat(33_000)}'`, 414, 'query-too-long'],
    [`contacts?$filter=${many}`, 400, 'too-many-conditions'],
  ] as const) {
    const headers = { prefer: 'odata.include-annotations="*"' }
    const answer = await world.send(path, { headers })
    assert.equal(answer.status, status, refusal)
    assert.equal(answer.json.error['@Microsoft.PowerApps.CDS.ErrorDetails.Refusal'], refusal)
  }
})

test('a name that does not exist is answered with the nearest that does, and the place', async () => {
  for (const [path, expected] of [
    ['contacts?$select=firstnam', /firstname/],
    ['contacts?$filter=anualincome gt 1', /annualincome/],
    ["contacts?$filter=firstname eqq 'A'", /\$filter.*\d+/],
    ['contacts?$expand=parentcustomerid_acount', /parentcustomerid_account/],
    ['contact', /contacts/],
  ] as const) {
    const { json } = await world.send(path)
    assert.match(json.error.message, expected, path)
  }
})
