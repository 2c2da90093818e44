import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../../test/hub.ts'
import { create, update } from '../../test/story.ts'

const apiKey = 'administration-is-tested-with-this-key'
const hub = await testHub()
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const root = `${hub.url}/api/data/v9.2/`
const headers = { authorization: `Bearer ${apiKey}` }

async function get(path: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${root}${path}`, { headers })
  assert.equal(response.status, 200)
  return ((await response.json()) as { value: Record<string, unknown>[] }).value
}

async function namesIn(view: string): Promise<unknown[]> {
  const filter = encodeURIComponent(`name eq '${view}'`)
  const [found] = await get(`savedqueries?$select=savedqueryid&$filter=${filter}`)
  const rows = await get(`msevtmgt_eventadministration?savedQuery=${found?.savedqueryid}`)
  return rows.map((row) => row.msevtmgt_name)
}

test('rules that were put aside stand in a view of their own and come back into force', async () => {
  const table = 'msevtmgt_eventadministration'
  const old = await create(hub, table, { msevtmgt_name: 'Rules 2026' })
  await update(hub, table, old, { statecode: 1 })
  const current = await create(hub, table, { msevtmgt_name: 'Rules 2027' })
  assert.deepEqual(await namesIn('Active event administration'), ['Rules 2027'])
  assert.deepEqual(await namesIn('Inactive event administration'), ['Rules 2026'])
  await update(hub, table, current, { statecode: 1 })
  await update(hub, table, old, { statecode: 0 })
  assert.deepEqual(await namesIn('Active event administration'), ['Rules 2026'])
})
