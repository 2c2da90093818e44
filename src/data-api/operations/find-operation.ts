/** Functions and actions in addresses: `WhoAmI()`, `set/Microsoft.Dynamics.CRM.CreateMultiple`. */
import { readQueryOptions } from '#query'
import type { Visit } from '../exchange.ts'
import { refusals } from '../refusals.ts'

export interface CalledOperation {
  readonly name: string
  /** Path of the row or set that it is called on, still encoded; undefined: of none. */
  readonly binding: string | undefined
  /** Parameters of a function, by name. */
  readonly parameters: Readonly<Record<string, unknown>>
}

const bound = /^(.+)\/(?:Microsoft\.Dynamics\.CRM|mscrm)\.(\w+)(?:\((.*)\))?$/s
const unbound = /^(?:Microsoft\.Dynamics\.CRM\.)?(\w+)(?:\((.*)\))?$/s

export function findOperation(
  { request }: Visit,
  isKnown: (name: string) => boolean,
): CalledOperation | undefined {
  const path = request.path
  const [, binding, name, inside] = bound.exec(path) ?? []
  if (name !== undefined) return { name, binding, parameters: parametersOf(request, name, inside) }
  const [, alone, parameters] = unbound.exec(path) ?? []
  if (alone === undefined || !isKnown(alone)) return undefined
  return {
    name: alone,
    binding: undefined,
    parameters: parametersOf(request, alone, parameters),
  }
}

function parametersOf(
  { query }: Visit['request'],
  operation: string,
  inside: string | undefined,
): Readonly<Record<string, unknown>> {
  if (inside === undefined || inside.trim() === '') return {}
  const { aliases } = readQueryOptions(query)
  const found: Record<string, unknown> = {}
  for (const part of splitParameters(decoded(inside, operation))) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals).trim()
    const text = part.slice(equals + 1).trim()
    if (equals < 1) throw wrongInput(operation, part.slice(0, 40), 'name=value', 'something else')
    found[name] = readValue(operation, name, text, aliases)
  }
  return found
}

function decoded(text: string, operation: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw refusals['wrong-operation-input'](
      { parameter: 'list', operation, expected: 'UTF-8 in percent encoding', found: 'another' },
      { cause },
    )
  }
}

/** At commas outside quotes and brackets. */
const splitParameters = (text: string): string[] =>
  text.match(/(?:'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|\{[^}]*\}|[^,])+/g) ?? []

function readValue(
  operation: string,
  name: string,
  text: string,
  aliases: ReadonlyMap<string, string>,
): unknown {
  if (text.startsWith('@')) {
    const value = aliases.get(text.slice(1))
    return value === undefined ? null : readValue(operation, name, value, new Map())
  }
  const quoted = /^(?:[\w.]+)?'((?:[^']|'')*)'$/s.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replaceAll("''", "'")
  if (/^[[{"]/.test(text)) return readStructure(operation, name, text)
  if (text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function readStructure(operation: string, name: string, text: string): unknown {
  try {
    // Some clients write lists with single quotes.
    return JSON.parse(text.includes('"') ? text : text.replaceAll("'", '"'))
  } catch (cause) {
    throw refusals['wrong-operation-input'](
      { parameter: name, operation, expected: 'a JSON value', found: 'something else' },
      { input: name, cause },
    )
  }
}

export function wrongInput(operation: string, parameter: string, expected: string, found: string) {
  return refusals['wrong-operation-input'](
    { operation, parameter, expected, found },
    { input: parameter, expected, found },
  )
}
