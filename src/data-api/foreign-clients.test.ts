/** What clients send that nobody here wrote: other charsets, lost bodies, every name of a lookup. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const account = await world.create('account', { name: 'Foreign' })

async function sendBytes(path: string, contentType: string, bytes: Buffer) {
  const answer = await fetch(world.root + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.key}`,
      'content-type': contentType,
      prefer: 'return=representation',
    },
    body: new Uint8Array(bytes),
  })
  return { status: answer.status, text: await answer.text() }
}

const müller = '{"firstname":"Jürgen","lastname":"Müller"}'
const countOf = async (filter: string) =>
  (await world.send(`contacts/$count?$filter=${encodeURIComponent(filter)}`)).text

test('umlauts that came as ISO 8859-1 without saying so are refused, not lost', async () => {
  const bytes = Buffer.from(müller, 'latin1')
  const alone = await sendBytes('contacts', 'application/json', bytes)
  assert.equal(alone.status, 400)
  assert.match(alone.text, /bytes are not UTF-8/)
  const part = `--b\r\nContent-Type: application/http\r\n\r\nPOST contacts HTTP/1.1\r\n\r\n${müller}\r\n--b--`
  const batch = await sendBytes('$batch', 'multipart/mixed;boundary=b', Buffer.from(part, 'latin1'))
  assert.equal(batch.status, 400)
  assert.match(batch.text, /The batch cannot be read: its bytes are not UTF-8/)
  assert.equal(await countOf("lastname ne 'Müller' and startswith(lastname,'M')"), '0')
})

test('a body is read in the charset that it says', async () => {
  const said: readonly (readonly [string, Buffer])[] = [
    ['application/json; charset=UTF-8; IEEE754Compatible=true', Buffer.from(müller)],
    ['application/json;charset="utf-8"', Buffer.from(`\uFEFF${müller}`)],
    ['application/json; charset=iso-8859-1', Buffer.from(müller, 'latin1')],
    ['application/json; charset=utf-16', Buffer.from(müller, 'utf16le')],
  ]
  for (const [contentType, bytes] of said) {
    const { status, text } = await sendBytes('contacts?$select=fullname', contentType, bytes)
    assert.equal(status, 201, contentType)
    assert.equal(JSON.parse(text).fullname, 'Jürgen Müller', contentType)
  }
  const unknown = await sendBytes(
    'contacts',
    'application/json; charset=klingon',
    Buffer.from('{}'),
  )
  assert.equal(unknown.status, 400)
  assert.match(unknown.text, /not text in klingon/)
})

test('a body that was lost on its way makes and changes no row', async () => {
  const before = await countOf('createdon ne null')
  const contact = await world.create('contact', { firstname: 'Whole' })
  for (const [method, path] of [
    ['POST', 'contacts'],
    ['POST', `accounts(${account})/contact_customer_accounts`],
    ['PATCH', `contacts(${randomUUID()})`],
    ['PATCH', `contacts(${contact})`],
    ['PUT', `contacts(${contact})/firstname`],
    ['PUT', `contacts(${contact})/parentcustomerid_account/$ref`],
  ] as const) {
    const { status, json } = await world.send(path, { method, body: '' })
    assert.equal(status, 400, `${method} ${path}`)
    assert.match(json.error.message, /it is empty/)
  }
  assert.equal(await countOf('createdon ne null'), String(Number(before) + 1))
})

test('null for the names of a lookup that are not meant leaves the one that is', async () => {
  const meant = { 'parentcustomerid_account@odata.bind': `/accounts(${account})` }
  for (const body of [
    { 'parentcustomerid_contact@odata.bind': null, ...meant },
    { ...meant, 'parentcustomerid_contact@odata.bind': null },
    { ...meant, parentcustomerid_contact: null },
  ]) {
    const { json } = await world.send('contacts', {
      method: 'POST',
      body,
      headers: { prefer: 'return=representation' },
    })
    assert.equal(json._parentcustomerid_value, account, JSON.stringify(body))
  }
})

test('one lookup cannot lead to two rows: neither is dropped in silence', async () => {
  const contact = await world.create('contact', { firstname: 'Other' })
  const toAccount = { 'parentcustomerid_account@odata.bind': `/accounts(${account})` }
  for (const body of [
    { ...toAccount, 'parentcustomerid_contact@odata.bind': `/contacts(${contact})` },
    { ...toAccount, parentcustomerid_contact: { firstname: 'New' } },
    { parentcustomerid_contact: { firstname: 'New' }, ...toAccount },
  ]) {
    const { status, json } = await world.send('contacts', { method: 'POST', body })
    assert.equal(status, 400, JSON.stringify(body))
    assert.match(json.error.message, /which sets the same lookup/)
  }
})

test('a row that says it is of another table is not written into this one', async () => {
  const send = (type: string) =>
    world.send('contacts', { method: 'POST', body: { '@odata.type': type, description: 'x' } })
  for (const type of ['#Microsoft.Dynamics.CRM.account', 'mscrm.account']) {
    const { status, json } = await send(type)
    assert.equal(status, 400)
    assert.match(json.error.message, /takes Microsoft\.Dynamics\.CRM\.contact, but account/)
  }
  for (const type of ['#Microsoft.Dynamics.CRM.contact', 'mscrm.contact']) {
    assert.equal((await send(type)).status, 204)
  }
})

test('OPTIONS says what the API takes, HEAD is answered wherever GET is', async () => {
  const options = await fetch(`${world.root}contacts`, { method: 'OPTIONS' })
  assert.equal(options.status, 204)
  assert.match(options.headers.get('allow') ?? '', /GET, HEAD, POST, PATCH, PUT, DELETE/)
  assert.equal(options.headers.get('odata-version'), '4.0')
  for (const path of ['', '$metadata', 'contacts', 'contacts/$count', 'WhoAmI()']) {
    const { status, text } = await world.send(path, { method: 'HEAD' })
    assert.deepEqual([status, text], [200, ''], path)
  }
})

test('a function that there is not is not found, whatever the method', async () => {
  for (const method of ['GET', 'POST']) {
    const path = `accounts(${account})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`
    const { status, json } = await world.send(path, {
      method,
      ...(method === 'POST' && { body: {} }),
    })
    assert.equal(status, 404)
    assert.match(json.error.message, /RetrieveUserPrivileges/)
  }
})

test('a page size that was cut is told as it was applied', async () => {
  const { headers } = await world.send('contacts', {
    headers: { prefer: 'odata.maxpagesize=7000' },
  })
  assert.equal(headers.get('preference-applied'), 'odata.maxpagesize=5000')
})

test('an address may be percent-encoded wherever it likes', async () => {
  const id = await world.create('contact', { firstname: 'Encoded (1) $2' })
  for (const [path, found] of [
    ['%24metadata', /EntityContainer/],
    ['WhoAmI%28%29', /UserId/],
    [`contacts%28${id}%29?%24select=firstname`, /"firstname":"Encoded \(1\) \$2"/],
    [`contacts?%24filter=contactid%20eq%20${id}&%24count=true`, /"@odata\.count":1/],
    [`contacts/%24count?%24filter=firstname%20eq%20%27Encoded%20%281%29%20%242%27`, /^1$/],
    [`accounts(${account})/contact_customer_accounts/%24ref`, /Collection\(\$ref\)/],
  ] as const) {
    const { status, text } = await world.send(path)
    assert.equal(status, 200, `${path} ${text}`)
    assert.match(text, found, path)
  }
  const part = 'Content-Type: application/http\r\n\r\nGET contacts/%24count HTTP/1.1\r\n\r\n'
  const batch = await world.send('%24batch', {
    method: 'POST',
    body: `--b\r\n${part}\r\n--b--`,
    headers: { 'content-type': 'multipart/mixed;boundary=b' },
  })
  assert.equal(batch.status, 200, batch.text)
})

test('a body that is too large is answered with the limit that there is', async () => {
  // The length is said, and the answer comes before the first byte of the body.
  const headers = { authorization: `Bearer ${world.key}`, 'content-length': 17_000_000 }
  const sent = request(`${world.root}contacts`, { method: 'POST', headers })
  // The hub hangs up on what is left of it.
  sent.on('error', () => undefined)
  sent.flushHeaders()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  assert.equal(answer.statusCode, 413)
  assert.match(await text(answer), /larger than 16777216 bytes/)
  sent.destroy()
})
