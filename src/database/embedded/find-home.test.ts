import assert from 'node:assert/strict'
import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { createLog, silentLog } from '#log'
import { findHome } from './find-home.ts'
import { isRoot, nobody, temporaryDirectory, unlessRoot } from './hub-for-tests.ts'

async function refusalOf(finding: Promise<unknown>, code: string): Promise<Refusal> {
  const refusal: unknown = await finding.catch((error: unknown) => error)
  assert.ok(isRefusal(refusal, code), String(refusal))
  return refusal
}

test('the database lives in the data directory, which is made when it is missing', async (t) => {
  const data = join(await temporaryDirectory(t), 'new', 'data')
  const { directory } = await findHome(data, silentLog)
  assert.equal(directory, join(data, 'postgresql'))
  assert.equal((await stat(directory)).mode & 0o777, isRoot ? 0o711 : 0o700)
})

test('a data directory that only root may enter is opened for entering, not for listing', {
  skip: unlessRoot,
}, async (t) => {
  const data = await temporaryDirectory(t)
  await chmod(data, 0o700)
  const { directory } = await findHome(data, silentLog)
  assert.equal(directory, join(data, 'postgresql'))
  assert.equal((await stat(data)).mode & 0o777, 0o711)
})

test('below a directory that PostgreSQL’s user cannot enter, the data is kept elsewhere and the log says where', {
  skip: unlessRoot,
}, async (t) => {
  const closed = await temporaryDirectory(t)
  await chmod(closed, 0o700)
  const place = await temporaryDirectory(t)
  const data = join(closed, 'data')
  const lines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } })

  const { directory } = await findHome(data, log, [place])
  assert.ok(directory.startsWith(`${place}/data-`))
  assert.ok(lines.join().includes(`cannot enter ${closed}: the database is kept in ${directory}`))
  assert.equal(await readFile(join(data, 'postgresql-location'), 'utf8'), `${directory}\n`)
  assert.deepEqual((await findHome(data, log, [])).directory, directory)

  await rm(directory, { recursive: true })
  const { sentence } = await refusalOf(findHome(data, log, [place]), 'embedded-database-gone')
  assert.ok(sentence.includes(directory))
})

test('a place that another user could have prepared is not trusted with the data', {
  skip: unlessRoot,
}, async (t) => {
  const closed = await temporaryDirectory(t)
  await chmod(closed, 0o700)
  const writable = await temporaryDirectory(t)
  await chmod(writable, 0o777)
  const foreign = await temporaryDirectory(t, { uid: 1, gid: 1 })
  const finding = findHome(join(closed, 'data'), silentLog, [writable, foreign, '/proc/nowhere'])
  const { sentence } = await refusalOf(finding, 'embedded-database-nowhere')
  assert.ok(sentence.includes(`cannot enter ${closed}`))
})

test('a database that was restored as root, or became unreachable, is not replaced by an empty one', {
  skip: unlessRoot,
}, async (t) => {
  const parent = await temporaryDirectory(t)
  const data = join(parent, 'data')
  const { directory } = await findHome(data, silentLog)
  const cluster = join(directory, 'data')
  await mkdir(cluster)
  const restored = await refusalOf(findHome(data, silentLog), 'embedded-database-foreign-owner')
  const { uid, gid } = await nobody()
  assert.ok(restored.advice.includes(`chown -R ${uid} ${cluster}`), restored.advice)
  await chown(cluster, uid, gid)
  await chmod(parent, 0o700)
  const place = await temporaryDirectory(t)
  const finding = findHome(data, silentLog, [place])
  const refusal = await refusalOf(finding, 'embedded-database-unreachable')
  assert.ok(refusal.sentence.endsWith(`${parent} is closed to it.`), refusal.sentence)
  assert.match(refusal.advice, /chmod o\+x/)
})
