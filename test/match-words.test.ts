import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { translator, type Words } from '../web/admin/server-words/match-words.ts'

const english = JSON.parse(
  await readFile(new URL('../web/admin/server-words/en.json', import.meta.url), 'utf8'),
) as Words

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

const fill = (text: string, values: Words) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

/** Names and numbers of people and machines: nothing that looks like a piece of a sentence. */
const value = fc.stringMatching(/^[A-Za-z0-9ÄéЖไ中]{1,12}$/)

/** Where two stand side by side, nobody can tell where the first one ends. */
const keys = Object.keys(english).filter((key) => !key.includes('}{'))

const filled = fc.constantFrom(...keys).chain((key) =>
  fc.record({
    key: fc.constant(key),
    values: fc
      .array(value, { minLength: 9, maxLength: 9 })
      .map((drawn) =>
        Object.fromEntries(placeholders(key).map((name, at) => [name, drawn[at % 9] ?? ''])),
      ),
  }),
)

test('every template is found again, whatever fills it, and its values stand where they belong', () => {
  fc.assert(
    fc.property(filled, ({ key, values }) => {
      const turned = `«${placeholders(key)
        .toReversed()
        .map((name) => `{${name}}`)
        .join('|')}»`
      const translate = translator({ [key]: turned })
      assert.equal(translate(fill(key, values)), fill(turned, values))
    }),
    { numRuns: 1_000 },
  )
})

test('among all words a text is found too, and no letter of it is lost', () => {
  const marked = Object.fromEntries(Object.keys(english).map((key) => [key, `«${key}»`]))
  const translate = translator(marked)
  fc.assert(
    fc.property(filled, ({ key, values }) => {
      const text = fill(key, values)
      const found = translate(text)
      assert.match(found, /^«.*»$/s)
      assert.equal(found.replaceAll(/[«»]/g, ''), text)
    }),
    { numRuns: 500 },
  )
})

const words: Words = {
  'It answered {sentence}{page}.': 'Antwort: {sentence}{page}.',
  'that it is failing': 'Ausfall',
  ', with a web page': ' (Webseite)',
  'The {noun} "{name}" cannot go live yet: {problems}.':
    '{noun} „{name}“ geht noch nicht: {problems}.',
  'Publish it later.': 'Später veröffentlichen.',
  event: 'Veranstaltung',
  'it has no picture': 'kein Bild',
  'it was over at {over}': 'vorbei seit {over}',
  'There is a {what}.': '{what} ist da.',
  'There is a {what}. And more.': 'Alles: {what}.',
}

test('values are words too, alone and in lists, and advice behind a sentence is found', () => {
  const translate = translator(words)
  assert.equal(
    translate(
      'The event "Gala (1)" cannot go live yet: (1) it has no picture; (2) it was over at 9. Publish it later.',
    ),
    'Veranstaltung „Gala (1)“ geht noch nicht: (1) kein Bild; (2) vorbei seit 9. Später veröffentlichen.',
  )
})

test('a tail behind a value is found, or there is none', () => {
  const translate = translator(words)
  assert.equal(
    translate('It answered that it is failing, with a web page.'),
    'Antwort: Ausfall (Webseite).',
  )
  assert.equal(translate('It answered that it is failing.'), 'Antwort: Ausfall.')
})

test('the template that says more of the text wins', () => {
  const translate = translator(words)
  assert.equal(translate('There is a dog. And more.'), 'Alles: dog.')
  assert.equal(translate('There is a dog.'), 'dog ist da.')
})

test('what nobody translated stays as it is, also beside what somebody did', () => {
  const translate = translator(words)
  assert.equal(translate('Spring Conference'), 'Spring Conference')
  assert.equal(translate(''), '')
  assert.equal(translate('{noun}'), '{noun}')
  assert.equal(
    translate('The vendor says no. Publish it later.'),
    'The vendor says no. Später veröffentlichen.',
  )
})
