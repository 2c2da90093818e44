/** Reads attributes and children of an element, and refuses what does not belong there. */
import type { Refusal } from '#errors'
import { describePlace } from '../plan/place.ts'
import { nearestHint } from '../resolve/names.ts'
import { shorten } from '../resolve/read-literal.ts'
import type { Element } from './element.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** The refusals that say which attribute takes what; each attribute of note has its own code. */
export type AttributeRefusal = {
  [Code in keyof typeof fetchXmlRefusals]: Code extends `fetchxml-wrong-${string}`
    ? Code extends 'fetchxml-wrong-cookie'
      ? never
      : Code
    : never
}[keyof typeof fetchXmlRefusals]

export function wrongAttribute(
  element: Element,
  attribute: string,
  expected: string,
  code: AttributeRefusal,
  known: Iterable<string> = [],
): Refusal {
  const found = shorten(element.attributes.get(attribute) ?? '')
  const hint = nearestHint(found, known)
  return fetchXmlRefusals[code](
    { attribute, expected, found, place: describePlace(element.at), hint },
    { input: `${element.at.within}/@${attribute}`, expected, found },
  )
}

export function requiredAttribute(element: Element, attribute: string): string {
  const value = element.attributes.get(attribute)
  if (value !== undefined && value !== '') return value
  const present = [...element.attributes.keys()].filter((name) => name !== attribute)
  const near = nearestHint(attribute, present)
  const hint = near === '' ? '' : `; ${near.slice(', perhaps '.length)} is not known`
  throw fetchXmlRefusals['fetchxml-missing-attribute'](
    { attribute, place: describePlace(element.at), hint },
    { input: element.at.within, expected: attribute, found: shorten(present.join(', ')) },
  )
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** Undefined where the attribute is not given. In any case, as .NET writes `True`. */
export function flag(
  element: Element,
  attribute: string,
  code: AttributeRefusal = 'fetchxml-wrong-attribute',
): boolean | undefined {
  const text = element.attributes.get(attribute)
  if (text === undefined) return undefined
  const value = flags.get(text.trim().toLowerCase())
  if (value === undefined) throw wrongAttribute(element, attribute, 'true, false, 1 or 0', code)
  return value
}

/** A whole number from 1 to `most`; undefined where the attribute is not given. */
export function countingNumber(
  element: Element,
  attribute: string,
  most: number,
): number | undefined {
  const text = element.attributes.get(attribute)?.trim()
  if (text === undefined) return undefined
  const value = /^\+?\d{1,10}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  const expected = `a whole number from 1 to ${most}`
  throw wrongAttribute(element, attribute, expected, 'fetchxml-wrong-number')
}

/** One of the words, or undefined where the attribute is not given. */
export function oneOf<Word extends string>(
  element: Element,
  attribute: string,
  words: readonly Word[],
  code: AttributeRefusal,
): Word | undefined {
  const text = element.attributes.get(attribute)
  if (text === undefined) return undefined
  const word = words.find((each) => each === text.trim())
  if (word === undefined) {
    throw wrongAttribute(element, attribute, anyOfWords(words), code, words)
  }
  return word
}

export function anyOfWords(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

export const childrenNamed = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name)

/** Refuses children of other names, and text between them. */
export function demandChildren(element: Element, known: readonly string[]): void {
  const text = element.text.trim()
  if (text !== '') {
    const found = shorten(text)
    const place = describePlace(element.at)
    throw fetchXmlRefusals['fetchxml-stray-text'](
      { found, place },
      { input: element.at.within, expected: 'elements', found },
    )
  }
  for (const child of element.children) {
    if (!known.includes(child.name)) throw unknownElement(child, known)
  }
}

export function unknownElement(element: Element, known: readonly string[]): Refusal {
  const expected = known.length === 0 ? 'no elements' : anyOfWords(known)
  const hint = nearestHint(element.name, known)
  return fetchXmlRefusals['fetchxml-unknown-element'](
    { element: shorten(element.name), place: describePlace(element.at), known: expected, hint },
    { input: element.at.within, expected, found: shorten(element.name) },
  )
}
