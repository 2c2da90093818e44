import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readTexts } from './texts.ts'

const folder = new URL('../../web/site/texts/', import.meta.url)
const texts = await readTexts(folder)
const english = JSON.parse(await readFile(new URL('en.json', folder), 'utf8')) as Record<
  string,
  string
>

/** Keys that the source makes from a part that it knows and one that varies. */
const composed =
  /^(refusal\.|join\.|registration\.|state\.|wait\.|pay\.|sponsor\.|form\.\w+\.missing$|form\.(first|last)Name$|form\.(email|company)$)/

async function keysInSource(): Promise<Set<string>> {
  const here = new URL('.', import.meta.url)
  const keys = new Set<string>()
  for (const name of await readdir(here)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const source = await readFile(new URL(name, here), 'utf8')
    for (const [, key] of source.matchAll(/'([a-z]+(?:\.[A-Za-z-]+)+)'/g)) keys.add(key as string)
  }
  return keys
}

test('Every key that the pages use has an English sentence, and no sentence lies unused.', async () => {
  const used = await keysInSource()
  const source = [...used].filter((key) =>
    /^(page|list|event|when|where|format|seats|price|pass|sponsor|state|form|registration|ticket|party|change|mine|wait|pay|cancel|join)\./.test(
      key,
    ),
  )
  const missing = source.filter((key) => !(key in english) && !(`${key}.other` in english))
  assert.deepEqual(missing, [])
  const unused = Object.keys(english).filter(
    (key) => !used.has(key) && !used.has(key.replace(/\.(one|other)$/, '')) && !composed.test(key),
  )
  assert.deepEqual(unused, [])
})

const pluralForm = /\.(zero|one|two|few|many|other)$/

test('Each language has every sentence, with the same placeholders and its own plural forms.', async () => {
  assert.deepEqual(texts.languages, ['en', 'de', 'es', 'fr', 'th', 'uk', 'zh-Hans'])
  const counted = new Set(
    Object.keys(english)
      .filter((key) => key.endsWith('.other'))
      .map((key) => key.replace(pluralForm, '')),
  )
  const nameOf = (key: string) => {
    const base = key.replace(pluralForm, '')
    return counted.has(base) ? base : key
  }
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()
  for (const language of texts.languages) {
    const file = await readFile(new URL(`${language}.json`, folder), 'utf8')
    const own = JSON.parse(file) as Record<string, string>
    const names = (keys: readonly string[]) => [...new Set(keys.map(nameOf))].toSorted()
    assert.deepEqual(names(Object.keys(own)), names(Object.keys(english)), language)
    for (const name of new Set(Object.keys(english).map(nameOf))) {
      const sentence = (texts: Record<string, string>) =>
        texts[name] ?? texts[`${name}.other`] ?? ''
      const expected = placeholders(sentence(english))
      assert.deepEqual(placeholders(sentence(own)), expected, `${language} ${name}`)
    }
    // French and Spanish have a form for round millions, which nobody meets here: `other` does.
    const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const form of rules.filter((each) => language === 'uk' || each !== 'many')) {
      for (const base of counted) assert.ok(`${base}.${form}` in own, `${language} ${base}.${form}`)
    }
  }
})

test('Ukrainian counts in three ways, Thai and Chinese in one.', () => {
  const ukrainian = texts.visitorFor('uk')
  assert.equal(ukrainian.count('seats.left', 1), 'Залишилося 1 місце')
  assert.equal(ukrainian.count('seats.left', 22), 'Залишилося 22 місця')
  assert.equal(ukrainian.count('seats.left', 11), 'Залишилося 11 місць')
  assert.equal(texts.visitorFor('th').count('seats.left', 1), 'เหลือ 1 ที่นั่ง')
  assert.equal(texts.visitorFor('zh-CN').count('seats.left', 1), '剩余 1 个名额')
})

test('A chosen language comes before that of the browser, that of the event after it.', () => {
  assert.equal(texts.visitorFor('en-GB, de-AT;q=0.5', { chosen: 'de' }).locale, 'de-AT')
  assert.equal(texts.visitorFor('fr', { chosen: 'de' }).language, 'de')
  assert.equal(texts.visitorFor('fr-CA', { otherwise: 'es' }).language, 'fr')
  assert.equal(texts.visitorFor('sv', { otherwise: 'es' }).language, 'es')
  assert.equal(texts.visitorFor('sv', { otherwise: 'it' }).language, 'en')
  assert.equal(texts.visitorFor('zh-TW, fr;q=0.5').language, 'fr')
  assert.equal(texts.visitorFor('zh-CN').language, 'zh-Hans')
})

test('Visitors get the first of their languages that there is, with their own habits.', () => {
  assert.equal(texts.visitorFor('en-GB,en;q=0.9').locale, 'en-GB')
  assert.equal(texts.visitorFor('xx;q=0.9, EN-us;q=0.8').locale, 'en-US')
  assert.equal(texts.visitorFor('en;q=0, sv').language, 'en')
  for (const odd of [
    undefined,
    '',
    '*',
    'en_US;;;',
    ';q=1',
    'x'.repeat(10_000),
    'en-a-bbb-x-a-ccc',
  ]) {
    assert.equal(texts.visitorFor(odd).language, 'en')
  }
})

test('One seat is not "1 seats", and large numbers are written as the visitor writes them.', () => {
  const visitor = texts.visitorFor('en')
  assert.equal(visitor.count('seats.left', 1), '1 seat left')
  assert.equal(visitor.count('seats.left', 1200), '1,200 seats left')
})

test('A sentence that is missing shows its key, and values never bring placeholders of their own.', () => {
  const visitor = texts.visitorFor('en')
  assert.equal(visitor.text('no.such.key'), 'no.such.key')
  assert.equal(visitor.text('join.preview', { event: '{count} {event}' }), 'Join: {count} {event}')
})
