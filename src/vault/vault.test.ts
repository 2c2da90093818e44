import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { type Tx, withTransaction } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import { createVault, type SecretAddress } from './index.ts'
import type { Tables } from './tables.ts'

const { db } = await testDatabase()
const clock = frozenClock(new Date('2026-05-04T10:00:00Z'))
const firstKey = randomBytes(32)
const vault = createVault({ masterKeys: [firstKey], clock })

const write = <T>(act: (tx: Tx) => Promise<T>) => withTransaction(db, act)
const address = (column = 'clientsecret', row: string = randomUUID()): SecretAddress => ({
  table: 'provider',
  row,
  column,
})
const stored = () => db.withTables<Tables>().selectFrom('gr_secret').selectAll()
const change = (row: string) =>
  db.withTables<Tables>().updateTable('gr_secret').where('rowid', '=', row)

async function unreadable(read: Promise<unknown>, { table, row, column }: SecretAddress) {
  await assert.rejects(read, (error) => {
    assert.ok(isRefusal(error, 'secret-unreadable'), String(error))
    for (const part of [table, row, column]) assert.ok(error.sentence.includes(part))
    assert.match(error.advice, /master key may have changed/)
    assert.ok(error.cause instanceof Error)
    return true
  })
}

test('what is put can be read, replaced and removed', async () => {
  const place = address()
  assert.equal(await vault.read(db, place), undefined)
  for (const value of ['first', 'sécond ✓', '', 'x'.repeat(65_536)]) {
    await write((tx) => vault.put(tx, place, value))
    assert.equal(await vault.read(db, place), value)
  }
  assert.equal((await stored().where('rowid', '=', place.row).execute()).length, 1)
  await write((tx) => vault.remove(tx, place))
  assert.equal(await vault.read(db, place), undefined)
})

test('a row id may be written in capitals', async () => {
  const place = address()
  const capitals = { ...place, row: place.row.toUpperCase() }
  await write((tx) => vault.put(tx, capitals, 'value'))
  assert.equal(await vault.read(db, place), 'value')
  assert.equal(await vault.read(db, capitals), 'value')
})

test('nothing in the database shows the value, and equal values look different', async () => {
  const [one, two] = [address(), address()]
  await write((tx) => vault.put(tx, one, 'correct horse'))
  await write((tx) => vault.put(tx, two, 'correct horse'))
  const rows = await stored().where('rowid', 'in', [one.row, two.row]).execute()
  const [first, second] = rows
  assert.ok(first && second)
  assert.notEqual(first.sealed, second.sealed)
  assert.notEqual(first.wrappedkey, second.wrappedkey)
  const bytes = rows.map((row) => Buffer.from(row.sealed, 'base64').toString('latin1')).join()
  assert.ok(!JSON.stringify(rows).includes('correct') && !bytes.includes('correct'))
  assert.ok(!JSON.stringify(rows).includes(firstKey.toString('base64')))
  assert.deepEqual(first.modifiedon, clock.now())
})

test('a value that is too long is refused before anything is written', async () => {
  const place = address()
  await assert.rejects(
    write((tx) => vault.put(tx, place, 'ü'.repeat(32_769))),
    (error) => isRefusal(error, 'secret-too-long') && /65538 bytes/.test(error.sentence),
  )
  assert.equal(await vault.read(db, place), undefined)
})

test('callers can ask what is set, never for how much or what', async () => {
  const [both, one, none] = [randomUUID(), randomUUID(), randomUUID()]
  await write(async (tx) => {
    await vault.put(tx, address('clientsecret', both), 'a')
    await vault.put(tx, address('accesstoken', both), 'b')
    await vault.put(tx, address('accesstoken', one), 'c')
    await vault.put(tx, { table: 'other', row: none, column: 'accesstoken' }, 'd')
  })
  const set = await vault.which(db, 'provider', [both, one, none])
  assert.deepEqual(
    set,
    new Map([
      [both, new Set(['clientsecret', 'accesstoken'])],
      [one, new Set(['accesstoken'])],
    ]),
  )
  assert.deepEqual(await vault.which(db, 'provider', []), new Map())
})

test('deleting a row forgets all its secrets and no others', async () => {
  const [gone, kept] = [randomUUID(), randomUUID()]
  await write(async (tx) => {
    await vault.put(tx, address('a', gone), '1')
    await vault.put(tx, address('b', gone), '2')
    await vault.put(tx, address('a', kept), '3')
    await vault.put(tx, { table: 'other', row: gone, column: 'a' }, '4')
    await vault.remove(tx, { table: 'provider', row: gone })
  })
  assert.equal((await vault.which(db, 'provider', [gone])).size, 0)
  assert.equal(await vault.read(db, address('a', kept)), '3')
  assert.equal(await vault.read(db, { table: 'other', row: gone, column: 'a' }), '4')
})

test('a put that is rolled back leaves the earlier value', async () => {
  const place = address()
  await write((tx) => vault.put(tx, place, 'kept'))
  const failing = write(async (tx) => {
    await vault.put(tx, place, 'rolled back')
    throw new Error('the rest of the write failed')
  })
  await assert.rejects(failing, /the rest of the write failed/)
  assert.equal(await vault.read(db, place), 'kept')
})

test('a secret that is copied to another row or column in the database cannot be read there', async () => {
  const [source, otherRow] = [address(), address()]
  await write((tx) => vault.put(tx, source, 'mine'))
  await write((tx) => vault.put(tx, otherRow, 'yours'))
  const found = await stored().where('rowid', '=', source.row).executeTakeFirstOrThrow()
  const { sealed, wrappedkey } = found
  for (const copied of [{ sealed }, { wrappedkey }, { sealed, wrappedkey }]) {
    await change(otherRow.row).set(copied).execute()
    await unreadable(vault.read(db, otherRow), otherRow)
  }
  await change(source.row).set({ columnname: 'shown' }).execute()
  const moved = { ...source, column: 'shown' }
  await unreadable(vault.read(db, moved), moved)
})

test('a changed or cut piece is refused, not misread', async () => {
  const place = address()
  await write((tx) => vault.put(tx, place, 'value'))
  const found = await stored().where('rowid', '=', place.row).executeTakeFirstOrThrow()
  for (const column of ['sealed', 'wrappedkey'] as const) {
    const bytes = Buffer.from(found[column], 'base64')
    for (const index of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] as number) ^ 1
      await change(place.row)
        .set({ [column]: changed.toString('base64') })
        .execute()
      await unreadable(vault.read(db, place), place)
    }
    await change(place.row)
      .set({ [column]: '' })
      .execute()
    await unreadable(vault.read(db, place), place)
    await change(place.row)
      .set({ [column]: found[column] })
      .execute()
  }
  assert.equal(await vault.read(db, place), 'value')
})

test('with another master key, reading says which secret and what may have happened', async () => {
  const place = address()
  await write((tx) => vault.put(tx, place, 'value'))
  const stranger = createVault({ masterKeys: [randomBytes(32)], clock })
  await unreadable(stranger.read(db, place), place)
  const use = await stranger.keyUse(db)
  assert.equal(use.current, 0)
  assert.ok(use.unknown > 0)
})
