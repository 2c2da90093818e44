import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { configurationRow, webinarTypes, withAccount } from './account-fixture.ts'
import { authorized, serviceStatus } from './choices.ts'

const { db } = await testDatabase()

for (const [mode, status, label] of [
  [{ kind: 'unhealthy', message: 'Maintenance until noon.' }, 'unhealthy', 'unhealthy'],
  [{ kind: 'forbidden', message: 'No webinar licence.' }, 'forbidden', 'forbidden'],
] as const) {
  test(`verifying a service that is ${label} writes status and message`, () =>
    withAccount(db, async (hub, { twin, caller, configurationId }) => {
      twin.control.setModes(mode)
      const check = await hub.providers.verifyConfiguration(caller, { configurationId })
      assert.equal(check.status, status)
      const row = await configurationRow(hub, configurationId)
      assert.equal(row.msevtmgt_providerservicestatus, serviceStatus[status].value)
      assert.equal(row.msevtmgt_message, mode.message)
      assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    }))
}

test('verifying an account that says nothing new writes nothing', () =>
  withAccount(db, async (hub, { caller, configurationId }) => {
    const before = await configurationRow(hub, configurationId)
    await hub.providers.verifyConfiguration(caller, { configurationId })
    const after = await configurationRow(hub, configurationId)
    assert.equal(after.versionnumber, before.versionnumber)
  }))

test('webinar types follow what the provider lists; those that are gone are deactivated', () =>
  withAccount(db, async (hub, { twin, caller, configurationId }) => {
    const listed = (...types: { name: string; value: string }[]) =>
      twin.control.change({ webinarTypes: types })
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    listed({ name: 'Live, renamed', value: 'live' }, { name: 'Panel', value: 'panel' })
    await verify()
    const states = async () =>
      Object.fromEntries(
        (await webinarTypes(db, configurationId)).map((row) => [
          row.value,
          [row.name, row.statecode],
        ]),
      )
    assert.deepEqual(await states(), {
      live: ['Live, renamed', 0],
      'live-recorded': ['Live with recording', 1],
      'on-demand': ['On demand', 1],
      panel: ['Panel', 0],
    })
    listed({ name: 'On demand', value: 'on-demand' })
    await verify()
    assert.deepEqual((await states())['on-demand'], ['On demand', 0])
    assert.deepEqual((await states()).panel, ['Panel', 1])
  }))
