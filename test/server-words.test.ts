import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { serverWordsFile } from '../check/server-words.ts'

const folder = new URL('../web/admin/server-words/', import.meta.url)

test('the list of what the server says is what the code says (npm run reference)', async () => {
  const written = await readFile(new URL('en.json', folder), 'utf8')
  assert.ok(written === (await serverWordsFile()), 'web/admin/server-words/en.json is not current')
})
