/** `$filter` and `$orderby` over definitions, which are objects in memory. */
import type { ColumnReference, Filter, Literal, Operand, QueryPlan } from '#query'
import { refusals } from '../refusals.ts'
import type { Definition } from './definitions.ts'

export function fits(filter: Filter, definition: Definition): boolean {
  switch (filter.kind) {
    case 'all of':
      return filter.filters.every((each) => fits(each, definition))
    case 'any of':
      return filter.filters.some((each) => fits(each, definition))
    case 'not':
      return !fits(filter.filter, definition)
    case 'always':
      return filter.holds
    case 'comparison': {
      const left = valueIn(filter.left, definition)
      return compare(left, filter.operator, valueIn(filter.right, definition))
    }
    case 'is null':
      return (valueIn(filter.operand, definition) === null) !== filter.negated
    case 'in': {
      const found = valueIn(filter.operand, definition)
      return filter.values.some((each) => same(found, literalValue(each))) !== filter.negated
    }
    case 'match': {
      const text = textOf(valueIn(filter.operand, definition))
      const pattern = textOf(valueIn(filter.pattern, definition))
      return matches(text, pattern, filter.part) !== filter.negated
    }
    default:
      throw notAnswered(`${filter.kind} is not known here`)
  }
}

/** `$orderby`; nothing comes before everything else, as it does in tables. */
export function inOrder(orders: QueryPlan['orders'], one: Definition, other: Definition): number {
  for (const { by, descending } of orders) {
    if (by.kind === 'alias') throw notAnswered(`there is no '${by.alias.slice(0, 60)}'`)
    const found = order(sortable(memberOf(by, one)), sortable(memberOf(by, other)))
    if (found !== 0) return descending ? -found : found
  }
  return 0
}

const sortable = (value: unknown): string | number | undefined =>
  value === null ? undefined : typeof value === 'number' ? value : String(value).toLowerCase()

function order(left: string | number | undefined, right: string | number | undefined): number {
  if (left === right) return 0
  if (left === undefined || right === undefined) return left === undefined ? -1 : 1
  return left < right ? -1 : 1
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === 'eq') return same(left, right)
  if (operator === 'ne') return !same(left, right)
  if (typeof left !== 'number' || typeof right !== 'number') return false
  if (operator === 'gt') return left > right
  if (operator === 'ge') return left >= right
  return operator === 'lt' ? left < right : left <= right
}

/** Names are compared without regard to case, as text is everywhere in the API. */
const same = (left: unknown, right: unknown): boolean =>
  typeof left === 'string' && typeof right === 'string'
    ? left.toLowerCase() === right.toLowerCase()
    : left === right

const textOf = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '')

function matches(text: string, pattern: string, part: string): boolean {
  if (part === 'start') return text.startsWith(pattern)
  if (part === 'end') return text.endsWith(pattern)
  return part === 'anywhere' ? text.includes(pattern) : text === pattern
}

function valueIn(operand: Operand, definition: Definition): unknown {
  if (operand.kind === 'literal') return literalValue(operand)
  if (operand.kind === 'column') return memberOf(operand, definition)
  throw notAnswered(`${operand.function} is not known here`)
}

function memberOf({ path, name }: ColumnReference, definition: Definition): unknown {
  let found: unknown = definition
  for (const step of [...path, name]) {
    const known = typeof found === 'object' && found !== null && Object.hasOwn(found, step)
    if (!known) throw notAnswered(`there is no '${step.slice(0, 60)}'`)
    found = (found as Definition)[step]
  }
  return found ?? null
}

function literalValue({ form, text }: Literal): unknown {
  if (form === 'null') return null
  if (form === 'number') return Number(text)
  return form === 'boolean' ? text === 'true' : text
}

export const notAnswered = (problem: string) => refusals['definitions-query']({ problem })
