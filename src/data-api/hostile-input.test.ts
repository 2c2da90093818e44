import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const account = await world.create('account', { name: 'Fuzz' })
await world.create('contact', {
  firstname: 'Fuzz',
  parentcustomerid: { table: 'account', id: account },
})

const word = fc.constantFrom(
  'contacts',
  'accounts',
  'firstname',
  'createdon',
  'contactid',
  'parentcustomerid_account',
  'contact_customer_accounts',
  '_parentcustomerid_value',
  'gendercode',
  'annualincome',
  'statecode',
  'authvalue',
  'serviceendpoints',
  '$select',
  '$filter',
  '$expand',
  '$orderby',
  '$top',
  '$count',
  '$apply',
  '$skiptoken',
  '$ref',
  '$value',
  '$metadata',
  '@p',
  'fetchXml',
  '$id',
  'EntityDefinitions',
  "LogicalName='contact'",
  'Microsoft.Dynamics.CRM.CreateMultiple',
  'WhoAmI',
  'Microsoft.Dynamics.CRM.In',
  'PropertyName',
  'PropertyValues',
  'groupby',
  'aggregate',
  'sum',
  'as',
  'with',
  'eq',
  'ne',
  'gt',
  'and',
  'or',
  'not',
  'any',
  'all',
  'null',
  'true',
  'contains',
  'in',
  'RetrieveTotalRecordCount(EntityNames=["contact"])',
  account,
)
const mark = fc.constantFrom(
  '(',
  ')',
  '/',
  ',',
  ';',
  ':',
  '=',
  '&',
  '?',
  "'",
  '"',
  '%20',
  '%27',
  '%',
  '%00',
  '%ff',
  '+',
  '-',
  '1',
  '-1',
  '99999999999999999999',
  '1e999',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '<',
  '{',
  '[',
  '*',
)
const text = fc
  .array(fc.oneof(word, mark, fc.string({ maxLength: 3 })), { maxLength: 14 })
  .map((parts) => parts.join(''))

/** As the bytes of a request line can carry it. */
const onWire = (path: string): string =>
  path.replace(/[^\x21-\x7e]/gu, (letter) => encodeURIComponent(letter.toWellFormed()))

const address = fc
  .tuple(fc.constantFrom('contacts', 'accounts', `contacts(${account})`, ''), text, text)
  .map(([start, path, query]) => onWire(`${start}${path === '' ? '' : `/${path}`}?${query}`))

const filters = fc
  .tuple(fc.constantFrom('$filter', '$orderby', '$expand', '$apply', '$select'), text)
  .map(([option, value]) => `contacts?${option}=${encodeURIComponent(value.toWellFormed())}`)

const runs = Number(process.env.GREENROOM_FUZZ_RUNS ?? 300)

test('whatever is asked for, the answer is rows or a refusal with a code, never a failure', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(address, filters), async (path) => {
      const { status, json, text: body } = await rawGet(path)
      assert.ok(status < 500, `${status} ${path} ${body}`)
      if (status < 400 || json === undefined) return
      assert.match(json.error.code, /^0x[0-9a-f]{8}$/, path)
      assert.ok(json.error.message.length > 10)
    }),
    { numRuns: runs },
  )
})

test('whatever is written, the answer is a success or a refusal with a code', async () => {
  const name = fc.constantFrom(
    'firstname',
    'gendercode',
    'parentcustomerid_account',
    'parentcustomerid_account@odata.bind',
    '_parentcustomerid_value',
    'contactid',
    'annualincome',
    'birthdate',
    'createdon',
    'statecode',
    'account_primary_contact',
    '@odata.type',
    '__proto__',
    'constructor',
    'Targets',
    'value',
    '@odata.id',
  )
  const body = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
  const method = fc.constantFrom('POST', 'PATCH', 'PUT', 'DELETE')
  const where = fc.oneof(
    fc.constantFrom(
      'contacts',
      `contacts(${account})`,
      `contacts(${account})/firstname`,
      `contacts(${account})/parentcustomerid_account/$ref`,
      `accounts(${account})/contact_customer_accounts/$ref`,
      `accounts(${account})/contact_customer_accounts`,
      'contacts/Microsoft.Dynamics.CRM.CreateMultiple',
      'contacts/Microsoft.Dynamics.CRM.DeleteMultiple',
      '$batch',
      'WhoAmI',
      '',
      '$metadata',
    ),
    text.map(onWire),
  )
  await fc.assert(
    fc.asyncProperty(
      method,
      where,
      fc.oneof(
        body.map((each) => JSON.stringify(each)),
        text,
      ),
      async (act, path, sent) => {
        const headers: Record<string, string> =
          path === '$batch' ? { 'content-type': 'multipart/mixed;boundary=b' } : {}
        const { status, text: answer } = await world.send(path.replace(/^\/*/, ''), {
          method: act,
          body: sent,
          headers,
        })
        assert.ok(status < 500, `${status} ${act} ${path} ${sent} ${answer}`)
      },
    ),
    { numRuns: runs },
  )
})

test('a batch of anything is answered or refused', async () => {
  const line = fc.oneof(
    fc.constantFrom(
      '--b',
      '--b--',
      '--c',
      '--c--',
      'Content-Type: application/http',
      'Content-ID: 1',
      '',
      'Content-Type: multipart/mixed;boundary=c',
      'GET contacts HTTP/1.1',
      'POST contacts HTTP/1.1',
      'PATCH $1 HTTP/1.1',
      'GET $1/x HTTP/1.1',
      '{"firstname":"x"}',
      'GET /api/data/v9.2/ HTTP/1.1',
    ),
    text,
  )
  const body = fc.array(line, { maxLength: 20 }).map((lines) => ['--b', ...lines].join('\n'))
  const headers = { 'content-type': 'multipart/mixed;boundary=b' }
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const { status, text: answer } = await world.send('$batch', {
        method: 'POST',
        body: sent,
        headers,
      })
      assert.ok(status < 500, `${status} ${sent} ${answer}`)
      assert.doesNotMatch(answer, /^HTTP\/1\.1 5/m, sent)
    }),
    { numRuns: runs },
  )
})

interface Raw {
  readonly status: number
  readonly text: string
  readonly json: { error: { code: string; message: string } } | undefined
}

/** fetch would tidy the address first. */
async function rawGet(path: string): Promise<Raw> {
  const url = new URL(world.root)
  const socket = connect(Number(url.port), url.hostname)
  const head = [
    `GET ${url.pathname}${path} HTTP/1.0`,
    `Host: ${url.host}`,
    `Authorization: Bearer ${world.key}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  const answer = Buffer.concat(chunks).toString()
  const [start = '', ...rest] = answer.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const isOData = /^content-type: application\/json; odata/im.test(start)
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(start)?.[1]),
    text: body,
    json: isOData && body !== '' ? JSON.parse(body) : undefined,
  }
}
