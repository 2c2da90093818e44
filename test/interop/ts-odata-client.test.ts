/**
 * A client for any OData v4 service, which knows nothing of Dataverse.
 * https://www.npmjs.com/package/ts-odata-client
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ODataQuery } from 'ts-odata-client'
import { dataWorld } from '../data-world.ts'

const world = await dataWorld()

interface Account {
  accountid: string
  name: string
}

interface Contact {
  contactid: string
  firstname: string
  numberofchildren: number
  createdon: Date
  parentcustomerid_account: Account
}

const account = await world.create('account', { name: "O'Neil & Daughters" })
for (const [index, firstname] of ['Ann', 'Bob', 'Cid', 'Dora'].entries()) {
  const parentcustomerid = { table: 'account', id: account }
  await world.create('contact', { firstname, numberofchildren: index, parentcustomerid })
}

const requestInit = (): RequestInit => ({ headers: { authorization: `Bearer ${world.key}` } })

const contacts = () => ODataQuery.forV4<Contact>(`${world.root}contacts`, { requestInit })

test('filters, orders and selections', async () => {
  const { value } = await contacts()
    .filter((each) => each.firstname.$contains('nn').or(each.numberofchildren.$greaterThan(1)))
    .select((each) => ({ firstname: each.firstname }))
    .orderByDescending((each) => each.firstname)
    .getManyAsync()
  assert.deepEqual(
    value.map(({ firstname }) => firstname),
    ['Dora', 'Cid', 'Ann'],
  )
})

// The client leaves it to its caller to double quotes.
test('paths through related rows, quotes included, and expanded rows', async () => {
  const { value } = await contacts()
    .filter((each) => each.parentcustomerid_account.name.$equals("O''Neil & Daughters"))
    .expand('parentcustomerid_account')
    .top(1)
    .getManyAsync()
  assert.equal(value[0]?.parentcustomerid_account.name, "O'Neil & Daughters")
})

test('a count beside the rows', async () => {
  const answer = await contacts().top(2).getManyWithCountAsync()
  assert.equal(answer.value.length, 2)
  assert.equal(answer['@odata.count'], 4)
})

test('pages are followed while the rows are read', async () => {
  const paged = ODataQuery.forV4<Contact>(`${world.root}contacts`, {
    requestInit: () => ({
      headers: { authorization: `Bearer ${world.key}`, prefer: 'odata.maxpagesize=3' },
    }),
  })
  const names: string[] = []
  for await (const { firstname } of paged.orderBy((each) => each.firstname)) names.push(firstname)
  assert.deepEqual(names, ['Ann', 'Bob', 'Cid', 'Dora'])
})
