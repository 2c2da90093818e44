import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { silentLog } from '#log'
import {
  isRoot,
  nobody,
  query,
  started,
  startHub,
  temporaryDirectory,
  unlessReachable,
  unlessRoot,
} from './hub-for-tests.ts'
import { locateBinaries } from './locate-binaries.ts'
import { isRunning } from './processes.ts'
import { startEmbedded, startFrom } from './start-embedded.ts'

const quick = { fsync: 'off' }

/** The data directory of the tests that need no new database: making one takes most of their time. */
const used = await temporaryDirectory({ after })
const cluster = join(used, 'postgresql', 'data')

test('the first start makes a UTF-8 database with checksums that survives a restart', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data')
  const first = await startEmbedded({ dataDirectory, log: silentLog })
  t.after(() => first.stop())
  await query(first.connection, `create table kept (name text); insert into kept values ('Zoë')`)
  await first.stop()
  await first.stop()

  const second = await startEmbedded({ dataDirectory, log: silentLog })
  t.after(() => second.stop())
  assert.deepEqual(await query(second.connection, 'select * from kept'), [{ name: 'Zoë' }])
  assert.deepEqual(
    await query(
      second.connection,
      `select current_user as user, current_database() as database, upper('zoë') as upper,
        current_setting('server_encoding') as encoding,
        current_setting('data_checksums') as checksums,
        current_setting('synchronous_commit') as commit`,
    ),
    [
      {
        user: 'greenroom',
        database: 'greenroom',
        upper: 'ZOË',
        encoding: 'UTF8',
        checksums: 'on',
        commit: 'on',
      },
    ],
  )
})

