import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { ensureViews } from '#query'
import { dataWorld } from '../../test/data-world.ts'
import { worldTables } from '../../test/webhook-world.ts'

const world = await dataWorld()
for (const firstname of ['Ada', 'Grace', 'Hedy', 'Mary', 'Rosalind']) {
  await world.create('contact', { firstname })
}

const byName = `<fetch><entity name="contact"><attribute name="firstname"/>
  <order attribute="firstname"/></entity></fetch>`

async function save(set: 'savedqueries' | 'userqueries', values: object, key = world.key) {
  const body = { name: 'Q', returnedtypecode: 'contact', fetchxml: byName, ...values }
  const headers = { prefer: 'return=representation', authorization: `Bearer ${key}` }
  return await world.send(set, { method: 'POST', body, headers })
}

test('a view that is saved answers by its id, page by page', async () => {
  const { json } = await save('savedqueries', {})
  const names: string[] = []
  let link = `contacts?savedQuery=${json.savedqueryid}`
  let pages = 0
  while (link !== undefined) {
    const page = await world.send(link, { headers: { prefer: 'odata.maxpagesize=2' } })
    assert.equal(page.status, 200, page.text)
    names.push(...page.json.value.map((each: { firstname: string }) => each.firstname))
    link = page.json['@odata.nextLink']
    pages += 1
  }
  assert.deepEqual(names, ['Ada', 'Grace', 'Hedy', 'Mary', 'Rosalind'])
  assert.equal(pages, 3)
})

test("a user's own query answers the same way, with the rights of whoever asks", async () => {
  const reader = await world.keyFor('Reader')
  const { status, json } = await save('userqueries', {}, reader)
  assert.equal(status, 201)
  const headers = { authorization: `Bearer ${reader}` }
  const answer = await world.send(`contacts?userQuery=${json.userqueryid}`, { headers })
  assert.equal(answer.json.value.length, 5)
  const users = '<fetch><entity name="systemuser"><attribute name="fullname"/></entity></fetch>'
  const kept = await save('savedqueries', { returnedtypecode: 'systemuser', fetchxml: users })
  const path = `systemusers?savedQuery=${kept.json.savedqueryid}`
  assert.equal((await world.send(path)).status, 200)
  assert.equal((await world.send(path, { headers })).status, 403)
  const refused = await save(
    'userqueries',
    { returnedtypecode: 'systemuser', fetchxml: users },
    reader,
  )
  assert.equal(refused.status, 403)
})

test('a query that would not run is not saved, and the place of the mistake is said', async () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [
      { fetchxml: byName.replace('"firstname"/>', '"firstnam"/>') },
      /firstnam'.*line 1, column 31.*perhaps firstname/,
    ],
    [{ fetchxml: byName.replace('</fetch>', '') }, /line 2/],
    [{ fetchxml: byName.replace('<order ', '<sort ') }, /line 2, column 3/],
    [{ returnedtypecode: 'account' }, /account/],
    [{ returnedtypecode: 'nothing' }, /There is no table 'nothing'/],
    [{ fetchxml: null }, /fetchxml/],
  ]
  for (const [values, expected] of cases) {
    const { status, json } = await save('savedqueries', values)
    assert.equal(status, 400)
    assert.match(json.error.message, expected)
  }
  const { json } = await save('savedqueries', {})
  const path = `savedqueries(${json.savedqueryid})`
  const changed = await world.send(path, { method: 'PATCH', body: { fetchxml: '<fetch/>' } })
  assert.equal(changed.status, 400)
})

test('an id of nothing, another table or other options beside it are refused', async () => {
  const { json } = await save('savedqueries', {})
  const id = json.savedqueryid
  for (const [path, status] of [
    [`contacts?savedQuery=${randomUUID()}`, 404],
    ['contacts?savedQuery=nothing', 404],
    [`contacts?userQuery=${id}`, 404],
    [`accounts?savedQuery=${id}`, 400],
    [`contacts?savedQuery=${id}&$filter=firstname eq 'Ada'`, 400],
    [`contacts?savedQuery=${id}&$skiptoken=nonsense`, 400],
  ] as const) {
    assert.equal((await world.send(path)).status, status, path)
  }
})

