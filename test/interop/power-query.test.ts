/** What Excel and Power BI send: `OData.Feed` of Power Query, request by request. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from '@sap-ux/edmx-parser'
import { dataWorld } from '../data-world.ts'

const world = await dataWorld()
const feed = world.root.replace(/\/$/, '')
for (let number = 0; number < 5; number += 1) {
  await world.create('contact', { firstname: `Number ${number}`, annualincome: number * 1000 })
}

/** The same with every request of the engine. */
const engine = {
  accept:
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7',
  'odata-maxversion': '4.0',
  maxdataserviceversion: '3.0',
  'user-agent': 'Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)',
}
/** User name: anything. Password: the API key. */
const basic = `Basic ${Buffer.from(`excel:${world.key}`).toString('base64')}`

async function get(address: string, more: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(address, { headers: { ...engine, authorization: basic, ...more } })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text }
}

test('the first request, which says nothing about its user, is told how to come back', async () => {
  const answer = await fetch(feed, { headers: engine })
  assert.equal(answer.status, 401)
  assert.match(answer.headers.get('www-authenticate') ?? '', /Basic realm="Greenroom"/)
})

test('the feed offers its sets, and the metadata describes each of them', async () => {
  for (const address of [feed, `${feed}/`]) {
    const { status, headers, text } = await get(address)
    assert.equal(status, 200)
    assert.equal(headers.get('odata-version'), '4.0')
    assert.match(headers.get('content-type') ?? '', /^application\/json; ?odata\.metadata=minimal/)
    assert.ok(JSON.parse(text).value.length > 15)
  }
  for (const query of ['', '?annotations=true']) {
    const metadata = await get(`${feed}/$metadata${query}`, { accept: 'application/xml' })
    const { schema } = parse(metadata.text) as unknown as {
      schema: { entitySets: { name: string }[]; entityTypes: { name: string }[] }
    }
    const described = new Set(schema.entitySets.map(({ name }) => name))
    const { value } = JSON.parse((await get(feed)).text) as { value: { url: string }[] }
    for (const { url } of value) assert.ok(described.has(url), `${url} ${query}`)
    assert.ok(schema.entityTypes.some(({ name }) => name === 'savedquery'))
  }
})

test('a preview of a thousand rows, a folded query and all pages of a table come through', async () => {
  const preview = await get(`${feed}/contacts?$top=1000`)
  assert.equal(JSON.parse(preview.text).value.length, 5)
  const folded = await get(
    `${feed}/contacts?$filter=annualincome%20gt%201500%20and%20createdon%20gt%202020-01-01T00%3A00%3A00Z&$orderby=firstname&$select=contactid%2Cfirstname&$top=1000`,
  )
  assert.deepEqual(
    JSON.parse(folded.text).value.map(({ firstname }: { firstname: string }) => firstname),
    ['Number 2', 'Number 3', 'Number 4'],
  )
  const names: string[] = []
  let link: string | undefined = `${feed}/contacts?$select=firstname`
  while (link !== undefined) {
    const { status, text } = await get(link, { prefer: 'odata.maxpagesize=2' })
    assert.equal(status, 200, text)
    const page = JSON.parse(text)
    names.push(...page.value.map(({ firstname }: { firstname: string }) => firstname))
    link = page['@odata.nextLink']
    if (link !== undefined) assert.match(link, /\$skiptoken=/)
  }
  assert.equal(new Set(names).size, 5)
})

test('related tables are expanded and counted as the navigator asks for them', async () => {
  const expanded = await get(`${feed}/contacts?$expand=createdby($select=fullname)&$top=1`)
  assert.equal(expanded.status, 200)
  const one = JSON.parse(expanded.text).value[0]
  assert.equal(one.createdby.fullname, 'SYSTEM')
  const related = await get(`${feed}/contacts(${one.contactid})/createdby`)
  assert.equal(related.status, 200)
  assert.equal((await get(`${feed}/contacts/$count`)).text.replace(/^\ufeff/, ''), '5')
})

test('what cannot be folded is refused, so that the engine does it by itself', async () => {
  assert.equal((await get(`${feed}/contacts?$skip=2`)).status, 400)
})
