/** `$apply`: filters, then groups with aggregates, or aggregates over everything. */
import {
  type Aggregate,
  type AggregateFunction,
  type Aggregation,
  aggregate,
  aggregation,
  type Group,
  group,
} from '../plan/aggregation.ts'
import { type ColumnReference, columnReference } from '../plan/column-reference.ts'
import type { Filter } from '../plan/filter.ts'
import { parseFilter } from './parse-filter.ts'
import { parsePath } from './parse-path.ts'
import { deeper, type Parsing } from './parsing.ts'

export interface Applied {
  readonly filters: readonly Filter[]
  readonly aggregation: Aggregation
}

export function parseApply(parsing: Parsing): Applied {
  const { scanner } = parsing
  const filters: Filter[] = []
  for (;;) {
    if (scanner.takeWord('filter')) {
      filters.push(parseParenthesized(parsing, parseFilter))
      scanner.demand('/', "'/' and then groupby or aggregate")
    } else if (scanner.takeWord('groupby')) {
      return { filters, aggregation: parseParenthesized(parsing, parseGroupBy) }
    } else if (scanner.takeWord('aggregate')) {
      const aggregates = parseParenthesized(parsing, parseAggregates)
      return { filters, aggregation: aggregation([], aggregates) }
    } else throw scanner.fault('filter(…), groupby(…) or aggregate(…)')
  }
}

function parseParenthesized<T>(parsing: Parsing, parse: (parsing: Parsing) => T): T {
  const { scanner } = parsing
  scanner.demand('(')
  const found = parse(deeper(parsing))
  scanner.demand(')', "',' or ')'")
  return found
}

function parseGroupBy(parsing: Parsing): Aggregation {
  const { scanner } = parsing
  const groups = parseParenthesized(parsing, parseGroups)
  if (!scanner.take(',')) return aggregation(groups, [])
  if (!scanner.takeWord('aggregate')) throw scanner.fault('aggregate(…)')
  return aggregation(groups, parseParenthesized(parsing, parseAggregates))
}

function parseGroups(parsing: Parsing): readonly Group[] {
  const groups: Group[] = []
  do {
    const column = parseColumn(parsing)
    groups.push(group(column, [...column.path, column.name].join('_'), { inUserZone: false }))
  } while (parsing.scanner.take(','))
  return groups
}

function parseColumn(parsing: Parsing): ColumnReference {
  const path = parsePath(parsing)
  const name = path?.names.at(-1)
  if (path === undefined || name === undefined) throw parsing.scanner.fault('a property')
  return columnReference(name, path.at, { scope: path.scope, path: path.names.slice(0, -1) })
}

interface Method {
  readonly applied: AggregateFunction
  readonly distinct: boolean
}

const methods: Readonly<Record<string, Method>> = {
  sum: { applied: 'sum', distinct: false },
  average: { applied: 'avg', distinct: false },
  min: { applied: 'min', distinct: false },
  max: { applied: 'max', distinct: false },
  countdistinct: { applied: 'count column', distinct: true },
}

function parseAggregates(parsing: Parsing): readonly Aggregate[] {
  const aggregates: Aggregate[] = []
  do aggregates.push(parseAggregate(parsing))
  while (parsing.scanner.take(','))
  return aggregates
}

function parseAggregate(parsing: Parsing): Aggregate {
  const { scanner } = parsing
  const at = scanner.here()
  if (scanner.takeWord('$count')) {
    const alias = parseAlias(parsing)
    return aggregate({ function: 'count', column: undefined, distinct: false, alias, at })
  }
  const column = parseColumn(parsing)
  if (!scanner.takeWord('with')) throw scanner.fault("'with' and a method")
  const method = Object.keys(methods).find((name) => scanner.takeWord(name))
  const found = method === undefined ? undefined : methods[method]
  if (found === undefined) throw scanner.fault(Object.keys(methods).join(', '))
  const alias = parseAlias(parsing)
  return aggregate({ function: found.applied, column, distinct: found.distinct, alias, at })
}

function parseAlias({ scanner }: Parsing): string {
  if (!scanner.takeWord('as')) throw scanner.fault("'as' and a name")
  const alias = scanner.match(/[A-Za-z_]\w{0,127}/y)
  if (alias === undefined) throw scanner.fault('a name')
  return alias
}
