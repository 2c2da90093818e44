import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
await world.query(
  `insert into contact (contactid, firstname, lastname, description, createdon, modifiedon, statecode, statuscode)
   select gen_random_uuid(), 'Many' || n, 'Rows', repeat('x', 1500), now(), now(), 0, 1
   from generate_series(1, 5100) n`,
)
type Row = Readonly<Record<string, unknown>>

test('a whole table comes in parts, each page one valid document, each row once', async () => {
  const first = await world.send('contacts?$select=firstname&$count=true')
  assert.equal(first.headers.get('transfer-encoding'), 'chunked')
  assert.equal(first.json.value.length, 5000)
  assert.equal(first.json['@odata.count'], 5000)
  const rest = await world.send(first.json['@odata.nextLink'])
  assert.equal(rest.json.value.length, 100)
  assert.ok(!('@odata.nextLink' in rest.json))
  const all = [...first.json.value, ...rest.json.value].map(({ contactid }: Row) => contactid)
  assert.equal(new Set(all).size, 5100)
})

test('FetchXML comes in parts, too, with the cookie at the end', async () => {
  const text = '<fetch><entity name="contact"><attribute name="firstname"/></entity></fetch>'
  const { json } = await world.send(`contacts?fetchXml=${encodeURIComponent(text)}`)
  assert.equal(json.value.length, 5000)
  assert.equal(json['@Microsoft.Dynamics.CRM.morerecords'], true)
  assert.match(json['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'], /pagenumber="2"/)
})

test('a batch holds large pages, too', async () => {
  const body =
    '--b\nContent-Type: application/http\n\nGET contacts?$select=firstname HTTP/1.1\n\n--b--'
  const headers = { 'content-type': 'multipart/mixed;boundary=b' }
  const { text } = await world.send('$batch', { method: 'POST', body, headers })
  const json = JSON.parse(/^\{.*\}/m.exec(text)?.[0] ?? '')
  assert.equal(json.value.length, 5000)
})

test('clients that go away in the middle give their connections back', async () => {
  for (let number = 0; number < 15; number += 1) {
    const leaving = new AbortController()
    const headers = { authorization: `Bearer ${world.key}` }
    const answer = await fetch(`${world.root}contacts`, { headers, signal: leaving.signal })
    await answer.body?.getReader().read()
    leaving.abort()
  }
  for (let attempt = 0; attempt < 100 && (await openTransactions()) > 0; attempt += 1)
    await wait(50)
  assert.equal(await openTransactions(), 0)
  const again = await world.send('contacts?$select=firstname')
  assert.equal(again.headers.get('transfer-encoding'), 'chunked')
})

async function openTransactions(): Promise<number> {
  const [row] = await world.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state = 'idle in transaction'`,
  )
  return Number(row?.count)
}
