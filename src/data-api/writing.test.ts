import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { dataWorld, type RequestOptions } from '../../test/data-world.ts'

const world = await dataWorld()
const representation = { prefer: 'return=representation' }

async function post(set: string, body: unknown, headers = {}) {
  return await world.send(set, { method: 'POST', body, headers })
}

async function created(set: string, body: object): Promise<string> {
  const { status, headers, text } = await post(set, body)
  assert.equal(status, 204, text)
  return /\(([0-9a-f-]{36})\)$/.exec(headers.get('odata-entityid') ?? '')?.[1] ?? ''
}

const patch = (path: string, body: unknown, headers = {}) =>
  world.send(path, { method: 'PATCH', body, headers })

async function column(path: string, name: string): Promise<unknown> {
  return (await world.send(path)).json?.[name]
}

test('a created row is found under the address that the answer names', async () => {
  const { status, headers } = await post('contacts', { firstname: 'Ada' })
  assert.equal(status, 204)
  const address = headers.get('odata-entityid') ?? ''
  assert.equal(headers.get('location'), address)
  assert.equal((await world.send(address)).json.firstname, 'Ada')
})

test('the row itself comes back where it is preferred, with the columns that were asked for', async () => {
  const answer = await post(
    'contacts?$select=fullname',
    { firstname: 'Ada', lastname: 'L' },
    representation,
  )
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('preference-applied'), 'return=representation')
  assert.equal(answer.json.fullname, 'Ada L')
  assert.ok(!('firstname' in answer.json))
})

test('the id may be chosen, once', async () => {
  const contactid = randomUUID()
  await created('contacts', { contactid, firstname: 'Own' })
  assert.equal((await post('contacts', { contactid, firstname: 'Own' })).status, 412)
})

test('amounts keep every digit', async () => {
  const { json, text } = await post(
    'contacts',
    '{"firstname":"Rich","annualincome":123456789012.3456,"creditlimit":0.1}',
    representation,
  )
  assert.match(text, /"annualincome":123456789012\.3456[,}]/)
  const whole = await world.send(`contacts(${json.contactid})/annualincome`)
  assert.match(whole.text, /"value":123456789012\.3456}/)
  assert.equal(
    (await world.send(`contacts(${json.contactid})/annualincome/$value`)).text,
    '123456789012.3456',
  )
})

test('related rows are created with the row: those it points to and those that point to it', async () => {
  const account = await created('accounts', {
    name: 'Deep',
    primarycontactid: { firstname: 'Primary', lastname: 'Person' },
    contact_customer_accounts: [{ firstname: 'First' }, { firstname: 'Second' }],
  })
  const { json } = await world.send(
    `accounts(${account})?$expand=primarycontactid($select=firstname),contact_customer_accounts($select=firstname;$orderby=firstname)`,
  )
  assert.equal(json.primarycontactid.firstname, 'Primary')
  const children = json.contact_customer_accounts
  assert.deepEqual(
    children.map((each: { firstname: string }) => each.firstname),
    ['First', 'Second'],
  )
})

test('a deep insert is all or nothing', async () => {
  const name = `Undone ${randomUUID()}`
  const child = { firstname: 'x'.repeat(200) }
  const { status, json } = await post('accounts', {
    name,
    contact_customer_accounts: [child],
  })
  assert.equal(status, 400)
  assert.match(json.error.message, /firstname/)
  assert.equal((await world.send(`accounts/$count?$filter=name eq '${name}'`)).text, '0')
})

test('links are bound by id, by whole address and cleared by null', async () => {
  const account = await created('accounts', { name: 'Bound' })
  const bind = 'parentcustomerid_account@odata.bind'
  for (const link of [
    `/accounts(${account})`,
    `accounts(${account})`,
    `${world.root}accounts(${account})`,
  ]) {
    const contact = await created('contacts', { firstname: 'Bound', [bind]: link })
    assert.equal(await column(`contacts(${contact})`, '_parentcustomerid_value'), account)
    await patch(`contacts(${contact})`, { [bind]: null })
    assert.equal(await column(`contacts(${contact})`, '_parentcustomerid_value'), null)
  }
})

