import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { serverWordsFile } from '../check/server-words.ts'

const folder = new URL('../web/admin/server-words/', import.meta.url)

const read = (language: string) => readFile(new URL(`${language}.json`, folder), 'utf8')

const wordsOf = async (language: string) =>
  JSON.parse(await read(language)) as Record<string, string>

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()

/** Marks of the guides: `code` and addresses are the same in every language. */
const kept = (text: string) => (text.match(/`[^`]+`|<https?:[^>]+>/g) ?? []).toSorted()

test('the list of what the server says is what the code says (npm run reference)', async () => {
  const written = await read('en')
  assert.ok(written === (await serverWordsFile()), 'web/admin/server-words/en.json is not current')
})

for (const language of ['de', 'fr', 'es', 'uk', 'th', 'zh-Hans']) {
  test(`everything the server says is there in ${language}, with what is filled in`, async () => {
    const english = await wordsOf('en')
    const words = await wordsOf(language)
    const missing = Object.keys(english).filter((key) => !(key in words))
    assert.deepEqual(missing, [], 'translate these')
    const stale = Object.keys(words).filter((key) => !(key in english))
    assert.deepEqual(stale, [], 'nobody says these any more')
    for (const [key, own] of Object.entries(words)) {
      assert.notEqual(own.trim(), '', key)
      assert.deepEqual(placeholders(own), placeholders(key), `${key}\n${own}`)
      assert.deepEqual(kept(own), kept(key), `${key}\n${own}`)
    }
  })
}
