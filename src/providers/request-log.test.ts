import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { type TestAccount, type TestHub, withAccount } from './account-fixture.ts'

const { db } = await testDatabase()

async function keepLog(hub: TestHub, { caller, configurationId }: TestAccount, isOn: boolean) {
  const values = { gr_requestlog: String(isOn) }
  await hub.providers.saveSettings(caller, { configurationId, values })
}

test('nothing is kept unless somebody switched it on', () =>
  withAccount(db, async (hub, account) => {
    const { caller, configurationId } = account
    await keepLog(hub, account, false)
    const before = await hub.providers.findRequests(configurationId)
    await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal((await hub.providers.findRequests(configurationId)).length, before.length)
    await keepLog(hub, account, true)
    await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.ok((await hub.providers.findRequests(configurationId)).length > before.length)
  }))

test('calls are found by path, method, status and whether they failed', () =>
  withAccount(db, async (hub, { caller, configurationId, twin }) => {
    twin.control.setModes({ kind: 'html', path: '/webinar-types' })
    await hub.providers.verifyConfiguration(caller, { configurationId })
    twin.control.setModes({ kind: 'forbidden' })
    await hub.providers.verifyConfiguration(caller, { configurationId })
    const find = hub.providers.findRequests
    const paths = (await find(configurationId, { text: 'WEBINAR-T' })).map(({ path }) => path)
    assert.ok(paths.length > 0 && paths.every((path) => path.endsWith('/webinar-types')))
    const posts = await find(configurationId, { method: 'post' })
    assert.ok(posts.length > 0 && posts.every(({ method }) => method === 'POST'))
    assert.deepEqual(await find(configurationId, { text: '%' }), [])
    const failed = await find(configurationId, { failed: true })
    assert.ok(
      failed.length > 0 && failed.every(({ status }) => status === undefined || status >= 400),
    )
    const [newest] = await find(configurationId)
    const { requestedOn = new Date() } = newest ?? {}
    const later = new Date(requestedOn.getTime() + 1)
    assert.deepEqual(await find(configurationId, { from: later }), [])
    assert.ok((await find(configurationId, { to: later })).length > 0)
  }))

test('after 24 hours a call is there no more', () =>
  withAccount(db, async (hub, { configurationId }) => {
    const kept = await hub.providers.findRequests(configurationId)
    assert.ok(kept.length > 0)
    const newest = kept[0]?.requestedOn ?? new Date()
    hub.clock.moveTo(new Date(newest.getTime() + 24 * 3_600_000 - 60_000))
    assert.ok((await hub.providers.findRequests(configurationId)).length > 0)
    hub.clock.advance(60_000)
    assert.deepEqual(await hub.providers.findRequests(configurationId), [])
  }))