test('every table has a view from the start; another one can become the default', async () => {
  await withTransaction(world.db, (tx) => ensureViews(tx, worldTables, world.clock.now()))
  await withTransaction(world.db, (tx) => ensureViews(tx, worldTables, world.clock.now()))
  const defaults = async () =>
    (
      await world.send(
        'savedqueries?$select=name,returnedtypecode&$filter=isdefault eq true&$orderby=returnedtypecode',
      )
    ).json.value as { name: string; savedqueryid: string; returnedtypecode: string }[]
  const found = await defaults()
  const exposed = worldTables.filter((table) => table.exposed && table.ownership !== 'none')
  assert.equal(found.length, exposed.length)
  for (const { savedqueryid, returnedtypecode } of found) {
    const set = exposed.find(({ name }) => name === returnedtypecode)?.set
    const { status, text } = await world.send(`${set}?savedQuery=${savedqueryid}`)
    assert.equal(status, 200, text)
  }
  assert.ok(found.some(({ name }) => name === 'All Contacts'))
  await save('savedqueries', { name: 'By name', isdefault: true })
  const ofContacts = (await defaults()).filter((each) => each.returnedtypecode === 'contact')
  assert.deepEqual(
    ofContacts.map(({ name }) => name),
    ['By name'],
  )
})

test("nobody but its owner and administrators changes a user's query", async () => {
  const [ada, grace] = [await world.keyFor('Reader'), await world.keyFor('Reader')]
  const { json } = await save('userqueries', { name: "Ada's" }, ada)
  const path = `userqueries(${json.userqueryid})`
  const change = (key: string, method = 'PATCH') =>
    world.send(path, { method, body: { name: 'X' }, headers: { authorization: `Bearer ${key}` } })
  assert.equal((await change(grace)).status, 403)
  assert.equal((await change(grace, 'DELETE')).status, 403)
  assert.equal((await change(ada)).status, 204)
  assert.equal((await world.send(path, { method: 'DELETE' })).status, 204)
})

test("a user's query is seen by its owner and by administrators only, on every way to it", async () => {
  const [ada, grace] = [await world.keyFor('Reader'), await world.keyFor('Event Manager')]
  const { json } = await save('userqueries', { name: 'Secret' }, ada)
  const id = json.userqueryid
  const names = async (path: string, key = world.key) => {
    const headers = { authorization: `Bearer ${key}` }
    const { status, text } = await world.send(path, { headers })
    return { status, text, sees: text.includes(id) }
  }
  const xml = '<fetch><entity name="userquery"><attribute name="name"/></entity></fetch>'
  const linked = `<fetch><entity name="systemuser"><attribute name="systemuserid"/>
    <link-entity name="userquery" from="ownerid" to="systemuserid" alias="q">
    <attribute name="userqueryid"/></link-entity></entity></fetch>`
  const ways = [
    'userqueries',
    "userqueries?$filter=name eq 'Secret'",
    `userqueries?fetchXml=${encodeURIComponent(xml)}`,
  ]
  for (const way of ways) {
    assert.deepEqual((await names(way, ada)).sees, true, way)
    assert.deepEqual((await names(way)).sees, true, way)
    const others = await names(way, grace)
    assert.deepEqual([others.status, others.sees], [200, false], way)
  }
  const joined = `systemusers?fetchXml=${encodeURIComponent(linked)}`
  assert.deepEqual([(await names(joined)).sees, (await names(joined, grace)).sees], [true, false])
  const { text: counted } = await names("userqueries/$count?$filter=name eq 'Secret'", grace)
  assert.equal(counted, '0')
  assert.equal((await names(`userqueries(${id})`, ada)).status, 200)
  assert.equal((await names(`userqueries(${id})`, grace)).status, 404)
  assert.equal((await names(`userqueries(${id})/fetchxml`, grace)).status, 404)
  assert.equal((await names(`contacts?userQuery=${id}`, grace)).status, 404)
  assert.equal((await names(`contacts?userQuery=${id}`, ada)).status, 200)
})
