import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { providerDefinitions } from '#providers'
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

test('the table of providers has every provider, every capability and a meaning for every word', () => {
  const page = referencePages().get('providers.md') ?? ''
  const [table = '', ...rest] = page.split('## Words')
  const rows = table.split('\n').filter((line) => line.startsWith('|'))
  const [head = [], , ...body] = rows.map((line) => line.split(' | ').map((cell) => cell.trim()))
  assert.equal(head.length, providerDefinitions.length + 1)
  const capabilities = Object.keys(providerDefinitions[0]?.capabilities ?? {})
  assert.ok(body.length >= capabilities.length + 1, 'a row for each capability')
  for (const row of body) assert.equal(row.length, head.length, row.join())
  for (const { name, id, capabilities } of providerDefinitions) {
    assert.ok(
      head.some((cell) => cell.replaceAll(/^\| | \|$/g, '') === name),
      name,
    )
    assert.match(rest.join(), new RegExp(`\\]\\(../../src/providers/${id}/README.md\\)`))
    for (const word of [capabilities.join, capabilities.attendance]) {
      assert.match(rest.join(), new RegExp(`\\*\\*${word}\\*\\*:`), word)
    }
  }
  assert.doesNotMatch(page, /undefined|\[object/)
})