test('a link to another kind of row, to no row or to nonsense is refused with its name', async () => {
  const contact = await created('contacts', { firstname: 'Wrong' })
  const bind = 'parentcustomerid_account@odata.bind'
  for (const link of [
    `/contacts(${contact})`,
    `/accounts(${randomUUID()})`,
    'nonsense',
    '/accounts',
    5,
  ]) {
    const { status, json } = await patch(`contacts(${contact})`, { [bind]: link })
    assert.equal(status, 400, String(link))
    assert.match(json.error.message, /parentcustomerid/, String(link))
  }
})

test('mistakes in a body are named with the nearest known name', async () => {
  const unknown = await post('contacts', { firstnam: 'Ada' })
  assert.equal(unknown.status, 400)
  assert.equal(unknown.json.error.code, '0x80048d19')
  assert.match(unknown.json.error.message, /firstnam.*did you mean firstname/)
  const lookup = await post('contacts', { _parentcustomerid_value: randomUUID() })
  assert.match(lookup.json.error.message, /parentcustomerid_account@odata.bind/)
  for (const body of [
    '[]',
    '"x"',
    '{"a":',
    'null',
    '{"firstname":1}',
    '{"createdon":"2026-01-01T00:00:00Z"}',
  ]) {
    const { status, json } = await post('contacts', body)
    assert.equal(status, 400, body)
    assert.match(json.error.code, /^0x8[0-9a-f]{7}$/, body)
  }
})

test('PATCH changes what exists and creates what does not', async () => {
  const id = randomUUID()
  const first = await patch(`contacts(${id})`, { firstname: 'One' }, representation)
  assert.equal(first.status, 201)
  const second = await patch(`contacts(${id})`, { lastname: 'Two' }, representation)
  assert.equal(second.status, 200)
  assert.equal(second.json.fullname, 'One Two')
})

test('conditions decide between changing and creating', async () => {
  const id = randomUUID()
  const onlyChange = await patch(`contacts(${id})`, { firstname: 'X' }, { 'if-match': '*' })
  assert.equal(onlyChange.status, 404)
  assert.equal(onlyChange.json.error.code, '0x80040217')
  assert.match(onlyChange.json.error.message, new RegExp(`Id = ${id} Does Not Exist`))
  const onlyCreate = { 'if-none-match': '*' }
  assert.equal((await patch(`contacts(${id})`, { firstname: 'X' }, onlyCreate)).status, 204)
  const again = await patch(`contacts(${id})`, { firstname: 'Y' }, onlyCreate)
  assert.equal(again.status, 412)
  assert.match(again.json.error.message, /matching key values already exists/)
})

test('a version that somebody else has changed is not written over or deleted', async () => {
  const id = await created('contacts', { firstname: 'Versioned' })
  const etag = String(await column(`contacts(${id})`, '@odata.etag'))
  const seen = { 'if-match': etag }
  assert.equal((await patch(`contacts(${id})`, { firstname: 'A' }, seen)).status, 204)
  const stale = await patch(`contacts(${id})`, { firstname: 'B' }, seen)
  assert.equal(stale.status, 412)
  assert.equal(stale.json.error.code, '0x80060882')
  const remove = await world.send(`contacts(${id})`, { method: 'DELETE', headers: seen })
  assert.equal(remove.status, 412)
  assert.equal((await patch(`contacts(${id})`, {}, { 'if-match': 'nonsense' })).status, 400)
})

test('a read is answered with "not modified" where the version is known, but not for the text null', async () => {
  const id = await created('contacts', { firstname: 'Cached' })
  const etag = String(await column(`contacts(${id})`, '@odata.etag'))
  const read = (version: string) =>
    world.send(`contacts(${id})`, { headers: { 'if-none-match': version } })
  assert.equal((await read(etag)).status, 304)
  assert.equal((await read('null')).status, 200)
  assert.equal((await read('W/"1"')).status, 200)
})

