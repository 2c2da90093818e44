/** A query whose names are bound: every node knows its table, column and type. */
import type { QueryColumn, QueryTable } from '../metadata/metadata.ts'
import type { Family, ValueKind } from '../metadata/value-kind.ts'
import type { DatePart } from '../plan/aggregation.ts'
import type { ComparisonOperator, Match } from '../plan/filter.ts'
import type { ValueFunction } from '../plan/operand.ts'
import type { BoundValue } from './bound-value.ts'

/** A value in SQL. */
export type Expression =
  | ColumnValue
  | { readonly kind: 'first of'; readonly choices: readonly Expression[]; readonly family: Family }
  | { readonly kind: 'bound'; readonly value: BoundValue; readonly family: Family }
  | {
      readonly kind: 'call'
      readonly function: ValueFunction
      readonly inputs: readonly Expression[]
      readonly family: Family
    }
  | {
      readonly kind: 'field'
      readonly of: ColumnValue
      /** Member of the JSON object in the column. */
      readonly name: string
      readonly family: 'boolean' | 'text'
    }
  | LabelValue

export interface ColumnValue {
  readonly kind: 'column'
  readonly alias: string
  readonly column: QueryColumn
  readonly family: Family
}

/** The text shown for a value: labels, Yes or No, names of related rows, numbers, dates. */
export interface LabelValue {
  readonly kind: 'label'
  readonly of: ColumnValue
  /** Tables whose primary name a lookup shows; only those that the caller may read. */
  readonly named: readonly QueryTable[]
  /** Lookup on the row's currency, of money columns. */
  readonly currency: ColumnValue | undefined
  readonly family: 'text'
}

/** True or false in SQL; a null counts as false. */
export type Test =
  | { readonly kind: 'all of'; readonly tests: readonly Test[] }
  | { readonly kind: 'any of'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'always'; readonly holds: boolean }
  | {
      readonly kind: 'compare'
      readonly operator: ComparisonOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'is null'; readonly of: Expression; readonly negated: boolean }
  | {
      readonly kind: 'in'
      readonly of: Expression
      /** An array. */
      readonly values: BoundValue
      readonly negated: boolean
    }
  | MatchTest
  | { readonly kind: 'range'; readonly of: Expression; readonly range: Range }
  | {
      readonly kind: 'date part'
      readonly of: Expression
      readonly part: DatePart
      readonly equals: BoundValue
    }
  | { readonly kind: 'rows of user'; readonly of: Expression; readonly whose: UserRows }
  | {
      readonly kind: 'tree'
      readonly of: Expression
      readonly direction: 'above' | 'under'
      readonly table: QueryTable
      readonly parent: QueryColumn
      readonly start: BoundValue
    }
  | { readonly kind: 'holds choices'; readonly of: Expression; readonly values: BoundValue }
  | { readonly kind: 'exists'; readonly rows: Subselect }

export interface MatchTest {
  readonly kind: 'match'
  readonly of: Expression
  readonly part: Match['part']
  readonly pattern: Expression
  /** How a bound pattern is written: for `like`, or for `~` where it has sets such as [a-c]. */
  readonly dialect: 'like' | 'regular expression' | 'plain'
}

export interface Range {
  readonly from: { readonly value: BoundValue; readonly inclusive: boolean } | undefined
  readonly to: { readonly value: BoundValue; readonly inclusive: boolean } | undefined
}

/** Sets of ids around the asking user. */
export type UserRows =
  | 'teams'
  | 'self and teams'
  | 'self and reports'
  | 'self, reports and their teams'

/** The FROM part of one select: a table and what is joined to it, in order. */
export interface Frame {
  readonly table: QueryTable
  /** Which of its rows the caller may see; undefined: all. */
  readonly own: Test | undefined
  readonly alias: string
  readonly joins: readonly Join[]
}

export interface Join {
  readonly kind: 'inner' | 'left' | 'first row'
  readonly table: QueryTable
  readonly own: Test | undefined
  readonly alias: string
  readonly on: readonly Test[]
}

