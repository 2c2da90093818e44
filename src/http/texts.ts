/**
 * Sentences for people stand in a folder, one `<language>.json` each, by key. A language is there
 * when its file is there; what it lacks is shown in English.
 */
import { readdir, readFile } from 'node:fs/promises'

export type TextValues = Readonly<Record<string, string | number>>

/** The language and the habits (12 or 24 hours, order of a date) of one visitor. */
export interface Visitor {
  /** Of the texts, for `lang`: `en`. */
  readonly language: string
  /** Of dates and numbers, as the browser asked for: `en-GB`. */
  readonly locale: string
  text(key: string, values?: TextValues): string
  /** One of `<key>.one`, `<key>.other`, …, by the language's plural rules, with `{count}` filled in. */
  count(key: string, count: number, values?: TextValues): string
  has(key: string): boolean
}

export interface Texts {
  /** Of the files there are, English first. */
  readonly languages: readonly string[]
  /** @param acceptLanguage the header; what cannot be read counts as no wish */
  visitorFor(acceptLanguage: string | undefined, wish?: Wish): Visitor
}

/** What counts beside the browser's header. */
export interface Wish {
  /** One of `languages`: comes first. */
  readonly chosen?: string | undefined
  /** A language tag that comes last. */
  readonly otherwise?: string | undefined
}

type Catalogue = Readonly<Record<string, string>>

const fallback = 'en'

export async function readTexts(folder: URL): Promise<Texts> {
  const catalogues = new Map<string, Catalogue>()
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue
    const text = await readFile(new URL(name, folder), 'utf8')
    catalogues.set(name.replace(/\.json$/, ''), JSON.parse(text) as Catalogue)
  }
  const languages = [...catalogues.keys()].toSorted(
    (a, b) => order(a) - order(b) || (a < b ? -1 : 1),
  )
  return {
    languages,
    visitorFor: remembered((header, wish) => visitorOf(catalogues, header, wish)),
  }
}

const order = (language: string) => (language === fallback ? 0 : 1)

/** Browsers send few different headers: they are read once. Made-up ones must not fill the memory. */
const mostRemembered = 1_000

function remembered(choose: (header: string, wish: Wish) => Visitor): Texts['visitorFor'] {
  const known = new Map<string, Visitor>()
  return (header = '', wish = {}) => {
    const key = `${wish.chosen ?? ''} ${wish.otherwise ?? ''} ${header}`
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= mostRemembered) known.clear()
    const visitor = choose(header.slice(0, 500), wish)
    if (header.length <= 500) known.set(key, visitor)
    return visitor
  }
}

function visitorOf(
  catalogues: ReadonlyMap<string, Catalogue>,
  header: string,
  { chosen, otherwise }: Wish,
): Visitor {
  const wanted = wishes(header)
  if (chosen !== undefined) {
    // German as they write it in Austria, where that is what the browser asks for.
    const locale = wanted.find((tag) => languageOf(catalogues, tag) === chosen) ?? chosen
    return speak(chosen, locale, catalogues)
  }
  for (const tag of otherwise === undefined ? wanted : [...wanted, otherwise]) {
    const language = languageOf(catalogues, tag)
    if (language !== undefined) return speak(language, tag, catalogues)
  }
  return speak(fallback, fallback, catalogues)
}

/** The file for a tag: `de-AT` is in `de`, `zh-CN` in `zh-Hans` (but `zh-TW`, which is not, in none). */
function languageOf(catalogues: ReadonlyMap<string, Catalogue>, tag: string): string | undefined {
  const { language, script } = new Intl.Locale(tag).maximize()
  return [tag, `${language}-${script}`, language].find((each) => catalogues.has(each))
}

/** Language tags from the most to the least wanted (RFC 9110 §12.5.4), canonical. */
function wishes(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean)
      return { tag: canonical(tag), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag, weight }) => tag !== undefined && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag as string)
}

function canonical(tag: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    // A tag of the right shape that is none: the visitor gets the next wish.
    return undefined
  }
}

function speak(
  language: string,
  locale: string,
  catalogues: ReadonlyMap<string, Catalogue>,
): Visitor {
  const catalogue = { ...catalogues.get(fallback), ...catalogues.get(language) }
  const rules = new Intl.PluralRules(language)
  const text = (key: string, values: TextValues = {}) => fill(catalogue[key] ?? key, values)
  return {
    language,
    locale,
    text,
    count(key, count, values = {}) {
      const form = `${key}.${rules.select(count)}`
      const chosen = form in catalogue ? form : `${key}.other`
      return text(chosen, { count: new Intl.NumberFormat(locale).format(count), ...values })
    },
    has: (key) => key in catalogue,
  }
}

function fill(text: string, values: TextValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
