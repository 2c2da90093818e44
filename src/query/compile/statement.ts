/** One SQL statement while it is written: its parameters, and names for JSON members. */
import { type BoundValue, fixed, late } from '../resolve/bound-value.ts'

export interface Statement {
  /** `$3::uuid`. */
  bind(value: BoundValue): string
  /** The asking user's time zone. */
  zone(): string
  /** `{"1":"Active",…}` as jsonb, one parameter for equal maps. */
  labels(labels: Readonly<Record<string, string>>): string
  /** The address that links start with. */
  root(): string
  /** A quoted column alias under which the member comes out of PostgreSQL. */
  member(name: string): string
  readonly values: readonly BoundValue[]
  readonly renames: readonly Rename[]
}

/**
 * PostgreSQL cuts names at 63 bytes, and annotations have to go where their value is null.
 * Such members come out under a number, `~12`, and get their name afterwards.
 */
export interface Rename {
  readonly name: string
  readonly dropNull: boolean
}

const longestName = 63

export function newStatement(): Statement {
  const values: BoundValue[] = []
  const renames: Rename[] = []
  const once = new Map<string, string>()
  const bind = (value: BoundValue) => `$${values.push(value)}::${value.sqlType}`
  const bindOnce = (id: string, value: () => BoundValue) => {
    const bound = once.get(id) ?? bind(value())
    once.set(id, bound)
    return bound
  }
  return {
    values,
    renames,
    bind,
    zone: () => bindOnce('zone', () => late('text', ({ timeZone }) => timeZone)),
    root: () => bindOnce('root', () => late('text', ({ root }) => root)),
    labels(labels) {
      const json = JSON.stringify(labels)
      return bindOnce(json, () => fixed('jsonb', json))
    },
    member(name) {
      const annotation = name.includes('@') && !name.startsWith('@')
      const renamed = annotation || name.startsWith('~') || Buffer.byteLength(name) > longestName
      if (!renamed) return quoted(name)
      return quoted(`~${renames.push({ name, dropNull: annotation }) - 1}`)
    },
  }
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Only for words of our own; values of callers are bound. */
export const text = (literal: string): string => `'${literal.replaceAll("'", "''")}'`
