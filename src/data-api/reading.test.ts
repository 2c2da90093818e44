import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { rootBusinessUnitId, systemUserId } from '#identity'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const account = await world.create('account', { name: 'Contoso' })
const names = ['Ann', 'Bob', 'Cid', 'Dora', 'Eve']
const contacts: string[] = []
for (const [index, firstname] of names.entries()) {
  contacts.push(
    await world.create('contact', {
      firstname,
      lastname: 'Reader',
      annualincome: `${index * 1000}.50`,
      gendercode: index % 2 === 0 ? 2 : 1,
      parentcustomerid: { table: 'account', id: account },
    }),
  )
}
const [ann] = contacts
type Row = Readonly<Record<string, unknown>>

const namesOf = (rows: readonly Row[]) => rows.map(({ firstname }) => firstname)
const annotated = { prefer: 'odata.include-annotations="*"' }

test('the service document lists every set', async () => {
  const { status, json, headers } = await world.send('')
  assert.equal(status, 200)
  assert.equal(headers.get('odata-version'), '4.0')
  assert.ok(json.value.some(({ name }: { name: string }) => name === 'contacts'))
  assert.equal(json['@odata.context'], `${world.root}$metadata`)
})

test('links repeat the version that was asked, and other versions do not exist', async () => {
  for (const version of ['v9.0', 'v9.1', 'v9.2']) {
    const root = world.root.replace('v9.2', version)
    const { json } = await world.send(`${root}contacts?$top=1`)
    assert.ok(json['@odata.context'].startsWith(root))
  }
  const { status, json } = await world.send(world.root.replace('v9.2', 'v7.0'))
  assert.equal(status, 404)
  assert.match(json.error.message, /v7\.0/)
})

test('a row by its id comes with key, version and context', async () => {
  const { status, json, headers } = await world.send(`contacts(${ann})?$select=firstname`)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json), ['@odata.context', '@odata.etag', 'contactid', 'firstname'])
  assert.equal(json['@odata.context'], `${world.root}$metadata#contacts(firstname)/$entity`)
  assert.equal(headers.get('etag'), json['@odata.etag'])
})

test('ids are also understood quoted, in braces and in capitals', async () => {
  for (const id of [`'${ann}'`, `{${ann}}`, String(ann).toUpperCase()]) {
    assert.equal((await world.send(`contacts(${id})`)).status, 200, id)
  }
})

test('a missing row is named, also when another one was asked for before', async () => {
  await world.send(`contacts(${ann})/parentcustomerid_account`)
  const missing = randomUUID()
  for (const path of [`contacts(${missing})`, `contacts(${missing})/parentcustomerid_account`]) {
    const { status, json } = await world.send(path)
    assert.equal(status, 404)
    assert.equal(json.error.code, '0x80040217')
    assert.match(json.error.message, new RegExp(missing))
  }
})

test('annotations come when they are preferred, and only those', async () => {
  const plain = await world.send(`contacts(${ann})?$select=gendercode`)
  assert.ok(!plain.text.includes('FormattedValue'))
  const { json, headers } = await world.send(
    `contacts(${ann})?$select=gendercode,_parentcustomerid_value`,
    { headers: annotated },
  )
  assert.equal(json['gendercode@OData.Community.Display.V1.FormattedValue'], 'Female')
  assert.equal(json['_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname'], 'account')
  assert.equal(headers.get('preference-applied'), 'odata.include-annotations="*"')
  const some = await world.send(`contacts(${ann})?$select=gendercode,_parentcustomerid_value`, {
    headers: { prefer: 'odata.include-annotations="*,-Microsoft.Dynamics.CRM.*"' },
  })
  assert.ok(some.text.includes('FormattedValue') && !some.text.includes('lookuplogicalname'))
})

test('decimals are shown with all their places, at least two', async () => {
  for (const [exchangerate, shown] of [
    ['1234.5678', '1,234.5678'],
    ['2', '2.00'],
    ['0.0000000001', '0.0000000001'],
    ['-0.5', '-0.50'],
  ] as const) {
    const currency = await world.create('transactioncurrency', {
      ...{ currencyname: 'Test', isocurrencycode: 'XTS', currencysymbol: '¤', exchangerate },
    })
    const path = `transactioncurrencies(${currency})?$select=exchangerate`
    const { json } = await world.send(path, { headers: annotated })
    assert.equal(json['exchangerate@OData.Community.Display.V1.FormattedValue'], shown)
  }
})

