import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roleIds, systemCaller } from '#identity'
import { cleanUpAfterwards } from '../../test/database.ts'
import { testHub } from '../../test/hub.ts'

const hub = await testHub()
const open: AbortController[] = []
cleanUpAfterwards(async () => {
  for (const each of open) each.abort()
})

async function keyOf(email: string): Promise<string> {
  const { id: userId } = await hub.identity.users.invite(systemCaller, {
    ...{ email, lastName: 'Viewer', roleIds: [roleIds.Reader] },
  })
  return (await hub.identity.apiKeys.create(systemCaller, { name: email, userId })).key
}

async function watch(key: string): Promise<number> {
  const controller = new AbortController()
  open.push(controller)
  const { signal } = controller
  const headers = { authorization: `Bearer ${key}` }
  return (await fetch(`${hub.url}/api/v1/live`, { headers, signal })).status
}

test('one user with many pages does not keep the live page from others', async () => {
  const [greedy, other] = [await keyOf('greedy@example.org'), await keyOf('other@example.org')]
  for (let page = 0; page < 50; page += 1) assert.equal(await watch(greedy), 200)
  assert.equal(await watch(greedy), 503)
  assert.equal(await watch(other), 200)
})
