/**
 * Each area keeps its sentences in `texts/<language>.json`, as the public site does: flat keys,
 * `{name}` for what is filled in, plural forms as `<key>.one`, `<key>.other` with `{count}`.
 */
import { use } from 'react'
import { type Language, useLanguage } from './language.ts'

type Sentences = Readonly<Record<string, string>>
type Loaders = Readonly<Record<string, () => Promise<unknown>>>
type Values = Readonly<Record<string, string | number>>

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type WithoutForm<K> = K extends `${infer Base}.${PluralForm}` ? Base : K

/** Keys of an area; plural ones without their form, asked for with `count`. */
export type Translate<K> = (key: WithoutForm<K & string>, values?: Values) => string

/**
 * `areaTexts<keyof typeof en>(import.meta.glob('./texts/*.json'))` gives the hook of an area.
 * A page waits (Suspense) for the one file of its language; English stands in for what it lacks.
 */
export function areaTexts<K>(loaders: Loaders): () => Translate<K> {
  const loaded = new Map<Language, Promise<Translate<K>>>()
  return () => {
    const language = useLanguage()
    let promise = loaded.get(language)
    if (promise === undefined) {
      promise = load(loaders, language)
      loaded.set(language, promise)
    }
    return use(promise)
  }
}

async function load<K>(loaders: Loaders, language: Language): Promise<Translate<K>> {
  const [english, own] = await Promise.all([read(loaders, 'en'), read(loaders, language)])
  return translator({ ...english, ...own }, language)
}

async function read(loaders: Loaders, language: Language): Promise<Sentences> {
  const loader = loaders[`./texts/${language}.json`]
  if (loader === undefined) return {}
  return ((await loader()) as { default: Sentences }).default
}

function translator<K>(sentences: Sentences, language: Language): Translate<K> {
  const rules = new Intl.PluralRules(language)
  const number = new Intl.NumberFormat(language)
  const shown = (value: string | number) =>
    typeof value === 'number' ? number.format(value) : value
  return (key, values = {}) => {
    const { count } = values
    const form = typeof count === 'number' ? sentences[`${key}.${rules.select(count)}`] : undefined
    const sentence = form ?? sentences[`${key}.other`] ?? sentences[key] ?? key
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined ? whole : shown(value)
    })
  }
}
