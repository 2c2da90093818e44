/**
 * The tree of conditions. Truth is two-valued in both languages: a comparison with null is false,
 * and its `not` is true. Negative operators (`ne`, and nodes with `negated`) also hold for null,
 * positive ones never do; nobody has to add "or is null".
 */
import type { ColumnReference } from './column-reference.ts'
import type { ConditionOperatorName } from './condition-operators.ts'
import type { Link } from './link.ts'
import type { Literal } from './literal.ts'
import type { Operand } from './operand.ts'
import type { Place } from './place.ts'

export type Filter =
  | AllOf
  | AnyOf
  | Not
  | Always
  | Comparison
  | IsNull
  | InList
  | Between
  | Match
  | Condition
  | NavigationIsNull
  | Lambda
  | LinkedRows

/** And; true when empty. */
export interface AllOf {
  readonly kind: 'all of'
  readonly filters: readonly Filter[]
}

/** Or; false when empty. */
export interface AnyOf {
  readonly kind: 'any of'
  readonly filters: readonly Filter[]
}

export interface Not {
  readonly kind: 'not'
  readonly filter: Filter
}

/** `$filter=true`. */
export interface Always {
  readonly kind: 'always'
  readonly holds: boolean
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

/** Both sides may be columns. `eq` with the literal null is "is null". Text ignores case. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: ComparisonOperator
  readonly left: Operand
  readonly right: Operand
  readonly at: Place
}

export interface IsNull {
  readonly kind: 'is null'
  readonly operand: Operand
  readonly negated: boolean
  readonly at: Place
}

export interface InList {
  readonly kind: 'in'
  readonly operand: Operand
  readonly values: readonly Literal[]
  readonly negated: boolean
  readonly at: Place
}

/** Both ends belong to the range. */
export interface Between {
  readonly kind: 'between'
  readonly operand: Operand
  readonly low: Literal
  readonly high: Literal
  readonly negated: boolean
  readonly at: Place
}

/**
 * Text against a pattern with the wildcards of SQL Server: `%`, `_`, `[abc]`, `[a-z]`, `[^a]`.
 * `part` says where the pattern has to fit: `whole` is `like`, the others are
 * begins-with / startswith, ends-with / endswith and contains.
 */
export interface Match {
  readonly kind: 'match'
  readonly part: 'whole' | 'start' | 'end' | 'anywhere'
  readonly operand: Operand
  readonly pattern: Operand
  readonly negated: boolean
  readonly at: Place
}

/** One of the operators of `condition-operators.ts`. */
export interface Condition {
  readonly kind: 'condition'
  readonly operator: ConditionOperatorName
  readonly column: ColumnReference
  readonly values: readonly Literal[]
  readonly at: Place
}

/** `eventhandler_serviceendpoint ne null`: the last name of the path is the navigation property. */
export interface NavigationIsNull {
  readonly kind: 'navigation is null'
  readonly scope: string | undefined
  readonly path: readonly string[]
  readonly negated: boolean
  readonly at: Place
}

/**
 * OData's any and all over a collection. The last name of `path` is the collection-valued
 * navigation property, those before it are single-valued. Inside `filter` the collection's row is
 * reached by `scope: variable`. `any()` has neither variable nor filter. `all` holds for an empty
 * collection.
 */
export interface Lambda {
  readonly kind: 'lambda'
  readonly quantifier: 'any' | 'all'
  readonly scope: string | undefined
  readonly path: readonly string[]
  readonly variable: string | undefined
  readonly filter: Filter | undefined
  readonly at: Place
}

/**
 * FetchXML's link-entity inside a filter. `any`: a linked row satisfies the link's filter;
 * `not any`: none does; `not all`: the same as `any`; `all`: linked rows exist and none satisfies
 * the filter. So the vendor defines them, against the words.
 */
export interface LinkedRows {
  readonly kind: 'linked rows'
  readonly quantifier: 'any' | 'not any' | 'all' | 'not all'
  /** Its own `join`, columns and orders mean nothing here. */
  readonly link: Link
  readonly at: Place
}

export const allOf = (filters: readonly Filter[]): AllOf =>
  Object.freeze({ kind: 'all of', filters: Object.freeze([...filters]) })

export const anyOf = (filters: readonly Filter[]): AnyOf =>
  Object.freeze({ kind: 'any of', filters: Object.freeze([...filters]) })

export const not = (filter: Filter): Not => Object.freeze({ kind: 'not', filter })

export const always = (holds: boolean): Always => Object.freeze({ kind: 'always', holds })

export const comparison = (
  left: Operand,
  operator: ComparisonOperator,
  right: Operand,
  at: Place,
): Comparison => Object.freeze({ kind: 'comparison', operator, left, right, at })

export const isNull = (operand: Operand, negated: boolean, at: Place): IsNull =>
  Object.freeze({ kind: 'is null', operand, negated, at })

export const inList = (
  operand: Operand,
  values: readonly Literal[],
  negated: boolean,
  at: Place,
): InList => Object.freeze({ kind: 'in', operand, values: Object.freeze([...values]), negated, at })

export const between = (
  operand: Operand,
  [low, high]: readonly [Literal, Literal],
  negated: boolean,
  at: Place,
): Between => Object.freeze({ kind: 'between', operand, low, high, negated, at })

export const match = (node: Omit<Match, 'kind'>): Match => Object.freeze({ kind: 'match', ...node })

export const condition = (
  column: ColumnReference,
  operator: ConditionOperatorName,
  values: readonly Literal[],
  at: Place,
): Condition =>
  Object.freeze({ kind: 'condition', operator, column, values: Object.freeze([...values]), at })

export const navigationIsNull = (node: Omit<NavigationIsNull, 'kind'>): NavigationIsNull =>
  Object.freeze({ kind: 'navigation is null', ...node })

export const lambda = (node: Omit<Lambda, 'kind'>): Lambda =>
  Object.freeze({ kind: 'lambda', ...node })

export const linkedRows = (
  quantifier: LinkedRows['quantifier'],
  link: Link,
  at: Place,
): LinkedRows => Object.freeze({ kind: 'linked rows', quantifier, link, at })
