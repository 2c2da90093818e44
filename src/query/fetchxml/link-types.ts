import type { LinkedRows } from '../plan/filter.ts'
import type { LinkJoin } from '../plan/link.ts'
import { describePlace } from '../plan/place.ts'
import { anyOfWords, wrongAttribute } from './attributes.ts'
import type { Element } from './element.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** Beneath <entity> and <link-entity>; `natural` is the old name of `inner`. */
const joins = {
  inner: 'inner',
  outer: 'outer',
  natural: 'inner',
  exists: 'exists',
  in: 'in',
  matchfirstrowusingcrossapply: 'first row',
} as const satisfies Readonly<Record<string, LinkJoin>>

/** Beneath <filter>. */
const tests = ['any', 'not any', 'all', 'not all'] as const

const joinWords = Object.keys(joins)
const isJoin = (word: string): word is keyof typeof joins => joinWords.includes(word)
const isTest = (word: string): word is (typeof tests)[number] => tests.some((each) => each === word)

export function joinOf(link: Element): LinkJoin {
  const word = link.attributes.get('link-type') ?? 'inner'
  if (isJoin(word)) return joins[word]
  if (isTest(word)) throw elsewhere(link, word, 'in a <filter>', joinWords)
  throw wrongLinkType(link, joinWords)
}

export function rowTest(link: Element): LinkedRows['quantifier'] {
  const word = link.attributes.get('link-type') ?? 'inner'
  if (isTest(word)) return word
  if (isJoin(word)) throw elsewhere(link, word, 'outside of filters', tests)
  throw wrongLinkType(link, tests)
}

const wrongLinkType = (link: Element, known: readonly string[]) =>
  wrongAttribute(link, 'link-type', anyOfWords(known), 'fetchxml-wrong-link-type', known)

const elsewhere = (link: Element, found: string, where: string, words: readonly string[]) => {
  const known = anyOfWords(words)
  return fetchXmlRefusals['fetchxml-link-type-elsewhere'](
    { found, where, known, place: describePlace(link.at) },
    { input: `${link.at.within}/@link-type`, expected: known, found },
  )
}