export interface Subselect {
  readonly frame: Frame
  readonly where: readonly Test[]
}

/** One member of a result row, under its name in JSON. */
export type Output =
  | ValueOutput
  | { readonly kind: 'version'; readonly name: string; readonly of: ColumnValue }
  | LookupOutput
  | {
      readonly kind: 'children'
      readonly name: string
      readonly alias: string
      readonly parent: QueryColumn
      readonly key: QueryColumn
    }
  | ExpandOutput

/** What is said about the target of a lookup, by the target's table. */
export interface LookupOutput {
  readonly kind: 'lookup target'
  readonly name: string
  readonly of: ColumnValue
  readonly words: readonly { readonly target: string; readonly word: string }[]
  /** Target tables where an id can be looked for, if no column says which of them it is. */
  readonly known: readonly QueryTable[]
}

export interface ValueOutput {
  readonly kind: 'value'
  readonly name: string
  readonly of: Expression
  /** How the value is written. */
  readonly shape: ValueKind
}

export interface ExpandOutput {
  readonly kind: 'expand'
  readonly name: string
  readonly many: boolean
  /** More than one only where the navigation leads to one of several tables. */
  readonly branches: readonly ExpandBranch[]
  readonly limit: number | undefined
  readonly count: boolean
  /** `nav@odata.nextLink` of a collection: the address of the related rows. */
  readonly link:
    | { readonly set: string; readonly key: ColumnValue; readonly rest: string }
    | undefined
}

export interface ExpandBranch {
  readonly rows: Subselect
  readonly outputs: readonly Output[]
  readonly orders: readonly ResolvedOrder[]
  readonly key: ColumnValue
  /** Of a single-valued navigation: the lookup whose value is `key`, and what else is asked. */
  readonly lookup: ColumnValue | undefined
  readonly filter: Test | undefined
  /** Set name for `$ref`, which gives the address only; undefined for whole rows. */
  readonly referenceSet: string | undefined
}

export interface ResolvedOrder {
  readonly by: Expression
  readonly descending: boolean
  readonly neverNull: boolean
  /** Name in the paging cookie. */
  readonly name: string
}

export interface ResolvedGroup {
  readonly name: string
  readonly of: Expression
  readonly part: DatePart | undefined
  readonly inUserZone: boolean
  readonly shape: ValueKind
  /** The label beside a grouped choice or lookup, where formatted values are wanted. */
  readonly label: LabelValue | undefined
}

export interface ResolvedAggregate {
  readonly name: string
  readonly function: 'count' | 'count column' | 'sum' | 'avg' | 'min' | 'max'
  readonly of: Expression | undefined
  readonly distinct: boolean
  readonly shape: ValueKind
}

export interface ResolvedAggregation {
  readonly groups: readonly ResolvedGroup[]
  readonly aggregates: readonly ResolvedAggregate[]
  readonly rowLimit: number
  /** By the names of groups and aggregates. */
  readonly orders: readonly { readonly name: string; readonly descending: boolean }[]
}

export interface ResolvedQuery {
  readonly table: QueryTable
  /** At most one row can come: a key was given or a single-valued navigation followed. */
  readonly single: boolean
  readonly rows: Subselect
  /** The row that the address starts from; asked for beside, so that "no rows" and "no such row" differ. */
  readonly origin: Subselect | undefined
  readonly outputs: readonly Output[]
  readonly orders: readonly ResolvedOrder[]
  readonly aggregation: ResolvedAggregation | undefined
  readonly distinct: boolean
  readonly count: boolean
  readonly answer: 'rows' | 'number'
  readonly page: ResolvedPage
  /** Some members are annotations, which are left out where they are null. */
  readonly annotated: boolean
}

export interface ResolvedPage {
  readonly size: number
  readonly offset: number
  /** False with `top`: nobody asks for a further page. */
  readonly more: boolean
  readonly cursor: readonly (BoundValue | null)[] | undefined
  /** Pages of this query can be asked for by cursor, not only by number. */
  readonly keyset: boolean
}