test('related rows are reached by address and expanded', async () => {
  const through = await world.send(`contacts(${ann})/parentcustomerid_account?$select=name`)
  assert.equal(through.json.name, 'Contoso')
  assert.match(through.json['@odata.context'], /#accounts\(name\)\/\$entity$/)
  const name = await world.send(`contacts(${ann})/parentcustomerid_account/name/$value`)
  assert.equal(name.text, 'Contoso')
  const none = await world.send(`accounts(${account})/primarycontactid`)
  assert.equal(none.status, 204)
  const { json } = await world.send(
    `accounts(${account})?$select=name&$expand=contact_customer_accounts($select=firstname;$orderby=firstname desc;$top=2)`,
  )
  assert.deepEqual(namesOf(json.contact_customer_accounts), ['Eve', 'Dora'])
  const link = json['contact_customer_accounts@odata.nextLink']
  assert.deepEqual(namesOf((await world.send(link)).json.value), ['Eve', 'Dora'])
})

test('the owner is also there as the user or the team that it is, as reports for Dataverse link it', async () => {
  const team = await world.create('team', {
    ...{ name: 'Owners', teamtype: 0 },
    administratorid: { table: 'systemuser', id: systemUserId },
    businessunitid: { table: 'businessunit', id: rootBusinessUnitId },
  })
  const owned = { lastname: 'Owned', ownerid: { table: 'team', id: team } }
  await world.create('contact', { firstname: 'Theirs', ...owned })
  await world.create('contact', { firstname: 'Mine', lastname: 'Owned' })
  const filter = "$filter=lastname eq 'Owned'&$orderby=firstname"
  const { json } = await world.send(
    `contacts?$select=firstname,_owninguser_value,_owningteam_value&$expand=owningteam($select=name)&${filter}`,
  )
  const found = json.value.map((row: Row) => [
    row.firstname,
    row._owninguser_value,
    row._owningteam_value,
    (row.owningteam as Row | null)?.name,
  ])
  assert.deepEqual(found, [
    ['Mine', systemUserId, null, undefined],
    ['Theirs', null, team, 'Owners'],
  ])
  const link = `<link-entity name="systemuser" from="systemuserid" to="owninguser" alias="owner"><attribute name="fullname"/></link-entity>`
  const text = `<fetch><entity name="contact"><attribute name="firstname"/>${link}
    <filter><condition attribute="lastname" operator="eq" value="Owned"/><condition attribute="owninguser" operator="eq-userid"/></filter></entity></fetch>`
  const linked = await world.send(`contacts?fetchXml=${encodeURIComponent(text)}`)
  assert.deepEqual(namesOf(linked.json.value), ['Mine'])
  assert.equal(linked.json.value[0]['owner.fullname'], 'SYSTEM')
  const back = await world.send(
    `teams(${team})?$select=name&$expand=contact_owning_team($select=firstname)`,
  )
  assert.deepEqual(namesOf(back.json.contact_owning_team), ['Theirs'])
  const written = await world.send('contacts', {
    method: 'POST',
    body: { firstname: 'X', 'owninguser@odata.bind': `/systemusers(${systemUserId})` },
  })
  assert.equal(written.status, 400, 'the owner itself is written')
  assert.match(written.json.error.message, /owninguser/)
})

test('pages are stable while rows come and go', async () => {
  const prefer = { prefer: 'odata.maxpagesize=2' }
  const path = "contacts?$select=firstname&$filter=lastname eq 'Reader'&$orderby=firstname"
  const first = await world.send(path, { headers: prefer })
  assert.deepEqual(namesOf(first.json.value), ['Ann', 'Bob'])
  const early = await world.create('contact', { firstname: 'Aaron', lastname: 'Reader' })
  const second = await world.send(first.json['@odata.nextLink'], { headers: prefer })
  assert.deepEqual(namesOf(second.json.value), ['Cid', 'Dora'])
  const third = await world.send(second.json['@odata.nextLink'], { headers: prefer })
  assert.deepEqual(namesOf(third.json.value), ['Eve'])
  assert.ok(!('@odata.nextLink' in third.json))
  await world.remove('contact', early)
})

test('counts stand beside the rows, alone, and in annotations', async () => {
  const filter = "$filter=lastname eq 'Reader'"
  const { json } = await world.send(`contacts?${filter}&$count=true&$top=1`, { headers: annotated })
  assert.equal(json['@odata.count'], 5)
  assert.equal(json['@Microsoft.Dynamics.CRM.totalrecordcount'], 5)
  const alone = await world.send(`contacts/$count?${filter}`)
  assert.equal(alone.text, '5')
  assert.match(String(alone.headers.get('content-type')), /^text\/plain/)
})

test('groups and aggregates', async () => {
  const { json } = await world.send(
    "contacts?$apply=filter(lastname eq 'Reader')/groupby((gendercode),aggregate($count as n,annualincome with sum as income))&$orderby=gendercode",
  )
  assert.deepEqual(json.value, [
    { gendercode: 1, n: 2, income: 4001 },
    { gendercode: 2, n: 3, income: 6001.5 },
  ])
})

test('FetchXML answers at the set that it is about', async () => {
  const fetch = (set: string, text: string) =>
    world.send(`${set}?fetchXml=${encodeURIComponent(text)}`)
  const text = `<fetch><entity name="contact"><attribute name="firstname"/>
    <filter><condition attribute="firstname" operator="eq" value="Ann"/></filter></entity></fetch>`
  assert.deepEqual(namesOf((await fetch('contacts', text)).json.value), ['Ann'])
  const other = await fetch('accounts', text)
  assert.equal(other.json.error.code, '0x80041128')
  const broken = await fetch('contacts', '<fetch><entity name="contact">')
  assert.equal(broken.status, 400)
  assert.match(broken.json.error.message, /line 1/)
  const both = await world.send(`contacts?$select=firstname&fetchXml=${encodeURIComponent(text)}`)
  assert.match(both.json.error.message, /\$select cannot be combined with fetchXml/)
})

test('every mistake in a query is answered with its place and code', async () => {
  const mistakes: readonly (readonly [string, number, RegExp])[] = [
    ['contacts?$select=firstnam', 400, /firstnam.*firstname/],
    ['contacts?$filter=firstname eq', 400, /character 13 of \$filter/],
    ['contacts?$filter=gendercode eq Female', 400, /Female/],
    ['contacts?$orderby=nothing', 400, /nothing/],
    ['contacts?$expand=nothing', 400, /nothing/],
    ['contacts?$skip=5', 400, /\$skip is not supported/],
    ['contacts?$top=x', 400, /\$top/],
    ['contacts(nonsense)', 400, /nonsense/],
    ['contacts(firstname=%27Ann%27)', 400, /key/],
    ['contakts', 404, /contakts/],
    [`contacts(${ann})/nothing`, 404, /nothing/],
    ['contacts?$filter=%ff', 400, /UTF-8/],
    [`contacts?$filter=${'('.repeat(200)}true${')'.repeat(200)}`, 400, /nested/],
    ['contacts?savedQuery=11111111-1111-1111-1111-111111111111', 404, /savedquery With Id/],
    ['contacts?sql=select', 400, /sql/],
  ]
  for (const [path, status, message] of mistakes) {
    const answer = await world.send(path)
    assert.equal(answer.status, status, `${path} ${answer.text}`)
    assert.match(answer.json.error.message, message, path)
    assert.match(answer.json.error.code, /^0x8[0-9a-f]{7}$/, path)
  }
})

test('a query longer than 32 KB is refused, and in a batch one longer than 64 KB', async () => {
  const long = (bytes: number) => `contacts?$top=1&x=${'a'.repeat(bytes)}`
  assert.equal((await world.send(long(31_000))).status, 200)
  assert.equal((await world.send(long(33_000))).status, 414)
  const inBatch = async (bytes: number) => {
    const body = `--b\nContent-Type: application/http\n\nGET ${long(bytes)} HTTP/1.1\n\n--b--`
    const headers = { 'content-type': 'multipart/mixed;boundary=b' }
    return await world.send('$batch', { method: 'POST', body, headers })
  }
  assert.equal((await inBatch(40_000)).status, 200)
  assert.equal((await inBatch(70_000)).status, 414)
})

test('a page of many rows is one valid document', async () => {
  await world.query(
    `insert into contact (contactid, firstname, lastname, createdon, modifiedon, statecode, statuscode)
     select gen_random_uuid(), 'Many' || n, 'Rows', now(), now(), 0, 1 from generate_series(1, 5100) n`,
  )
  const { json } = await world.send("contacts?$select=firstname&$filter=lastname eq 'Rows'")
  assert.equal(json.value.length, 5000)
  const rest = await world.send(json['@odata.nextLink'])
  assert.equal(rest.json.value.length, 100)
  const all = [...json.value, ...rest.json.value].map(({ contactid }: Row) => contactid)
  assert.equal(new Set(all).size, 5100)
  const counted = await world.send("contacts/$count?$filter=lastname eq 'Rows'")
  assert.equal(counted.text, '5000')
  const total = await world.send('RetrieveTotalRecordCount(EntityNames=@p)?@p=["contact"]')
  assert.ok(total.json.EntityRecordCountCollection.Values[0] >= 5105)
})
