/** The console's sentences: every area in every language, none missing, none lying unused. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../web/admin/', import.meta.url))
const languages = ['de', 'en', 'es', 'fr', 'th', 'uk', 'zh-Hans']
const pluralForm = /\.(zero|one|two|few|many|other)$/

type Sentences = Readonly<Record<string, string>>

const files = (await readdir(root, { recursive: true })).toSorted()
const areas = files.filter((name) => name.endsWith('texts/en.json')).map((name) => dirname(name))

const read = async (area: string, language: string): Promise<Sentences> =>
  JSON.parse(await readFile(join(root, area, `${language}.json`), 'utf8')) as Sentences

/** Bases of plural sentences: those that end in `.other` in English. */
function counted(english: Sentences): Set<string> {
  return new Set(
    Object.keys(english)
      .filter((key) => key.endsWith('.other'))
      .map((key) => key.replace(pluralForm, '')),
  )
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted()

for (const area of areas) {
  test(`${area} has every sentence in every language, with its placeholders and plural forms`, async () => {
    const english = await read(area, 'en')
    const plural = counted(english)
    const nameOf = (key: string) =>
      plural.has(key.replace(pluralForm, '')) ? key.replace(pluralForm, '') : key
    const names = (texts: Sentences) => [...new Set(Object.keys(texts).map(nameOf))].toSorted()
    const sentence = (texts: Sentences, name: string) => texts[name] ?? texts[`${name}.other`] ?? ''
    for (const language of languages) {
      const own = await read(area, language)
      assert.deepEqual(names(own), names(english), `${area} ${language}`)
      for (const name of names(english)) {
        const there = placeholders(sentence(own, name))
        assert.deepEqual(there, placeholders(sentence(english, name)), `${language} ${name}`)
      }
      // French and Spanish have a form for round millions, which nobody meets here.
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      for (const form of forms.filter((each) => language === 'uk' || each !== 'many')) {
        for (const base of plural)
          assert.ok(`${base}.${form}` in own, `${language} ${base}.${form}`)
      }
    }
  })
}

test('No sentence lies unused', async () => {
  const sources = files.filter((name) => /\.tsx?$/.test(name))
  const code = (await Promise.all(sources.map((name) => readFile(join(root, name), 'utf8')))).join(
    '\n',
  )
  const composed = [...code.matchAll(/`([a-zA-Z][\w.]*\.)\$\{/g)].map(([, start]) => start ?? '')
  const unused: string[] = []
  for (const area of areas) {
    for (const key of Object.keys(await read(area, 'en'))) {
      const name = key.replace(pluralForm, '')
      const used = [key, name].some(
        (each) => code.includes(`'${each}'`) || code.includes(`"${each}"`),
      )
      if (!used && !composed.some((start) => key.startsWith(start))) unused.push(`${area} ${key}`)
    }
  }
  assert.deepEqual(unused, [])
})

test('No page speaks English by itself: text between tags comes from the sentences', async () => {
  const spoken: string[] = []
  for (const name of files.filter((each) => each.endsWith('.tsx'))) {
    const source = await readFile(join(root, name), 'utf8')
    for (const [whole] of source.matchAll(/>\s*[A-Z][a-z]+(?: [a-z]+)+[.!?…]?\s*</g)) {
      spoken.push(`${name}: ${whole.trim()}`)
    }
  }
  assert.deepEqual(spoken, [])
})
