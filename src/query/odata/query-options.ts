/** Takes a query string apart, with the tolerances that clients of Dataverse rely on. */
import { queryLimits } from '../limits.ts'
import { place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { nearestHint } from '../resolve/names.ts'
import { syntaxFault } from './scanner.ts'

export const systemOptions = [
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$count',
  '$expand',
  '$apply',
  '$skiptoken',
] as const

export type SystemOption = (typeof systemOptions)[number]

export interface QueryOptions {
  readonly system: ReadonlyMap<SystemOption, string>
  /** Values of `@name`, by name without the sign. */
  readonly aliases: ReadonlyMap<string, string>
  /** Everything else, such as `fetchXml` or `tag`. */
  readonly custom: ReadonlyMap<string, string>
}

/** `query` is what follows the first question mark, still encoded. */
export function readQueryOptions(
  query: string,
  limit: number = queryLimits.queryBytes,
): QueryOptions {
  const found = Buffer.byteLength(query)
  if (found > limit) throw refusals['query-too-long']({ found, limit })
  const system = new Map<SystemOption, string>()
  const aliases = new Map<string, string>()
  const custom = new Map<string, string>()
  for (const part of splitOptions(query)) {
    const [name, value] = readOption(part)
    if (name.startsWith('@')) addOnce(aliases, name.slice(1), value, name)
    else if (name.startsWith('$')) addSystem(system, name, value)
    else custom.set(name, value)
  }
  return { system, aliases, custom }
}

/**
 * At every `&`, and at a question mark before `@` outside quotes: clients separate parameter
 * aliases by a second question mark, which RFC 3986 §3.4 lets stand in a query.
 */
function splitOptions(query: string): string[] {
  return query
    .split('&')
    .flatMap(splitAliases)
    .filter((part) => part !== '')
}

const quoteOrAlias = /'|%27|\?(?=@\w+=)/gi

function splitAliases(option: string): string[] {
  const parts: string[] = []
  let quoted = false
  let from = 0
  for (const { 0: mark, index } of option.matchAll(quoteOrAlias)) {
    if (mark !== '?') quoted = !quoted
    else if (!quoted) {
      parts.push(option.slice(from, index))
      from = index + 1
    }
  }
  return [...parts, option.slice(from)]
}

function readOption(part: string): readonly [string, string] {
  const equals = part.indexOf('=')
  const name = decode(equals < 0 ? part : part.slice(0, equals), 'the query')
  return [name.trim(), equals < 0 ? '' : decode(part.slice(equals + 1), name.trim())]
}

export function decode(text: string, within: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    const offset = text.search(/%(?![0-9a-f]{2})/i)
    const at = place(within, offset < 0 ? undefined : offset)
    throw syntaxFault(
      'UTF-8 in percent encoding',
      `'${text.slice(Math.max(offset, 0)).slice(0, 12)}'`,
      at,
    )
  }
}

function addOnce(into: Map<string, string>, key: string, value: string, option: string): void {
  if (into.has(key)) throw refusals['repeated-option']({ option }, { input: option })
  into.set(key, value)
}

function addSystem(into: Map<SystemOption, string>, name: string, value: string): void {
  const known = systemOptions.find((option) => option === name)
  if (known !== undefined) {
    addOnce(into as Map<string, string>, known, value, name)
    return
  }
  // There is one format, so asking for it by this option changes nothing.
  if (name === '$format' && /^(json|application\/json)/.test(value)) return
  const hint = nearestHint(name, systemOptions)
  throw refusals['unsupported-option'](
    { option: name.slice(0, 60), known: `${systemOptions.join(', ')}${hint}` },
    { input: name, expected: systemOptions.join(', '), found: name },
  )
}
