import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameWhileEqual } from './same-while-equal.ts'

test('A read that finds the same gives the same, one that finds a change gives what it found.', async () => {
  const row = { seats: 5 }
  let organisation = 'Contoso'
  const read = sameWhileEqual(
    async (id) => ({ id, ...row }),
    async () => organisation,
  )
  const first = await read('a')
  assert.equal(await read('a'), first)
  assert.notEqual(await read('b'), first)
  row.seats = 4
  const second = await read('a')
  assert.deepEqual(second, { id: 'a', seats: 4 })
  assert.equal(await read('a'), second)
  organisation = 'Fabrikam'
  assert.notEqual(await read('a'), second)
})

test('Only what was asked for last is kept.', async () => {
  const read = sameWhileEqual(
    async (id) => ({ id }),
    async () => '',
  )
  const [often, once] = [await read('often'), await read('once')]
  for (let other = 0; other < 49; other += 1) {
    await read(`other ${other}`)
    assert.equal(await read('often'), often)
  }
  assert.notEqual(await read('once'), once)
})
