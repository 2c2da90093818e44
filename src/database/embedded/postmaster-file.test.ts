import assert from 'node:assert/strict'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './hub-for-tests.ts'
import { disownPostmasterFile, parsePostmasterFile, readPostmasterFile } from './postmaster-file.ts'

const written = '7681\n/data\n1795290563\n5432\n/data/run\n\n  2154930        18\nready   \n'

test('the file of a running server tells its process, its socket and its status', () => {
  assert.deepEqual(parsePostmasterFile(written), {
    pid: 7681,
    port: 5432,
    socketDirectory: '/data/run',
    status: 'ready',
  })
})

test('a file that is still being written, or is damaged, is not believed', () => {
  assert.equal(parsePostmasterFile(''), undefined)
  assert.equal(parsePostmasterFile('76'), undefined)
  assert.equal(parsePostmasterFile('nonsense\n'), undefined)
  assert.deepEqual(parsePostmasterFile('7681\n/data\n'), {
    pid: 7681,
    port: undefined,
    socketDirectory: '',
    status: '',
  })
})

test('disowning takes out the process id and keeps the shared memory key', async (t) => {
  const cluster = await temporaryDirectory(t)
  await disownPostmasterFile(cluster, undefined)
  assert.equal(await readPostmasterFile(cluster), undefined)
  const file = join(cluster, 'postmaster.pid')
  await writeFile(file, written)
  await disownPostmasterFile(cluster, undefined)
  assert.equal(await readFile(file, 'utf8'), written.replace('7681', String(process.pid)))
})

test('a link that PostgreSQL’s user puts in its place is not followed', async (t) => {
  const cluster = await temporaryDirectory(t)
  await writeFile(join(cluster, 'secret'), '1\nsecret\n')
  await symlink(join(cluster, 'secret'), join(cluster, 'postmaster.pid'))
  await assert.rejects(readPostmasterFile(cluster), { code: 'ELOOP' })
})
