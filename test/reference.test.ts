import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { referencePages } from '../check/reference-pages.ts'

test('the reference pages are what the code says (npm run reference)', async () => {
  for (const [name, text] of referencePages()) {
    const written = await readFile(new URL(`../docs/reference/${name}`, import.meta.url), 'utf8')
    assert.ok(written === text, `docs/reference/${name} is not current`)
  }
})

test('every error says what is wrong and what to do, in sentences', async () => {
  const { refusalCatalogue } = await import('#errors')
  for (const { code, sentence, advice } of refusalCatalogue()) {
    assert.match(code, /^[a-z][a-z0-9-]*$/)
    assert.match(sentence, /[.}]$/, code)
    assert.match(advice, /[.}]$/, code)
  }
})
