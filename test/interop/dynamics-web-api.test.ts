/**
 * The Web API client that most Dynamics 365 projects use, unchanged, against the Data API.
 * https://www.npmjs.com/package/dynamics-web-api
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { DynamicsWebApi } from 'dynamics-web-api'
import { dataWorld } from '../data-world.ts'

const world = await dataWorld()
const client = new DynamicsWebApi({
  serverUrl: new URL(world.root).origin,
  dataApi: { version: '9.2' },
  onTokenRefresh: async () => world.key,
})

const collection = 'contacts'
const nobody = randomUUID()

async function createContact(firstname: string, more: object = {}): Promise<string> {
  const data = { firstname, lastname: 'Interop', ...more }
  return await client.create<object, string>({ collection, data })
}

test('create gives the id, or the row where it is asked for', async () => {
  const id = await createContact('Ada')
  assert.match(id, /^[0-9a-f-]{36}$/)
  const row = await client.create<object, { fullname: string; contactid: string }>({
    collection,
    data: { firstname: 'Grace', birthdate: '1906-12-09' },
    returnRepresentation: true,
    select: ['fullname', 'birthdate'],
  })
  assert.equal(row.fullname, 'Grace')
  assert.match(row.contactid, /^[0-9a-f-]{36}$/)
})

test('retrieve gives columns, expanded rows and formatted values', async () => {
  const account = await client.create<object, string>({
    collection: 'accounts',
    data: { name: 'Analytical Engines' },
  })
  const id = await createContact('Ada', {
    gendercode: 2,
    'parentcustomerid_account@odata.bind': `/accounts(${account})`,
  })
  const row = await client.retrieve({
    collection,
    key: id,
    select: ['firstname', 'gendercode', '_parentcustomerid_value'],
    expand: [{ property: 'parentcustomerid_account', select: ['name'] }],
    includeAnnotations: '*',
  })
  assert.equal(row.parentcustomerid_account.name, 'Analytical Engines')
  assert.equal(row._parentcustomerid_value_Formatted, 'Analytical Engines')
  assert.equal(row._parentcustomerid_value_LogicalName, 'account')
  assert.equal(row.gendercode_Formatted, 'Female')
})

test('retrieve of a row that is not there fails with status and code', async () => {
  await assert.rejects(client.retrieve({ collection, key: nobody }), {
    status: 404,
    code: '0x80040217',
  })
})

test('update changes, and refuses a row that does not exist or has another version', async () => {
  const id = await createContact('Before')
  await client.update({ collection, key: id, data: { firstname: 'After' } })
  const row = await client.retrieve({ collection, key: id, select: ['firstname'] })
  assert.equal(row.firstname, 'After')
  await assert.rejects(client.update({ collection, key: nobody, data: { firstname: 'X' } }), {
    status: 404,
  })
  const seen = row['@odata.etag']
  await client.update({ collection, key: id, data: { firstname: 'Again' }, ifmatch: seen })
  const stale = { collection, key: id, data: { firstname: 'Late' }, ifmatch: seen }
  // The client answers false where the condition was the caller's own.
  assert.equal(await client.update(stale), false)
})

test('a single property is written and cleared', async () => {
  const id = await createContact('Single', { jobtitle: 'Engineer' })
  const fieldValuePair = { firstname: 'Changed' }
  await client.updateSingleProperty({ collection, key: id, fieldValuePair })
  await client.deleteRecord({ collection, key: id, fieldName: 'jobtitle' })
  const row = await client.retrieve({ collection, key: id, select: ['firstname', 'jobtitle'] })
  assert.deepEqual([row.firstname, row.jobtitle], ['Changed', null])
})

test('upsert creates and changes, and can be told to do only one of both', async () => {
  const key = randomUUID()
  const upsert = (firstname: string, more: object = {}) =>
    client.upsert({ collection, key, data: { firstname }, ...more })
  await upsert('New')
  await upsert('Newer')
  assert.equal((await client.retrieve({ collection, key })).firstname, 'Newer')
  assert.equal(await upsert('Only new', { ifnonematch: '*' }), null)
  assert.equal((await client.retrieve({ collection, key })).firstname, 'Newer')
  const missing = { collection, key: randomUUID(), data: { firstname: 'X' }, ifmatch: '*' }
  assert.equal(await client.upsert(missing), null)
})

test('delete removes the row', async () => {
  const key = await createContact('Gone')
  await client.deleteRecord({ collection, key })
  await assert.rejects(client.retrieve({ collection, key }), { status: 404 })
})

test('pages follow each other until every row was seen once', async () => {
  const jobtitle = `Pager ${randomUUID()}`
  for (let number = 0; number < 7; number += 1) await createContact(`P${number}`, { jobtitle })
  const request = {
    collection,
    select: ['firstname'],
    filter: `jobtitle eq '${jobtitle}'`,
    orderBy: ['firstname desc'],
    maxPageSize: 3,
    count: true,
  }
  const first = await client.retrieveMultiple(request)
  assert.equal(first.value.length, 3)
  assert.equal(first.oDataCount, 7)
  const second = await client.retrieveMultiple(request, first.oDataNextLink)
  assert.deepEqual(
    second.value.map(({ firstname }) => firstname),
    ['P3', 'P2', 'P1'],
  )
  const all = await client.retrieveAll(request)
  assert.equal(new Set(all.value.map(({ contactid }) => contactid)).size, 7)
})

test('count and countAll agree', async () => {
  const jobtitle = `Counted ${randomUUID()}`
  await createContact('One', { jobtitle })
  await createContact('Two', { jobtitle })
  const filter = `jobtitle eq '${jobtitle}'`
  assert.equal(await client.count({ collection, filter }), 2)
  assert.equal(await client.countAll({ collection, filter }), 2)
})

test('FetchXML is paged by the cookie', async () => {
  const jobtitle = `Fetched ${randomUUID()}`
  for (let number = 0; number < 5; number += 1) await createContact(`F${number}`, { jobtitle })
  const fetchXml = `<fetch count="2"><entity name="contact"><attribute name="firstname"/>
    <order attribute="firstname"/>
    <filter><condition attribute="jobtitle" operator="eq" value="${jobtitle}"/></filter>
    </entity></fetch>`
  const first = await client.fetch({ collection, fetchXml, includeAnnotations: '*' })
  assert.deepEqual(
    first.value.map(({ firstname }) => firstname),
    ['F0', 'F1'],
  )
  const { nextPage = 0, cookie = '' } = first.PagingInfo ?? {}
  const second = await client.fetch({
    collection,
    fetchXml,
    pageNumber: nextPage,
    pagingCookie: cookie,
    includeAnnotations: '*',
  })
  assert.deepEqual(
    second.value.map(({ firstname }) => firstname),
    ['F2', 'F3'],
  )
  assert.equal((await client.fetchAll({ collection, fetchXml })).value.length, 5)
})

test('a query too long for an address travels in a batch by itself', async () => {
  const id = await createContact('Long')
  const ids = [id, ...Array.from({ length: 60 }, () => randomUUID())]
  const filter = ids.map((each) => `contactid eq ${each}`).join(' or ')
  const found = await client.retrieveMultiple({ collection, select: ['firstname'], filter })
  assert.deepEqual(
    found.value.map(({ firstname }) => firstname),
    ['Long'],
  )
})

test('a batch answers each request in order', async () => {
  client.startBatch()
  void client.create({ collection, data: { firstname: 'In batch' }, inChangeSet: false })
  void client.retrieveMultiple({ collection, select: ['firstname'], top: 2, inChangeSet: false })
  void client.count({ collection, inChangeSet: false })
  const [created, page, count] = await client.executeBatch()
  assert.match(created, /^[0-9a-f-]{36}$/)
  assert.equal(page.value.length, 2)
  assert.equal(typeof count, 'number')
})

test('a change set refers to its own rows and is all or nothing', async () => {
  const name = `Set ${randomUUID()}`
  client.startBatch()
  void client.create({ collection: 'accounts', data: { name }, contentId: '1' })
  void client.create({
    collection,
    data: { firstname: 'Child', 'parentcustomerid_account@odata.bind': '$1' },
  })
  const [, child] = await client.executeBatch()
  const row = await client.retrieve({
    collection,
    key: child,
    expand: [{ property: 'parentcustomerid_account', select: ['name'] }],
  })
  assert.equal(row.parentcustomerid_account.name, name)

  const other = `Undone ${randomUUID()}`
  client.startBatch()
  void client.create({ collection: 'accounts', data: { name: other } })
  void client.update({ collection, key: nobody, data: { firstname: 'X' } })
  await assert.rejects(client.executeBatch())
  assert.equal(await client.count({ collection: 'accounts', filter: `name eq '${other}'` }), 0)
})

test('rows are associated and parted, by collection and by lookup', async () => {
  const account = await client.create<object, string>({
    collection: 'accounts',
    data: { name: 'Linked' },
  })
  const contact = await createContact('Linked')
  const parent = async () =>
    (await client.retrieve({ collection, key: contact, select: ['_parentcustomerid_value'] }))
      ._parentcustomerid_value
  const link = {
    collection: 'accounts',
    primaryKey: account,
    relationshipName: 'contact_customer_accounts',
    relatedKey: contact,
  }
  await client.associate({ ...link, relatedCollection: collection })
  assert.equal(await parent(), account)
  await client.disassociate(link)
  assert.equal(await parent(), null)
  const navigationProperty = 'parentcustomerid_account'
  await client.associateSingleValued({
    collection,
    primaryKey: contact,
    navigationProperty,
    relatedCollection: 'accounts',
    relatedKey: account,
  })
  assert.equal(await parent(), account)
  await client.disassociateSingleValued({ collection, primaryKey: contact, navigationProperty })
  assert.equal(await parent(), null)
})

test('functions answer', async () => {
  const me = await client.callFunction('WhoAmI')
  assert.match(me.UserId, /^[0-9a-f-]{36}$/)
  const counted = await client.callFunction({
    name: 'RetrieveTotalRecordCount',
    parameters: { EntityNames: ['contact'] },
  })
  assert.deepEqual(counted.EntityRecordCountCollection.Keys, ['contact'])
})

test('metadata: entities, attributes with options, and CSDL', async () => {
  const { value } = await client.retrieveEntities({
    select: ['EntitySetName', 'LogicalName'],
    filter: "LogicalName eq 'contact'",
  })
  assert.deepEqual(
    value.map(({ EntitySetName }) => EntitySetName),
    ['contacts'],
  )
  const gender = await client.retrieveAttribute({
    entityKey: "LogicalName='contact'",
    attributeKey: "LogicalName='gendercode'",
    castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
    select: ['LogicalName'],
    expand: [{ property: 'OptionSet' }],
  })
  assert.deepEqual(
    gender.OptionSet.Options.map(({ Value }: { Value: number }) => Value),
    [1, 2],
  )
  assert.match(await client.retrieveCsdlMetadata(), /<EntitySet Name="contacts"/)
})

test('entity names stand for set names where the client may ask for them', async () => {
  const named = new DynamicsWebApi({
    serverUrl: new URL(world.root).origin,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => world.key,
    useEntityNames: true,
  })
  const id = await createContact('Named')
  const row = await named.retrieve({ collection: 'contact', key: id, select: ['firstname'] })
  assert.equal(row.firstname, 'Named')
})
