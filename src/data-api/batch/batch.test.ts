import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { dataWorld } from '../../../test/data-world.ts'

const world = await dataWorld()

interface Part {
  readonly method: string
  readonly url: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly contentId?: string
}

function request({ method, url, body, headers = {}, contentId }: Part, end: string): string {
  const lines = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary']
  if (contentId !== undefined) lines.push(`Content-ID: ${contentId}`)
  lines.push('', `${method} ${url} HTTP/1.1`)
  if (body !== undefined) lines.push('Content-Type: application/json')
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  lines.push('', ...(body === undefined ? [] : [JSON.stringify(body)]))
  return lines.join(end)
}

type Item = Part | readonly Part[]

function batch(items: readonly Item[], end: string): string {
  const parts = items.map((item) => {
    if (!Array.isArray(item)) return request(item as Part, end)
    const inner = (item as readonly Part[]).map((part) => `--set${end}${request(part, end)}${end}`)
    return `Content-Type: multipart/mixed;boundary="set"${end}${end}${inner.join('')}--set--`
  })
  return `${parts.map((part) => `--b${end}${part}${end}`).join('')}--b--${end}`
}

async function send(items: readonly Item[], { end = '\r\n', prefer = '' } = {}) {
  const { status, text, headers } = await world.send('$batch', {
    method: 'POST',
    body: batch(items, end),
    headers: { 'content-type': 'multipart/mixed;boundary=b', ...(prefer && { prefer }) },
  })
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((found) => Number(found[1]))
  return { status, text, statuses, type: headers.get('content-type') }
}

const contact = (firstname: string, more: object = {}): Part => ({
  method: 'POST',
  url: 'contacts',
  body: { firstname, ...more },
})

const countOf = async (jobtitle: string) =>
  (await world.send(`contacts/$count?$filter=jobtitle eq '${jobtitle}'`)).text

test('requests are answered in order, whether lines end with CRLF or LF', async () => {
  for (const end of ['\r\n', '\n']) {
    const { status, statuses, text, type } = await send(
      [
        contact('Batch'),
        { method: 'GET', url: '/api/data/v9.2/contacts?$select=firstname&$top=1' },
        { method: 'GET', url: `${world.root}WhoAmI` },
      ],
      { end },
    )
    assert.equal(status, 200)
    assert.deepEqual(statuses, [204, 200, 200])
    assert.match(type ?? '', /^multipart\/mixed; boundary=batchresponse_/)
    assert.ok(text.startsWith('--batchresponse_'))
    assert.match(text, /OData-EntityId: http.*\/contacts\([0-9a-f-]{36}\)\r\n/)
  }
})

test('a change set is done as a whole, with references between its rows', async () => {
  const jobtitle = `Set ${randomUUID()}`
  const { statuses, text } = await send([
    [
      { method: 'POST', url: 'accounts', body: { name: jobtitle }, contentId: '1' },
      {
        ...contact('Bound', { jobtitle, 'parentcustomerid_account@odata.bind': '$1' }),
        contentId: '2',
      },
      {
        method: 'POST',
        url: '$1/contact_customer_accounts',
        body: { firstname: 'Through', jobtitle },
      },
      { method: 'PATCH', url: '$2', body: { lastname: 'Patched' } },
      { method: 'PUT', url: '$1/primarycontactid/$ref', body: { '@odata.id': '$2' } },
    ],
  ])
  assert.deepEqual(statuses, [204, 204, 204, 204, 204])
  assert.match(text, /Content-ID: 2\r\n/)
  const { json } = await world.send(
    `contacts?$filter=jobtitle eq '${jobtitle}'&$expand=parentcustomerid_account($select=name)&$orderby=firstname`,
  )
  const names = json.value.map((row: Record<string, { name: string }>) => [
    row.fullname,
    row.parentcustomerid_account?.name,
  ])
  assert.deepEqual(names, [
    ['Bound Patched', jobtitle],
    ['Through', jobtitle],
  ])
})

test('a change set sees its own rows when they are preferred back', async () => {
  const prefer = { prefer: 'return=representation' }
  const { statuses, text } = await send([[{ ...contact('Shown'), headers: prefer }]])
  assert.deepEqual(statuses, [201])
  assert.match(text, /"firstname":"Shown"/)
})

test('a failure in a change set undoes it and stands alone for it', async () => {
  const jobtitle = `Undone ${randomUUID()}`
  const { status, statuses, text } = await send([
    [
      contact('One', { jobtitle }),
      { ...contact('Two', { nonsense: 1 }), contentId: '7' },
      contact('Three'),
    ],
    contact('After', { jobtitle }),
  ])
  assert.equal(status, 400)
  assert.deepEqual(statuses, [400])
  assert.match(text, /Content-ID: 7\r\n/)
  assert.match(text, /nonsense/)
  assert.equal(await countOf(jobtitle), '0')
})

test('with continue-on-error the rest is done, and the batch itself succeeds', async () => {
  const jobtitle = `Continued ${randomUUID()}`
  const items = [
    contact('One', { jobtitle }),
    [contact('Lost', { jobtitle, nonsense: 1 })],
    { method: 'GET', url: 'nothing' },
    contact('Two', { jobtitle }),
  ]
  const { status, statuses } = await send(items, { prefer: 'odata.continue-on-error' })
  assert.equal(status, 200)
  assert.deepEqual(statuses, [204, 400, 404, 204])
  assert.equal(await countOf(jobtitle), '2')
})

test('what cannot be a batch is refused with the reason', async () => {
  const refused = async (body: string, type: string) => {
    const headers = { 'content-type': type }
    const { status, json } = await world.send('$batch', { method: 'POST', body, headers })
    assert.equal(status, 400, body)
    return json.error.message
  }
  const mixed = 'multipart/mixed;boundary=b'
  assert.match(await refused('{}', 'application/json'), /multipart\/mixed/)
  assert.match(await refused('nothing', mixed), /--b/)
  assert.match(await refused('--b\n\nhello\n--b--', mixed), /hello/)
  const many = Array.from({ length: 1001 }, () => ({ method: 'GET', url: 'WhoAmI' }))
  assert.match(await refused(batch(many, '\n'), mixed), /1000/)
  const { statuses, text } = await send([[{ method: 'GET', url: 'contacts' }]])
  assert.deepEqual(statuses, [400])
  assert.match(text, /GET is not allowed inside a change set/)
  const reference = await send([[contact('X', { 'parentcustomerid_account@odata.bind': '$9' })]])
  assert.match(reference.text, /Content-ID Reference: '\$9' does not exist/)
})
