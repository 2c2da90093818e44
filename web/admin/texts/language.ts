/** The language of the console: chosen here, else the browser's. */
import { useSyncExternalStore } from 'react'

export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  uk: 'Українська',
  th: 'ไทย',
  'zh-Hans': '简体中文',
} as const

export type Language = keyof typeof languages

const stored = 'greenroom.language'
const listeners = new Set<() => void>()
let current = firstLanguage()
document.documentElement.lang = current

function firstLanguage(): Language {
  const kept = localStorage.getItem(stored)
  const wanted = [kept, ...navigator.languages].filter((each) => each !== null)
  for (const each of wanted) {
    const known = languageOf(each)
    if (known !== undefined) return known
  }
  return 'en'
}

/** `de-AT` is German; every Chinese is the simplified one that we have. */
export function languageOf(tag: string): Language | undefined {
  const short = tag.split('-')[0] ?? tag
  const known = Object.keys(languages) as Language[]
  return known.find((each) => each === tag) ?? known.find((each) => each.split('-')[0] === short)
}

export function setLanguage(language: Language): void {
  current = language
  localStorage.setItem(stored, language)
  document.documentElement.lang = language
  for (const tell of listeners) tell()
}

/** The language of the account, on a browser where nobody chose one yet. */
export function adoptLanguage(tag: string | null): void {
  if (tag === null || localStorage.getItem(stored) !== null) return
  const own = languageOf(tag)
  if (own !== undefined) setLanguage(own)
}

export function currentLanguage(): Language {
  return current
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
