import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allPages } from './pages.ts'
import { ProviderError } from './provider-error.ts'

test('pages are read to the last one', async () => {
  const pages = await allPages('any', async (cursor) => {
    const number = Number(cursor ?? 0)
    return { items: [number], next: number < 4 ? String(number + 1) : undefined }
  })
  assert.deepEqual(
    pages.flatMap(({ items }) => items),
    [0, 1, 2, 3, 4],
  )
})

test('pages that never end are given up after a thousand', async () => {
  let reads = 0
  const endless = allPages('any', async () => {
    reads += 1
    return { items: [], next: `page ${reads}` }
  })
  await assert.rejects(endless, (error) => {
    assert.ok(error instanceof ProviderError && error.kind === 'unexpected')
    return true
  })
  assert.equal(reads, 1000)
})