test('settings given to the start win over those of the hub', async (t) => {
  const server = await startEmbedded({
    dataDirectory: used,
    log: silentLog,
    settings: { ...quick, max_connections: '33' },
  })
  t.after(() => server.stop())
  assert.deepEqual(
    await query(
      server.connection,
      `select current_setting('fsync'), current_setting('max_connections') as n`,
    ),
    [{ current_setting: 'off', n: '33' }],
  )
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the hub and leaves no PostgreSQL, no pid file and no lock behind`, async (t) => {
    const hub = startHub(t, used, { settings: quick })
    const { serverPid } = await started(hub)
    assert.equal(await isRunning(serverPid), true)
    assert.equal(await hub.end(signal), 0)
    assert.equal(await isRunning(serverPid), false)
    assert.deepEqual(await readdir(join(used, 'postgresql', 'run')), [])
    await assert.rejects(access(join(cluster, 'postmaster.pid')))
    await assert.rejects(access(join(used, 'postgresql', 'hub.pid')))
  })
}

test('Ctrl-C in a terminal reaches the hub only, so that it can still write while it stops', async (t) => {
  const hub = startHub(t, used, { settings: quick })
  const { serverPid, connection } = await started(hub)
  hub.process.kill('SIGSTOP')
  process.kill(-hub.pid, 'SIGINT')
  await sleep(200)
  assert.equal(await isRunning(serverPid), true)
  assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
  hub.process.kill('SIGCONT')
  await once(hub.process, 'exit')
  assert.equal(await isRunning(serverPid), false)
})

test('the server of a killed hub is adopted with every acknowledged row', async (t) => {
  const killed = startHub(t, used)
  const { serverPid, connection } = await started(killed)
  await query(connection, 'create table acknowledged (id int primary key)')
  for (let id = 1; id <= 20; id += 1)
    await query(connection, `insert into acknowledged values (${id})`)
  assert.equal(await killed.end('SIGKILL'), 'SIGKILL')
  assert.equal(await isRunning(serverPid), true)

  const next = startHub(t, used)
  const adopted = await started(next)
  assert.equal(adopted.serverPid, serverPid)
  assert.deepEqual(await query(adopted.connection, 'select count(*)::int as n from acknowledged'), [
    { n: 20 },
  ])
  assert.equal(await next.end('SIGTERM'), 0)
  assert.equal(await isRunning(serverPid), false)
})

test('a left-behind server with other settings is ended and started with the new ones', async (t) => {
  const killed = startHub(t, used, { settings: quick })
  const { serverPid, connection } = await started(killed)
  await query(connection, 'create table other_settings as select 1 as one')
  await killed.end('SIGKILL')
  const next = startHub(t, used, { settings: { ...quick, work_mem: '5MB' } })
  const fresh = await started(next)
  assert.notEqual(fresh.serverPid, serverPid)
  assert.equal(await isRunning(serverPid), false)
  assert.deepEqual(await query(fresh.connection, 'select * from other_settings'), [{ one: 1 }])
  assert.equal(await next.end('SIGTERM'), 0)
})

test('a left-behind server that does not answer is ended, itself and no other', async (t) => {
  const killed = startHub(t, used, { settings: quick })
  const { serverPid, connection } = await started(killed)
  await query(connection, 'create table unanswered as select 1 as one')
  await killed.end('SIGKILL')
  await rm(join(connection.host, '.s.PGSQL.5432'))
  const server = await startEmbedded({ dataDirectory: used, log: silentLog, settings: quick })
  t.after(() => server.stop())
  assert.equal(await isRunning(serverPid), false)
  assert.deepEqual(await query(server.connection, 'select * from unanswered'), [{ one: 1 }])
})

test('a PostgreSQL that was killed together with its hub recovers every acknowledged row', async (t) => {
  const killed = startHub(t, used)
  const { serverPid, connection } = await started(killed)
  await query(connection, 'create table recovered as select generate_series(1, 1000) as id')
  process.kill(serverPid, 'SIGKILL')
  await killed.end('SIGKILL')
  const server = await startEmbedded({ dataDirectory: used, log: silentLog })
  t.after(() => server.stop())
  assert.deepEqual(await query(server.connection, 'select count(*)::int as n from recovered'), [
    { n: 1000 },
  ])
})

test('a process that happens to have the process id of a dead PostgreSQL is left alone', async (t) => {
  const first = startHub(t, used, { settings: quick })
  const { serverPid } = await started(first)
  process.kill(serverPid, 'SIGKILL')
  await first.end('SIGKILL')
  const account = isRoot ? await nobody() : {}
  const bystander = spawn('sleep', ['60'], { ...account })
  t.after(() => bystander.kill())
  const file = join(cluster, 'postmaster.pid')
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(bystander.pid)))
  const server = await startEmbedded({ dataDirectory: used, log: silentLog, settings: quick })
  t.after(() => server.stop())
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
  assert.equal(await isRunning(bystander.pid as number), true)
})

test('a PostgreSQL that dies while the hub runs is started again on the same endpoint', async (t) => {
  const server = await startEmbedded({ dataDirectory: used, log: silentLog })
  t.after(() => server.stop())
  await query(server.connection, 'create table restarted as select 1 as one')
  for (let time = 1; time <= 2; time += 1) {
    const file = join(cluster, 'postmaster.pid')
    process.kill(Number.parseInt(await readFile(file, 'utf8'), 10), 'SIGKILL')
    assert.deepEqual(await eventually(() => query(server.connection, 'select * from restarted')), [
      { one: 1 },
    ])
  }
})

test('an adopted PostgreSQL that dies is started again too', async (t) => {
  const killed = startHub(t, used, { settings: quick })
  const { serverPid } = await started(killed)
  await killed.end('SIGKILL')
  const server = await startEmbedded({ dataDirectory: used, log: silentLog, settings: quick })
  t.after(() => server.stop())
  process.kill(serverPid, 'SIGKILL')
  await sleep(50)
  assert.deepEqual(await eventually(() => query(server.connection, 'select 1 as one')), [
    { one: 1 },
  ])
})

test('a hub that ends by a mistake takes its PostgreSQL along', async (t) => {
  const hub = startHub(t, used, { settings: quick })
  const { serverPid } = await started(hub)
  assert.equal(await hub.end('SIGUSR2'), 1)
  await eventually(async () => assert.equal(await isRunning(serverPid), false))
})

test('a second hub on the same data directory is refused with the process id of the first', async (t) => {
  const first = startHub(t, used, { settings: quick })
  const { connection } = await started(first)
  const refused = await startHub(t, used, { settings: quick }).report
  assert.ok('sentence' in refused)
  assert.equal(refused.code, 'embedded-database-in-use')
  assert.ok(refused.sentence.includes(`process ${first.pid}.`), refused.sentence)
  assert.match(refused.advice, /GREENROOM_DATA_DIR/)
  assert.deepEqual(await query(connection, 'select 1 as one'), [{ one: 1 }])
  assert.equal(await first.end('SIGTERM'), 0)
})

test('of hubs that race for a new data directory exactly one wins and the others name it', async (t) => {
  const dataDirectory = await temporaryDirectory(t)
  const hubs = [1, 2, 3].map(() => startHub(t, dataDirectory, { settings: quick }))
  const reports = await Promise.all(hubs.map((hub) => hub.report))
  const winners = hubs.filter((_, index) => 'connection' in (reports[index] ?? {}))
  assert.equal(winners.length, 1)
  const [winner] = winners
  for (const report of reports) {
    if ('sentence' in report) assert.ok(report.sentence.includes(`process ${winner?.pid}.`))
  }
  assert.equal(await winner?.end('SIGTERM'), 0)
})

test('a database that was not made to the end is made anew', async (t) => {
  const dataDirectory = await temporaryDirectory(t)
  const home = join(dataDirectory, 'postgresql')
  const killed = startHub(t, dataDirectory, { settings: quick })
  const isHalfMade = async () => {
    const [unfinished] = (await readdir(home)).filter((name) => name.startsWith('unfinished-'))
    assert.ok(unfinished !== undefined)
    await access(join(home, unfinished, 'PG_VERSION'))
    return unfinished
  }
  await eventually(isHalfMade)
  process.kill(-killed.pid, 'SIGKILL')
  await killed.end('SIGKILL')
  const unfinished = await isHalfMade()
  const server = await startEmbedded({ dataDirectory, log: silentLog, settings: quick })
  t.after(() => server.stop())
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
  assert.equal((await readdir(home)).includes(unfinished), false)
})

test('a data directory with a very long path works, with the socket in a short one', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'long'.repeat(30), 'data')
  const server = await startEmbedded({ dataDirectory, log: silentLog, settings: quick })
  t.after(() => server.stop())
  assert.ok(server.connection.host.length < 90, server.connection.host)
  assert.equal((await stat(server.connection.host)).mode & 0o777, 0o700)
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
  await assert.rejects(access(server.connection.host))
})

test('the server of a killed hub is adopted in its short directory too', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'long'.repeat(30), 'data')
  const killed = startHub(t, dataDirectory, { settings: quick })
  const { connection, serverPid } = await started(killed)
  await killed.end('SIGKILL')
  const server = await startEmbedded({ dataDirectory, log: silentLog, settings: quick })
  t.after(() => server.stop())
  assert.equal(server.connection.host, connection.host)
  assert.equal(await isRunning(serverPid), true)
  await server.stop()
  await assert.rejects(access(connection.host))
})

test('no other user of the machine can connect', { skip: unlessRoot }, async (t) => {
  const server = await startEmbedded({ dataDirectory: used, log: silentLog, settings: quick })
  t.after(() => server.stop())
  const path = JSON.stringify(join(server.connection.host, '.s.PGSQL.5432'))
  const code = `require('node:net').connect(${path}).on('error', (e) => console.log(e.code)).on('connect', () => console.log('in'))`
  const stranger = spawn('/proc/self/exe', ['-e', code], { uid: 1, gid: 1, cwd: '/' })
  const [answer] = await once(stranger.stdout, 'data')
  stranger.kill()
  assert.equal(String(answer).trim(), 'EACCES')
  // PostgreSQL's own user gets as far as the socket, and is refused there.
  const { host } = server.connection
  assert.equal((await stat(host)).uid, (await nobody()).uid)
})

test('an ordinary user runs it as himself', { skip: unlessRoot }, async (t) => {
  const account = await nobody()
  const reason = await unlessReachable(account)
  if (reason !== false) return t.skip(reason)
  const dataDirectory = await temporaryDirectory(t, account)
  const killed = startHub(t, dataDirectory, { account, settings: quick })
  const { serverPid, connection } = await started(killed)
  assert.equal((await stat(join(dataDirectory, 'postgresql'))).mode & 0o777, 0o700)
  await killed.end('SIGKILL')
  const next = startHub(t, dataDirectory, { account, settings: quick })
  assert.deepEqual(await started(next), { serverPid, connection })
  const refused = await startHub(t, dataDirectory, { account, settings: quick }).report
  assert.ok('sentence' in refused && refused.sentence.includes(`process ${next.pid}.`))
  assert.equal(await next.end('SIGINT'), 0)
  assert.equal(await isRunning(serverPid), false)
})

test('a database of root is not taken over by an ordinary user, who is told whose it is', {
  skip: unlessRoot,
}, async (t) => {
  const first = await startEmbedded({ dataDirectory: used, log: silentLog, settings: quick })
  await first.stop()
  const account = { uid: 1, gid: 1 }
  const reason = await unlessReachable(account)
  if (reason !== false) return t.skip(reason)
  const refused = await startHub(t, used, { account }).report
  assert.ok('sentence' in refused)
  assert.equal(refused.code, 'embedded-database-foreign-owner')
  assert.match(refused.sentence, /belongs to user id \d+, but PostgreSQL would run as user id 1\./)
})

test('root with a strict umask can start it', { skip: unlessRoot }, async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'a', 'data')
  await chmod(join(dataDirectory, '..', '..'), 0o755)
  const hub = startHub(t, dataDirectory, { umask: 0o077, settings: quick })
  await started(hub)
  assert.equal(await hub.end('SIGTERM'), 0)
})

test('root can start it from a checkout that other users cannot enter', {
  skip: unlessRoot,
}, async (t) => {
  const checkout = await temporaryDirectory(t)
  await chmod(checkout, 0o700)
  const located = await locateBinaries()
  const directory = join(checkout, 'native')
  await cp(located.directory, directory, { recursive: true, verbatimSymlinks: true })
  const dataDirectory = join(checkout, 'data')
  await mkdir(dataDirectory)

  const server = await startFrom(
    { ...located, directory },
    { dataDirectory, log: silentLog, settings: quick },
  )
  t.after(() => server.stop())
  const home = (await readFile(join(dataDirectory, 'postgresql-location'), 'utf8')).trim()
  t.after(() => rm(home, { recursive: true }))
  assert.equal(home.startsWith(checkout), false)
  assert.equal(server.connection.host, join(home, 'run'))
  await query(server.connection, 'create table kept as select 1 as one')
  await server.stop()

  // Opening the way later must not start an empty database beside the old one.
  await chmod(checkout, 0o755)
  const again = await startFrom(
    { ...located, directory },
    { dataDirectory, log: silentLog, settings: quick },
  )
  t.after(() => again.stop())
  assert.deepEqual(await query(again.connection, 'select * from kept'), [{ one: 1 }])
  assert.deepEqual(
    (await readdir(home)).filter((name) => name.startsWith('binaries-')),
    [],
  )
})

/** Tries until it succeeds, for at most 10 s. */
async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (tries === 1000) throw error
      await sleep(10)
    }
  }
}
