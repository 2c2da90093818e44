/** Members of definitions as the Web API writes them, each with a refusal that names it. */
import type { Labels, RequiredLevel } from '#database'
import { describe, ExactNumber, isObject, type JsonObject } from '../read-json.ts'
import { refusals } from './refusals.ts'

export function wrongMember(member: string, expected: string, value: unknown) {
  const found = typeof value === 'number' ? String(value) : describe(value)
  return refusals['wrong-definition'](
    { member, expected, found },
    { input: member, expected, found },
  )
}

/** Undefined for members that are not there or null, as clients send back what they have read. */
function memberOf(body: JsonObject, member: string): unknown {
  return Object.hasOwn(body, member) ? (body[member] ?? undefined) : undefined
}

export function textMember(body: JsonObject, member: string): string | undefined {
  const value = memberOf(body, member)
  if (value === undefined || typeof value === 'string') return value
  throw wrongMember(member, 'a text', value)
}

export function truthMember(body: JsonObject, member: string): boolean | undefined {
  const value = memberOf(body, member)
  const plain = isObject(value) ? value.Value : value
  if (plain === undefined || typeof plain === 'boolean') return plain
  throw wrongMember(member, 'true or false', value)
}

export interface NumberRange {
  readonly min: number
  readonly max: number
  readonly whole?: boolean
}

export function numberMember(
  body: JsonObject,
  member: string,
  { min, max, whole = false }: NumberRange,
): number | undefined {
  const given = memberOf(body, member)
  const value = given instanceof ExactNumber ? Number(given.text) : given
  if (value === undefined) return undefined
  const fits = typeof value === 'number' && (!whole || Number.isInteger(value))
  if (fits && value >= min && value <= max) return value
  throw wrongMember(member, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`, value)
}

export function objectMember(body: JsonObject, member: string): JsonObject | undefined {
  const value = memberOf(body, member)
  if (value === undefined || isObject(value)) return value
  throw wrongMember(member, 'an object', value)
}

export function listMember(body: JsonObject, member: string): readonly JsonObject[] | undefined {
  const value = memberOf(body, member)
  if (value === undefined) return undefined
  if (Array.isArray(value) && value.every(isObject)) return value
  throw wrongMember(member, 'a list of objects', value)
}

/** Enumerations come as texts or as `{"Value": "…"}`. */
export function wordMember<const Word extends string>(
  body: JsonObject,
  member: string,
  words: readonly Word[],
): Word | undefined {
  const value = memberOf(body, member)
  const plain = isObject(value) ? value.Value : value
  if (plain === undefined || plain === null) return undefined
  const word = words.find((each) => each === plain)
  if (word !== undefined) return word
  throw wrongMember(member, words.join(' or '), value)
}

const levels = ['None', 'Recommended', 'ApplicationRequired'] as const

export const requiredLevel = (body: JsonObject): RequiredLevel | undefined =>
  wordMember(body, 'RequiredLevel', levels)

const longestLabel = 300

/** `{"LocalizedLabels":[{"Label":"Colour","LanguageCode":1033}]}`; undefined: none was sent. */
export function labelsMember(body: JsonObject, member: string): Labels | undefined {
  const label = objectMember(body, member)
  const list = label && listMember(label, 'LocalizedLabels')
  if (list === undefined || list.length === 0) return undefined
  return Object.fromEntries(
    list.map((each) => {
      const text = textMember(each, 'Label')
      const language = numberMember(each, 'LanguageCode', { min: 1, max: 65_535, whole: true })
      if (text === undefined || text.trim() === '' || text.length > longestLabel) {
        throw wrongMember(member, `labels of 1 to ${longestLabel} characters`, text ?? null)
      }
      if (text.includes('\0') || !text.isWellFormed()) {
        throw wrongMember(member, 'labels without NUL or broken characters', text)
      }
      return [String(language ?? english), text.trim()]
    }),
  )
}

const english = 1033

/** The label that the hub shows: the English one, or else the first. */
export const shownLabel = (labels: Labels): string =>
  labels[String(english)] ?? Object.values(labels)[0] ?? ''
