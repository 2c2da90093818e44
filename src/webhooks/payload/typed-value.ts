/** Values of the types that Dataverse's contracts know, each with the `__type` that names it. */
import { dateText, entry, quote } from './json-text.ts'

const contracts = 'http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts'

export const entityType = `"__type":"Entity:${contracts}",`
const referenceType = `"__type":"EntityReference:${contracts}",`
const optionType = `{"__type":"OptionSetValue:${contracts}","Value":`
const moneyType = `{"__type":"Money:${contracts}","Value":`
const relationshipType = `{"__type":"Relationship:${contracts}","PrimaryEntityRole":null,"SchemaName":`
const pairType = '{"__type":"KeyValuePairOfstringstring:#System.Collections.Generic","key":'

export interface Reference {
  readonly table: string
  readonly id: string
  readonly name?: string | null
}

export const reference = (to: Reference): string => `{${referenceType}${referenceBody(to)}`

/** Where the contract itself says that it is a reference, no `__type` is written. */
export const knownReference = (to: Reference): string => `{${referenceBody(to)}`

function referenceBody({ table, id, name = null }: Reference): string {
  const shown = name === null ? 'null' : quote(name)
  return `"Id":${quote(id)},"KeyAttributes":[],"LogicalName":${quote(table)},"Name":${shown},"RowVersion":null}`
}

/** A row may hold what is no number of JSON: it is written as null, like everywhere. */
export const optionValue = (value: number): string => `${optionType}${plainValue(value)}}`

/** `amount` is a JSON number. */
export const moneyValue = (amount: string): string => `${moneyType}${amount}}`

export const relationship = (schemaName: string): string =>
  `${relationshipType}${quote(schemaName)}}`

export const stringPair = (key: string, value: string): string =>
  `${pairType}${quote(key)},"value":${quote(value)}}`

/** Deeper structures are cut off: they may hold themselves. */
const deepest = 20

/**
 * A value whose type nothing declares: parameters of the hub's own messages and shared variables.
 * What JSON has no form for becomes null.
 */
export function plainValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (value instanceof Date) return instantValue(value)
  if (typeof value !== 'object' || value === null || depth === deepest) return 'null'
  return structure(value, depth + 1)
}

export function instantValue(value: Date): string {
  const time = value.getTime()
  return Number.isNaN(time) ? 'null' : dateText(time)
}

function structure(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${value.map((each) => plainValue(each, depth)).join(',')}]`
  if (isReference(value)) return reference(value)
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return `[${entries.map(([key, each]) => entry(String(key), plainValue(each, depth))).join(',')}]`
}

export function isReference(value: unknown): value is Reference {
  if (typeof value !== 'object' || value === null) return false
  return (
    'table' in value &&
    typeof value.table === 'string' &&
    'id' in value &&
    typeof value.id === 'string' &&
    Object.keys(value).length === 2
  )
}
