import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
// 60 MB a page: the machine's own buffers between server and client hold some 40 MB.
await world.query(
  `insert into contact (contactid, firstname, lastname, description, createdon, modifiedon, statecode, statuscode)
   select gen_random_uuid(), 'Many' || n, 'Rows', repeat('x', 12000), now(), now(), 0, 1
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

test('the first rows come while most of the page is not read yet', async () => {
  const reader = await beginPage()
  const { text } = await nextText(reader)
  assert.match(text, /^\{"@odata.context":/)
  // The client takes nothing more, so the cursor stands: the page does not fit between them.
  await demandOpenTransactions(1)
  let page = text
  for (let part = await nextText(reader); !part.done; part = await nextText(reader))
    page += part.text
  assert.equal(JSON.parse(page).value.length, 5000)
  await demandNoOpenTransactions()
})

test('three pages for clients that do not read on hold little memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const before = memory()
  const readers = await Promise.all([beginPage(), beginPage(), beginPage()])
  for (const reader of readers) await nextText(reader)
  await demandOpenTransactions(3)
  collect()
  const megabytes = (memory() - before) / 1024 / 1024
  for (const reader of readers) await reader.cancel()
  await demandNoOpenTransactions()
  assert.ok(megabytes < 60, `${megabytes.toFixed(1)} MB are held of 180 MB`)
})

test('clients that go away in the middle give their connections back', async () => {
  for (let number = 0; number < 15; number += 1) {
    const leaving = new AbortController()
    const headers = { authorization: `Bearer ${world.key}` }
    const answer = await fetch(`${world.root}contacts`, { headers, signal: leaving.signal })
    await answer.body?.getReader().read()
    leaving.abort()
  }
  await demandNoOpenTransactions()
  const again = await world.send('contacts?$select=firstname')
  assert.equal(again.headers.get('transfer-encoding'), 'chunked')
})

async function beginPage() {
  const headers = { authorization: `Bearer ${world.key}` }
  const answer = await fetch(`${world.root}contacts?$select=description`, { headers })
  assert.ok(answer.body)
  return answer.body.getReader()
}

async function nextText(reader: Awaited<ReturnType<typeof beginPage>>) {
  const { value, done } = await reader.read()
  return { done, text: Buffer.from(value ?? []).toString() }
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** A request that was being read when its client left may still begin, and end. */
const demandNoOpenTransactions = (): Promise<void> => demandOpenTransactions(0)

/** Several times in a row: parts that are on their way come to rest first. */
async function demandOpenTransactions(wanted: number): Promise<void> {
  let times = 0
  for (let attempt = 0; attempt < 200 && times < 4; attempt += 1) {
    times = (await openTransactions()) === wanted ? times + 1 : 0
    await wait(50)
  }
  assert.equal(times, 4, `${wanted} transactions were to stay open`)
}

async function openTransactions(): Promise<number> {
  const [row] = await world.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state = 'idle in transaction'`,
  )
  return Number(row?.count)
}