test('one property is read, written and cleared', async () => {
  const id = await created('contacts', { firstname: 'Single', jobtitle: 'Engineer' })
  const path = `contacts(${id})/jobtitle`
  const send = (options: RequestOptions) => world.send(path, options)
  assert.deepEqual((await send({})).json.value, 'Engineer')
  assert.equal((await send({ method: 'PUT', body: { value: 'Chief' } })).status, 204)
  assert.equal((await world.send(`${path}/$value`)).text, 'Chief')
  assert.equal((await send({ method: 'DELETE' })).status, 204)
  assert.equal((await send({})).status, 204)
  assert.equal((await send({ method: 'PUT', body: {} })).status, 400)
  assert.equal((await send({ method: 'PATCH', body: {} })).status, 405)
})

test('many-to-many pairs are made, read and parted', async () => {
  const user = await created('systemusers', {
    lastname: 'Paired',
    'businessunitid@odata.bind': '/businessunits(00000000-0000-4000-8000-000000000002)',
  })
  const role = '00000000-0000-4000-8000-000000000016'
  const ways = [
    { method: 'DELETE', path: `systemusers(${user})/systemuserroles_association(${role})/$ref` },
    {
      method: 'DELETE',
      path: `systemusers(${user})/systemuserroles_association/$ref?$id=${encodeURIComponent(`${world.root}roles(${role})`)}`,
    },
  ]
  for (const { method, path } of ways) {
    const joined = await world.send(`systemusers(${user})/systemuserroles_association/$ref`, {
      method: 'POST',
      body: { '@odata.id': `${world.root}roles(${role})` },
    })
    assert.equal(joined.status, 204)
    const roles = await world.send(`systemusers(${user})/systemuserroles_association?$select=name`)
    assert.deepEqual(
      roles.json.value.map((each: { name: string }) => each.name),
      ['Reader'],
    )
    const references = await world.send(`systemusers(${user})/systemuserroles_association/$ref`)
    assert.equal(references.json.value[0]['@odata.id'], `${world.root}roles(${role})`)
    assert.equal((await world.send(path, { method })).status, 204)
    const left = await world.send(`systemusers(${user})/systemuserroles_association/$count`)
    assert.equal(left.text, '0')
  }
})

test('a row is created at the end of a link', async () => {
  const account = await created('accounts', { name: 'Parent' })
  const path = `accounts(${account})/contact_customer_accounts`
  const { status } = await post(path, { firstname: 'Child' })
  assert.equal(status, 204)
  assert.equal((await world.send(`${path}/$count`)).text, '1')
})

test('several rows are created, changed, upserted and deleted at once, or none of them', async () => {
  const call = (name: string, Targets: unknown) =>
    post(`contacts/Microsoft.Dynamics.CRM.${name}`, { Targets })
  const type = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' }
  const made = await call('CreateMultiple', [
    { ...type, firstname: 'M1' },
    { ...type, firstname: 'M2' },
  ])
  const [first, second] = made.json.Ids
  const third = randomUUID()
  const changed = await call('UpsertMultiple', [
    { ...type, contactid: first, firstname: 'M1b' },
    { ...type, contactid: third, firstname: 'M3' },
  ])
  assert.deepEqual(changed.json.Ids, [first, third])
  const failed = await call('UpdateMultiple', [
    { ...type, contactid: second, firstname: 'lost' },
    { ...type, contactid: randomUUID(), firstname: 'nobody' },
  ])
  assert.equal(failed.status, 404)
  assert.equal(await column(`contacts(${second})`, 'firstname'), 'M2')
  const gone = await call(
    'DeleteMultiple',
    [first, second, third].map((contactid) => ({ ...type, contactid })),
  )
  assert.equal(gone.status, 204)
  const wrong = await call('CreateMultiple', [{ '@odata.type': 'Microsoft.Dynamics.CRM.account' }])
  assert.equal(wrong.status, 400)
})

test('a delete of what is not there and methods that do not fit have their own statuses', async () => {
  assert.equal((await world.send(`contacts(${randomUUID()})`, { method: 'DELETE' })).status, 404)
  const set = await world.send('contacts', { method: 'DELETE' })
  assert.equal(set.status, 405)
  assert.equal(set.headers.get('allow'), 'GET, POST')
  const unknown = await post('contakts', {})
  assert.equal(unknown.status, 404)
  assert.match(unknown.json.error.message, /contakts.*did you mean contacts/)
})
