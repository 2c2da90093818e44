import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLog } from '#log'
import { chooseEndpoint, connectionTo } from './endpoint.ts'
import { findHome } from './find-home.ts'
import { query, temporaryDirectory } from './hub-for-tests.ts'
import { launchServer } from './launch-server.ts'
import { locateBinaries } from './locate-binaries.ts'
import { makeCluster } from './make-cluster.ts'
import { prepareBinaries } from './prepare-binaries.ts'
import { endServer } from './running-server.ts'
import { writeAccessRules } from './server-arguments.ts'
import { clusterIn, type ServerPlan } from './server-plan.ts'

test('where sockets are not to be had, PostgreSQL listens on loopback and asks for a password', async (t) => {
  const { directory: home, account } = await findHome(await temporaryDirectory(t), silentLog)
  const prepared = await prepareBinaries(await locateBinaries(), home, account, silentLog)
  const plan: ServerPlan = {
    binaries: prepared.directory,
    home,
    cluster: clusterIn(home),
    account,
    settings: { fsync: 'off' },
  }
  await writeAccessRules(home)
  await makeCluster(plan, prepared.majorVersion, silentLog)

  const endpoint = await chooseEndpoint(plan, silentLog, 'win32')
  assert.ok(endpoint.kind === 'loopback')
  assert.ok(endpoint.password.length >= 32)
  assert.equal((await stat(join(home, 'password'))).mode & 0o777, 0o600)
  const server = await launchServer(plan, endpoint, silentLog)
  t.after(() => endServer(plan, server, silentLog))

  const connection = connectionTo(endpoint, 'greenroom')
  assert.deepEqual(await query(connection, 'select current_user as who'), [{ who: 'greenroom' }])
  await assert.rejects(query({ ...connection, password: 'wrong' }, 'select 1'), /password/)
  await assert.rejects(query({ ...connection, user: 'postgres' }, 'select 1'), /pg_hba/)
  await endServer(plan, server, silentLog)

  const again = await chooseEndpoint(plan, silentLog, 'win32')
  assert.ok(again.kind === 'loopback' && again.password === endpoint.password)
})
