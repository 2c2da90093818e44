import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeOnce } from './made-once.ts'

test('What is made from one read is made once per person, and anew from the next read.', async () => {
  let made = 0
  const make = madeOnce(async (source: { n: number }, person: { name: string }) => {
    made += 1
    return `${source.n} ${person.name}`
  })
  const [read, next] = [{ n: 1 }, { n: 2 }]
  const [english, german] = [{ name: 'en' }, { name: 'de' }]
  assert.deepEqual(
    await Promise.all([make(read, english), make(read, english), make(read, german)]),
    ['1 en', '1 en', '1 de'],
  )
  assert.equal(made, 2)
  assert.equal(await make(next, english), '2 en')
  assert.equal(made, 3)
})
