import assert from 'node:assert/strict'
import { test } from 'node:test'
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
      emailaddress1: `${firstname.toLowerCase()}@people.example`,
      annualincome: `${index * 1000}.50`,
      gendercode: index % 2 === 0 ? 2 : 1,
      parentcustomerid: { table: 'account', id: account },
    }),
  )
}

test('the service document lists every set', async () => {
  const { status, json, headers } = await world.send('')
  assert.equal(status, 200)
  assert.equal(headers.get('odata-version'), '4.0')
  assert.ok(json.value.some(({ name }: { name: string }) => name === 'contacts'))
  assert.equal(json['@odata.context'], `${world.root}$metadata`)
})

test('a row by its id comes with key, version and context', async () => {
  const { status, json, headers } = await world.send(`contacts(${contacts[0]})?$select=firstname`)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(json), ['@odata.context', '@odata.etag', 'contactid', 'firstname'])
  assert.equal(json['@odata.context'], `${world.root}$metadata#contacts(firstname)/$entity`)
  assert.equal(headers.get('etag'), json['@odata.etag'])
})
