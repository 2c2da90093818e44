import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootBusinessUnitId, systemCaller } from '#identity'
import { dataWorld } from '../../../test/data-world.ts'
import { worldTables } from '../../../test/webhook-world.ts'
import { createQueries } from '../create-queries.ts'
import { createMetadata } from '../metadata/create-metadata.ts'

const world = await dataWorld()

test('who may read own rows only gets those, whatever leads to the others', async () => {
  const mine = await world.create('contact', { firstname: 'Mine' })
  const other = await world.create('contact', { firstname: 'Other' })
  const businessunitid = rootBusinessUnitId
  const userId = await world.create('systemuser', { lastname: 'Own', businessunitid })
  await world.query(`update contact set ownerid = '${userId}' where contactid = '${mine}'`)
  const metadata = createMetadata({ tables: worldTables, relationships: [] })
  const reader = { pool: world.pool }
  const queries = createQueries({ reader, clock: world.clock, metadata: () => metadata })
  const caller = { ...systemCaller, userId, roles: ['{;contact=r;account=R;}'] }
  const found = async (address: string) => {
    const [path = '', query = ''] = address.split('?')
    const { result } = await queries.odata({ path, query }, { caller, root: '' })
    return result.rows.length
  }
  assert.equal(await found('contacts'), 1)
  assert.equal(await found(`contacts(${mine})`), 1)
  assert.equal(await found(`contacts(${other})`), 0)
  assert.equal(await found("contacts?$filter=firstname eq 'Other'"), 0)
  const account = await world.create('account', { name: 'A', primarycontactid: other })
  const [row] = (
    await queries.odata(
      { path: `accounts(${account})`, query: '$expand=primarycontactid($select=firstname)' },
      { caller, root: '' },
    )
  ).result.rows
  assert.equal(JSON.parse(row ?? '').primarycontactid, null)
  await assert.rejects(found('systemusers'), /read/)
})
