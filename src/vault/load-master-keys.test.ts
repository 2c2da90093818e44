import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isRefusal } from '#errors'
import { loadMasterKeys } from './index.ts'

const root = await mkdtemp(join(tmpdir(), 'greenroom-vault-'))
after(() => rm(root, { recursive: true }))

const posixOnly = { skip: process.platform === 'win32' && 'needs POSIX modes' }
const fromFile = (dataDirectory: string) => loadMasterKeys({ setting: undefined, dataDirectory })
const fromSetting = (setting: string) => loadMasterKeys({ setting, dataDirectory: root })

test('the first start makes a key that only its owner can read, later starts find it', async () => {
  const directory = join(root, 'first', 'data')
  const [made] = await fromFile(directory)
  assert.equal(made?.byteLength, 32)
  assert.deepEqual(await fromFile(directory), [made])
  assert.deepEqual(await readdir(directory), ['master.key'])
  if (process.platform === 'win32') return
  assert.equal((await stat(join(directory, 'master.key'))).mode & 0o777, 0o600)
})

test('many processes that start at once agree on one key', async () => {
  const directory = join(root, 'race')
  const starts = await Promise.all(Array.from({ length: 20 }, () => fromFile(directory)))
  const different = new Set(starts.map(([key]) => Buffer.from(key ?? []).toString('hex')))
  assert.equal(different.size, 1)
  assert.deepEqual(await readdir(directory), ['master.key'])
})

test('the setting wins over the file and makes none', async () => {
  const key = randomBytes(32)
  const directory = join(root, 'unused')
  const keys = await loadMasterKeys({ setting: key.toString('base64'), dataDirectory: directory })
  assert.deepEqual(keys, [key])
  await assert.rejects(stat(directory), { code: 'ENOENT' })
})

test('several keys are read in their order, in both alphabets of base64', async () => {
  const current = Buffer.alloc(32, 0xfb)
  const older = Buffer.alloc(32, 0xff)
  const setting = `${current.toString('base64url')}, ${older.toString('base64')}`
  assert.deepEqual(await fromSetting(setting), [current, older])

  const directory = join(root, 'lines')
  const [made] = await fromFile(directory)
  const path = join(directory, 'master.key')
  await writeFile(path, `${current.toString('base64')}\n${await readFile(path, 'utf8')}`)
  assert.deepEqual(await fromFile(directory), [current, made])
})

for (const [what, setting] of [
  ['too short', Buffer.alloc(31, 1).toString('base64')],
  ['too long', Buffer.alloc(33, 1).toString('base64')],
  ['hexadecimal', randomBytes(32).toString('hex')],
  ['no base64', 'correct horse battery staple!'],
  ['empty', ''],
] as const) {
  test(`a key that is ${what} is refused by the name of its setting, without showing it`, async () => {
    await assert.rejects(fromSetting(setting), (error) => {
      assert.ok(isRefusal(error, 'master-key-invalid'))
      assert.match(error.sentence, /GREENROOM_MASTER_KEY/)
      assert.ok(setting === '' || !error.sentence.includes(setting))
      return true
    })
  })
}

test('an empty or damaged key file is refused, never replaced', async () => {
  const directory = join(root, 'damaged')
  await fromFile(directory)
  const path = join(directory, 'master.key')
  for (const content of ['', 'c2hvcnQ=\n']) {
    await writeFile(path, content)
    await assert.rejects(fromFile(directory), (error) => isRefusal(error, 'master-key-invalid'))
    assert.equal(await readFile(path, 'utf8'), content)
  }
})

test('a key file that others can read is refused', posixOnly, async () => {
  const directory = join(root, 'exposed')
  await fromFile(directory)
  await chmod(join(directory, 'master.key'), 0o640)
  await assert.rejects(fromFile(directory), (error) => isRefusal(error, 'master-key-exposed'))
})

test('a data directory that cannot be used is named', async () => {
  const path = join(root, 'a-file')
  await writeFile(path, '')
  await assert.rejects(fromFile(path), (error) => {
    assert.ok(isRefusal(error, 'master-key-unreachable'))
    assert.ok(error.sentence.includes(path))
    assert.ok(error.cause instanceof Error)
    return true
  })
})
