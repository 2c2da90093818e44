/**
 * Questions as a program would hold them, apart from any query language: a test draws them at
 * random, writes them as text, asks the hub, and compares with `evaluate.ts`, which only knows
 * this file.
 */

export type Value = string | number | boolean | null

/** Values as a person would write them down: numbers as numbers, dates as ISO text. */
export type Row = Readonly<Record<string, Value>>

export type TableName = 'gr_person' | 'gr_company'

export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'localtime' | 'id'

interface TableShape {
  readonly key: string
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Ways to one row: the lookup and the table. */
  readonly singles: Readonly<Record<string, { readonly column: string; readonly to: TableName }>>
  /** Ways to rows that point here. */
  readonly collections: Readonly<
    Record<string, { readonly of: TableName; readonly column: string }>
  >
}

export const shapes: Readonly<Record<TableName, TableShape>> = {
  gr_person: {
    key: 'gr_personid',
    columns: {
      name: 'text',
      code: 'text',
      age: 'number',
      balance: 'number',
      level: 'number',
      namelength: 'number',
      active: 'boolean',
      born: 'date',
      seen: 'instant',
      meets: 'localtime',
      companyid: 'id',
      new_colour: 'text',
      new_size: 'number',
      new_since: 'instant',
    },
    singles: {
      companyid: { column: 'companyid', to: 'gr_company' },
      manager: { column: 'managerid', to: 'gr_person' },
    },
    collections: { reports: { of: 'gr_person', column: 'managerid' } },
  },
  gr_company: {
    key: 'gr_companyid',
    columns: { name: 'text', city: 'text', revenue: 'number' },
    singles: { parentid: { column: 'parentid', to: 'gr_company' } },
    collections: {
      staff: { of: 'gr_person', column: 'companyid' },
      daughters: { of: 'gr_company', column: 'parentid' },
    },
  },
}

export interface World {
  readonly gr_person: readonly Row[]
  readonly gr_company: readonly Row[]
}

/** A column behind single-valued ways. */
export interface Path {
  readonly ways: readonly string[]
  readonly column: string
  readonly type: ColumnType
}

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'

export type Test =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test }
  | {
      readonly kind: 'compare'
      readonly path: Path
      readonly operator: Operator
      readonly value: Value
    }
  | {
      readonly kind: 'columns'
      readonly left: Path
      readonly operator: Operator
      readonly right: Path
    }
  | { readonly kind: 'null'; readonly path: Path; readonly negated: boolean }
  | {
      readonly kind: 'in'
      readonly path: Path
      readonly values: readonly Value[]
      readonly negated: boolean
    }
  | {
      readonly kind: 'between'
      readonly path: Path
      readonly low: Value
      readonly high: Value
      readonly negated: boolean
    }
  | {
      readonly kind: 'match'
      readonly path: Path
      readonly part: 'contains' | 'startswith' | 'endswith'
      readonly text: string
    }
  | {
      readonly kind: 'year'
      readonly path: Path
      readonly operator: Operator
      readonly year: number
    }
  | {
      readonly kind: 'sum'
      readonly left: Path
      readonly right: Path
      readonly operator: Operator
      readonly value: number
    }
  | {
      readonly kind: 'some' | 'every'
      readonly collection: string
      readonly test: Test | undefined
    }

export interface Order {
  readonly path: Path
  readonly descending: boolean
}

export interface Expand {
  readonly way: string
  readonly many: boolean
  readonly select: readonly string[]
  readonly test: Test | undefined
  readonly orders: readonly Order[]
  readonly top: number | undefined
}

export interface Question {
  readonly table: TableName
  readonly select: readonly string[]
  readonly test: Test | undefined
  readonly orders: readonly Order[]
  readonly expands: readonly Expand[]
}
