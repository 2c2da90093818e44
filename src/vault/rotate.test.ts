import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { systemClock } from '#clock'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import { createVault, type Vault } from './index.ts'
import type { Tables } from './tables.ts'

const { db } = await testDatabase()
const [olderKey, newerKey] = [randomBytes(32), randomBytes(32)]
const vaultWith = (...masterKeys: Uint8Array[]) => createVault({ masterKeys, clock: systemClock })
const older = vaultWith(olderKey)
const rotating = vaultWith(newerKey, olderKey)
const newer = vaultWith(newerKey)

beforeEach(() => db.withTables<Tables>().deleteFrom('gr_secret').execute())

const addressOf = (row: string) => ({ table: 'provider', row, column: 'secret' })

const put = (vault: Vault, row: string, value: string) =>
  withTransaction(db, (tx) => vault.put(tx, addressOf(row), value))

async function fill(count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, () => randomUUID())
  for (const row of rows) await put(older, row, `value of ${row}`)
  return rows
}

test('before a rotation both keys read, after it the newer key alone reads everything', async () => {
  const rows = await fill(25)
  const [first = ''] = rows
  assert.equal(await rotating.read(db, addressOf(first)), `value of ${first}`)
  assert.deepEqual(await rotating.keyUse(db), { current: 0, older: 25, unknown: 0 })
  const result = await rotating.rotate(db, { batchSize: 10 })
  assert.deepEqual(result, { rewrapped: 25, unreadable: [], remaining: 0 })
  for (const row of rows) assert.equal(await newer.read(db, addressOf(row)), `value of ${row}`)
  await assert.rejects(older.read(db, addressOf(first)), (error) =>
    isRefusal(error, 'secret-unreadable'),
  )
  assert.deepEqual(await newer.keyUse(db), { current: 25, older: 0, unknown: 0 })
})

test('a second rotation has nothing to do, and neither has one without older keys', async () => {
  await fill(3)
  await rotating.rotate(db)
  assert.equal((await rotating.rotate(db)).rewrapped, 0)
  assert.deepEqual(await newer.rotate(db), { rewrapped: 0, unreadable: [], remaining: 0 })
})

test('rotations that run at the same time share the work and lose nothing', async () => {
  const rows = await fill(60)
  const runs = await Promise.all([1, 2, 3].map(() => rotating.rotate(db, { batchSize: 7 })))
  assert.equal(
    runs.reduce((sum, run) => sum + run.rewrapped, 0),
    60,
  )
  for (const row of rows) assert.equal(await newer.read(db, addressOf(row)), `value of ${row}`)
})

test('values that are replaced while a rotation runs are the ones that stay', async () => {
  const rows = await fill(60)
  const puts = rows.map((row, index) =>
    put(index % 2 === 0 ? rotating : older, row, `new value of ${row}`),
  )
  await Promise.all([rotating.rotate(db, { batchSize: 5 }), ...puts])
  await rotating.rotate(db)
  for (const row of rows) assert.equal(await newer.read(db, addressOf(row)), `new value of ${row}`)
})

test('a rotation that was interrupted is finished by the next one', async () => {
  const rows = await fill(30)
  let batches = 0
  const interrupted = db.withPlugin({
    transformQuery: ({ node }) => {
      if (node.kind === 'SelectQueryNode' && ++batches === 3) throw new Error('killed')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await assert.rejects(rotating.rotate(interrupted, { batchSize: 10 }), /killed/)
  assert.deepEqual(await rotating.keyUse(db), { current: 20, older: 10, unknown: 0 })
  for (const row of rows) assert.equal(await rotating.read(db, addressOf(row)), `value of ${row}`)
  assert.deepEqual(await rotating.rotate(db), { rewrapped: 10, unreadable: [], remaining: 0 })
})

test('secrets that cannot be rotated are named and do not stop the others', async () => {
  const [broken = '', ...rows] = await fill(5)
  const tampered = randomBytes(60).toString('base64')
  await db
    .withTables<Tables>()
    .updateTable('gr_secret')
    .set({ wrappedkey: tampered })
    .where('rowid', '=', broken)
    .execute()
  await put(vaultWith(randomBytes(32)), randomUUID(), 'under a key that nobody has')
  const result = await rotating.rotate(db, { batchSize: 2 })
  assert.deepEqual(result, { rewrapped: 4, unreadable: [addressOf(broken)], remaining: 2 })
  for (const row of rows) assert.equal(await newer.read(db, addressOf(row)), `value of ${row}`)
})
