/**
 * The server speaks English; pages show what it said in the reader's language (decision 0032).
 * The words of a language come in a file of their own, which English readers never load.
 */
import { use } from 'react'
import { currentLanguage, type Language, useLanguage } from '../texts/language.ts'
import { type Translate, translator, type Words } from './match-words.ts'

const loaders = import.meta.glob<{ default: Words }>(['./*.json', '!./en.json'])

const unchanged: Translate = (text) => text
const loading = new Map<Language, Promise<Translate>>()
const loaded = new Map<Language, Translate>()

/**
 * What the server said (a label, a reason, a refusal), in the language of the page; what nobody
 * translated, such as the name of an event, comes back as it is. Pages wait until it can do that.
 */
export function fromServer(text: string): string {
  return (loaded.get(currentLanguage()) ?? unchanged)(text)
}

/** Around all pages: waits (Suspense) for the words of the language. */
export function useServerWords(): void {
  const language = useLanguage()
  let promise = loading.get(language)
  if (promise === undefined) {
    promise = load(language)
    loading.set(language, promise)
  }
  use(promise)
}

async function load(language: Language): Promise<Translate> {
  const loader = loaders[`./${language}.json`]
  const translate = loader === undefined ? unchanged : translator((await loader()).default)
  loaded.set(language, translate)
  return translate
}
