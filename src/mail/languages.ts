/** Languages of letters: BCP 47 tags, what they fall back to, and how they write dates. */
import { language } from '#events'

const tags: ReadonlyMap<number, string> = new Map<number, string>([
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

/** The tag as it is always written (`de-AT`); undefined where it is none. */
export function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    // Its only way to say "no" is a RangeError; the caller gets the answer, nothing is lost.
    return undefined
  }
}

/**
 * What a reader is written in, best first: their own language with region and script, then without
 * each; then the language of the event; then English.
 */
export function languagesFor(own: string | null, ofEvent: number | null): string[] {
  const wanted = [own, tags.get(ofEvent ?? -1), 'en'].flatMap((tag) => prefixesOf(tag ?? ''))
  return [...new Set(wanted)]
}

function prefixesOf(tag: string): string[] {
  const canonical = tag === '' ? undefined : canonicalTag(tag)
  if (canonical === undefined) return []
  const parts = canonical.split('-')
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'))
}

/** For dates: English without a region is British, as the hub writes everywhere. */
export const localeOf = (tag: string): string => (tag === 'en' ? 'en-GB' : tag)
