import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { serverWords } from '../check/server-words.ts'

const folder = new URL('../web/admin/server-words/', import.meta.url)

const wordsOf = async (language: string) =>
  JSON.parse(await readFile(new URL(`${language}.json`, folder), 'utf8')) as Record<string, string>

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()

/** Marks of the guides: `code` and addresses are the same in every language. */
const kept = (text: string) => (text.match(/`[^`]+`|<https?:[^>]+>/g) ?? []).toSorted()

// Only the texts: where they come from is a help for translators, and files are moved.
test('the list of what the server says is what the code says (npm run reference)', async () => {
  const said = [...(await serverWords()).keys()]
  const listed = Object.keys(await wordsOf('en'))
  assert.deepEqual(
    said.filter((text) => !listed.includes(text)),
    [],
    'not in the list',
  )
  assert.deepEqual(
    listed.filter((text) => !said.includes(text)),
    [],
    'nobody says these any more',
  )
  assert.deepEqual(listed, said, 'the order')
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
