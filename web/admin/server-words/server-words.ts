/**
 * The server speaks English; pages show what it said in the reader's language (decision 0032).
 * The words of a language come in a file of their own, which English readers never load and the
 * first page does not wait for.
 */
import { use, useEffect, useSyncExternalStore } from 'react'
import { currentLanguage, type Language, useLanguage } from '../texts/language.ts'
import { type Translate, translator, type Words } from './match-words.ts'

const loaders = import.meta.glob<{ default: Words }>(['./*.json', '!./en.json'])

const unchanged: Translate = (text) => text
const loading = new Map<Language, Promise<void>>()
const loaded = new Map<Language, Translate>()
const listeners = new Set<() => void>()

/**
 * What the server said (a label, a reason, a refusal), in the language of the page; what nobody
 * translated, such as the name of an event, comes back as it is. For pages that wait for the words.
 */
export function fromServer(text: string): string {
  return (loaded.get(currentLanguage()) ?? unchanged)(text)
}

/** Around all pages but the first: waits (Suspense) for the words of the language. */
export function useServerWords(): void {
  use(wordsOf(useLanguage()))
}

/** `fromServer` for the first page and for notices: English until the words have come. */
export function useFromServer(): Translate {
  const language = useLanguage()
  useEffect(() => {
    // A file that does not come leaves the English text; the next page asks again and says why.
    wordsOf(language).catch(() => undefined)
  }, [language])
  return useSyncExternalStore(subscribe, () => loaded.get(language) ?? unchanged)
}

function wordsOf(language: Language): Promise<void> {
  const known = loading.get(language)
  if (known !== undefined) return known
  const promise = load(language)
  loading.set(language, promise)
  return promise
}

async function load(language: Language): Promise<void> {
  try {
    const loader = loaders[`./${language}.json`]
    loaded.set(language, loader === undefined ? unchanged : translator((await loader()).default))
    for (const tell of listeners) tell()
  } catch (error) {
    loading.delete(language)
    throw error
  }
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
