import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { letterKinds, mailKind } from './kinds.ts'
import { placeholders } from './placeholders.ts'

const guide = await readFile(new URL('../../docs/guides/mail.md', import.meta.url), 'utf8')

test('the guide lists every kind of letter with its number, and every placeholder with its meaning', () => {
  for (const kind of letterKinds) {
    const { value, label } = mailKind[kind]
    assert.ok(guide.includes(`| ${value} | \`${kind}\` | ${label} |`), kind)
  }
  for (const { name, form, meaning } of placeholders) {
    assert.ok(guide.includes(`| \`{{${name}}}\` | ${form} |`), name)
    assert.ok(guide.includes(meaning), meaning)
  }
})
