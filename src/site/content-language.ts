/** Numbers of `msevtmgt_language` as BCP 47 tags: what organisers wrote is read out in that language. */
import { language } from '#events'
import { type Html, html } from '#http'
import type { Visitor } from './texts.ts'

const tags: ReadonlyMap<number, string> = new Map([
  [language.english.value, 'en'],
  [language.french.value, 'fr'],
  [language.german.value, 'de'],
  [language.spanish.value, 'es'],
  [language.italian.value, 'it'],
  [language.russian.value, 'ru'],
  [language.dutch.value, 'nl'],
  [language.turkish.value, 'tr'],
  [language.portuguese.value, 'pt'],
  [language.chineseSimplified.value, 'zh-Hans'],
  [language.japanese.value, 'ja'],
  [language.korean.value, 'ko'],
  [language.hebrew.value, 'he'],
  [language.chineseTraditional.value, 'zh-Hant'],
])

export function tagOf(value: number | null): string | undefined {
  return value === null ? undefined : tags.get(value)
}

/** Attributes of an element with content in that language, where it is not the page's (WCAG 3.1.2). */
export function inLanguage(value: number | null, visitor: Visitor): Html | false {
  const tag = tagOf(value)
  if (tag === undefined || tag === visitor.language) return false
  return html` lang="${tag}" dir="auto"`
}
