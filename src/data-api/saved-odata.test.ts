/** OData queries of users that are kept and run by their id. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const company = await world.create('account', { name: 'R&D' })
for (const firstname of ['Ada', 'Grace', 'Hedy', 'Mary', 'Rosalind']) {
  await world.create('contact', {
    firstname,
    parentcustomerid: firstname === 'Mary' ? null : { table: 'account', id: company },
  })
}

const byName = 'contacts?$select=firstname&$orderby=firstname desc'

async function save(values: object, key = world.key) {
  const body = { name: 'Q', returnedtypecode: 'contact', gr_odataquery: byName, ...values }
  const headers = { prefer: 'return=representation', authorization: `Bearer ${key}` }
  return await world.send('userqueries', { method: 'POST', body, headers })
}

async function names(link: string, headers: Record<string, string> = {}): Promise<string[]> {
  const { status, text, json } = await world.send(link, { headers })
  assert.equal(status, 200, text)
  return json.value.map((each: { firstname: string }) => each.firstname)
}

test('an OData query that is saved answers by its id on its set, page by page', async () => {
  const { status, json } = await save({})
  assert.equal(status, 201)
  const found: string[] = []
  let link = `contacts?userQuery=${json.userqueryid}`
  let pages = 0
  while (link !== undefined) {
    const page = await world.send(link, { headers: { prefer: 'odata.maxpagesize=2' } })
    assert.equal(page.status, 200, page.text)
    found.push(...page.json.value.map((each: { firstname: string }) => each.firstname))
    link = page.json['@odata.nextLink']
    pages += 1
  }
  assert.deepEqual([found, pages], [['Rosalind', 'Mary', 'Hedy', 'Grace', 'Ada'], 3])
})

test('every option of a list may be in it: expands, counts, groups, encoded and over several lines', async () => {
  const filter = encodeURIComponent(
    "parentcustomerid_account/name eq 'R&D'\n  and firstname ne 'Ada'",
  )
  const one = await save({
    gr_odataquery: `/contacts?$select=firstname\n&$filter=${filter}&$orderby=firstname&$count=true`,
  })
  const { json } = await world.send(`contacts?userQuery=${one.json.userqueryid}`)
  assert.equal(json['@odata.count'], 3)
  assert.deepEqual(await names(`contacts?userQuery=${one.json.userqueryid}`), [
    ...['Grace', 'Hedy', 'Rosalind'],
  ])
  const apply = 'groupby((_parentcustomerid_value),aggregate($count as people))'
  const groups = await save({ gr_odataquery: `contacts?$apply=${apply}` })
  const grouped = await world.send(`contacts?userQuery=${groups.json.userqueryid}`)
  assert.deepEqual(
    grouped.json.value.map(({ people }: { people: number }) => people).sort(),
    [1, 4],
  )
})

test('it runs with the rights of whoever asks, and others do not see it', async () => {
  const [ada, grace] = [await world.keyFor('Reader'), await world.keyFor('Reader')]
  const { json } = await save({}, ada)
  const path = `contacts?userQuery=${json.userqueryid}`
  const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
  assert.equal((await world.send(path, as(ada))).status, 200)
  assert.equal((await world.send(path, as(grace))).status, 404)
  assert.equal((await world.send(path)).status, 200)
  const users = { returnedtypecode: 'systemuser', gr_odataquery: 'systemusers?$select=fullname' }
  assert.equal((await save(users, ada)).status, 403)
})

test('one that would not run, or asks no set, is not saved, and the reason is said', async () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ gr_odataquery: 'contacts?$select=firstnam' }, /firstnam'.*perhaps firstname|firstname/],
    [{ gr_odataquery: "contacts?$filter=firstname eq 'A" }, /character \d+ of \$filter/],
    [{ gr_odataquery: `contacts(${company})` }, /'contacts\([^']*' is none/],
    [{ gr_odataquery: 'contacts/$count' }, /'contacts\/\$count' is none/],
    [{ gr_odataquery: '' }, /neither was given/],
    [{ gr_odataquery: 'accounts?$select=name' }, /accounts, which is the table 'account'/],
    [{ gr_odataquery: 'contactz' }, /contactz/],
    [{ gr_odataquery: `${byName}&$skiptoken=x` }, /\$skiptoken/],
    [{ gr_odataquery: 'contacts?userQuery=1' }, /userQuery is not supported/],
    [{ gr_odataquery: null }, /neither was given/],
    [{ fetchxml: '<fetch><entity name="contact"/></fetch>' }, /both was given/],
    [{ returnedtypecode: 'nothing' }, /There is no table 'nothing'/],
  ]
  for (const [values, expected] of cases) {
    const { status, json } = await save(values)
    assert.ok(status === 400 || status === 404, `${JSON.stringify(values)} ${status}`)
    assert.match(json.error.message, expected)
  }
})

test('options beside it, another set and a wrong page are refused', async () => {
  const { json } = await save({})
  const id = json.userqueryid
  for (const [path, expected] of [
    [`contacts?userQuery=${id}&$top=1`, /\$top cannot be combined with userQuery/],
    [`accounts?userQuery=${id}`, /asks 'contacts', but 'accounts' was addressed/],
    [`contacts/$count?userQuery=${id}`, /but 'contacts\/\$count' was addressed/],
    [`contacts?userQuery=${id}&$skiptoken=nonsense`, /./],
  ] as const) {
    const answer = await world.send(path)
    assert.equal(answer.status, 400, path)
    assert.match(answer.json.error.message, expected)
  }
})

test('it becomes FetchXML and OData again, is renamed, and deleted', async () => {
  const { json } = await save({ name: 'Before' })
  const path = `userqueries(${json.userqueryid})`
  const change = async (body: object) => (await world.send(path, { method: 'PATCH', body })).status
  const fetchxml = `<fetch><entity name="contact"><attribute name="firstname"/>
    <filter><condition attribute="firstname" operator="eq" value="Ada"/></filter></entity></fetch>`
  assert.equal(await change({ fetchxml }), 400)
  assert.equal(await change({ fetchxml, gr_odataquery: null, name: 'After' }), 204)
  assert.deepEqual(await names(`contacts?userQuery=${json.userqueryid}`), ['Ada'])
  assert.equal(await change({ fetchxml: null }), 400)
  assert.equal(await change({ fetchxml: null, gr_odataquery: byName }), 204)
  assert.equal((await names(`contacts?userQuery=${json.userqueryid}`)).length, 5)
  const kept = await world.send(`${path}?$select=name,fetchxml,gr_odataquery`)
  assert.deepEqual(
    [kept.json.name, kept.json.fetchxml, kept.json.gr_odataquery],
    ['After', null, byName],
  )
  assert.equal((await world.send(path, { method: 'DELETE' })).status, 204)
  assert.equal((await world.send(`contacts?userQuery=${json.userqueryid}`)).status, 404)
})
