import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { withTransaction } from '#database'
import type { JobDefinition, JobRun } from '#jobs'
import { silentLog } from '#log'
import { testDatabase } from '../../test/database.ts'
import {
  configurationRow,
  newAccount,
  newConfiguration,
  openHub,
  signIn,
  type TestHub,
} from './account-fixture.ts'
import { serviceStatus } from './choices.ts'

const { db } = await testDatabase()

function definitionOf(hub: TestHub, kind: string): JobDefinition {
  const definition = hub.providers.jobs.find((each) => each.kind === kind)
  assert.ok(definition !== undefined)
  return definition
}

/** Runs a job as the worker does: the effect and its completion in one transaction. */
async function run(definition: JobDefinition, payload: unknown): Promise<string | undefined> {
  const job: JobRun = {
    id: randomUUID(),
    kind: definition.kind,
    name: 'a job',
    payload,
    attempt: 1,
    ownerId: undefined,
    correlationId: randomUUID(),
    depth: 1,
    regarding: undefined,
    db,
    log: silentLog,
    signal: new AbortController().signal,
  }
  const result = await definition.run(job)
  await withTransaction(db, async (tx) => result?.complete?.(tx))
  return result?.friendlyMessage
}

const waitingChecks = async () => {
  const { rows } = await sql<{ payload: { configurationId: string } }>`
    select gr_payload as payload from asyncoperation where gr_kind = 'providers.check-account'`.execute(
    db,
  )
  return rows.map(({ payload }) => payload.configurationId)
}

test('every account that may be used is checked, in a job of its own', async () => {
  const hub = openHub(db)
  const account = await newAccount(hub)
  const { caller, configurationId, providerId } = account
  const inactive = await newConfiguration(hub, caller, providerId)
  await hub.providers.deactivateConfiguration(caller, { configurationId: inactive })
  const checkAll = definitionOf(hub, 'providers.check-accounts')
  assert.equal(await run(checkAll, {}), 'Checking 1 accounts.')
  await run(checkAll, {})
  assert.deepEqual(await waitingChecks(), [configurationId])
  await hub.close()
  await account.twin.close()
})

test('a check by the hub notices that a service fails, and that it is well again', async () => {
  const hub = openHub(db)
  const account = await newAccount(hub)
  const { configurationId, twin } = account
  await signIn(hub, account)
  const check = definitionOf(hub, 'providers.check-account')
  const status = async () =>
    (await configurationRow(hub, configurationId)).msevtmgt_providerservicestatus
  twin.control.setModes({ kind: 'unhealthy' })
  await run(check, { configurationId })
  assert.equal(await status(), serviceStatus.unhealthy.value)
  twin.control.setModes()
  await run(check, { configurationId })
  assert.equal(await status(), serviceStatus.healthy.value)
  await hub.close()
  await twin.close()
})

test('a check that may not be made fails at once with its reason', async () => {
  const hub = openHub(db)
  const check = definitionOf(hub, 'providers.check-account')
  const error = await run(check, { configurationId: randomUUID() }).catch((reason) => reason)
  const verdict = check.onFailure(error, 1)
  assert.match(verdict.friendlyMessage ?? '', /There is no webinar configuration/)
  assert.ok(!('afterMs' in verdict))
  await hub.close()
})

test('what is older than a day is cleared away: finished sign-ins and logged calls', async () => {
  const hub = openHub(db)
  const account = await newAccount(hub)
  await signIn(hub, account)
  const count = async () => {
    const { rows } = await sql<{ requests: number; authorizations: number }>`
      select (select count(*) from gr_providerrequest where configurationid = ${account.configurationId}) as requests,
        (select count(*) from gr_authorizationrequest where configurationid = ${account.configurationId}) as authorizations`.execute(
      db,
    )
    return rows[0]
  }
  const before = await count()
  assert.ok((before?.requests ?? 0) > 0 && before?.authorizations === 1)
  const checkAll = definitionOf(hub, 'providers.check-accounts')
  await run(checkAll, {})
  assert.deepEqual(await count(), before)
  hub.clock.advance(25 * 60 * 60 * 1000)
  await run(checkAll, {})
  assert.deepEqual(await count(), { requests: 0, authorizations: 0 })
  await hub.close()
  await account.twin.close()
})
