/**
 * A table is declared once. From the declaration come the row type, validation, `$metadata`,
 * FetchXML names, the console's forms and the messages that steps can be registered for.
 * Migrations stay plain SQL; a test proves that both describe the same database.
 *
 * Words: a *column* carries the Dataverse logical name, which is also its SQL name. A *choice* is
 * an integer with labels. A *local time* is wall-clock time in the event's own zone, without
 * offset. A *secret* column is write-only: its value lives in the vault, never in the table.
 * *Custom* columns are added at run time (`custom-columns/`) and look like all others from then on.
 */

import type { CustomFacts, Labels } from './custom-columns/custom-column.ts'

export type ColumnKind =
  | 'key'
  | 'text'
  | 'memo'
  | 'integer'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'choice'
  | 'multichoice'
  | 'instant'
  | 'localtime'
  | 'date'
  | 'lookup'
  | 'uuid'
  | 'json'
  | 'secret'

export interface ChoiceOption {
  readonly value: number
  readonly label: string
  /** The label in other languages too, where an administrator gave it. */
  readonly labels?: Labels
}

/** What happens to this row when the row that a lookup points to is deleted. */
export type OnTargetDelete = 'clear' | 'cascade' | 'restrict'

export interface Column<T = unknown, K extends ColumnKind = ColumnKind> {
  readonly kind: K
  readonly label: string
  /** Must have a value; checked on Create and when an Update sets it to null. */
  readonly required: boolean
  /** Callers cannot write it. */
  readonly readOnly: boolean
  /** Engine-only: stored, but never shown by any API. */
  readonly hidden: boolean
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
  /** Decimals of a decimal or money column, where fewer than its type holds. */
  readonly precision?: number
  readonly options?: readonly ChoiceOption[]
  /** Logical names of the tables a lookup may point to. */
  readonly targets?: readonly string[]
  readonly onTargetDelete?: OnTargetDelete
  /** Navigation property name in OData, where it differs from the column name. */
  readonly navigation?: string
  /**
   * Name of the collection-valued navigation property on the target's side; by target where a
   * lookup has several. Undeclared ones get a name worked out from both tables and the column.
   */
  readonly collection?: string | Readonly<Record<string, string>>
  /** Value written when a Create does not give one. */
  readonly defaultValue?: T
  /** SQL of a generated (stored) column. */
  readonly generated?: string
  /** SQL of a value computed at reading; `t` is the alias of the table. No such SQL column exists. */
  readonly computed?: string
  /** Of columns that an administrator added at run time. */
  readonly custom?: CustomFacts
  readonly rowType?: T
}

interface Options<T> {
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly hidden?: boolean
  readonly default?: T
  readonly generated?: string
  readonly computed?: string
}

type Built<T, O, K extends ColumnKind> = Column<O extends { required: true } ? T : T | null, K>

function column<T, K extends ColumnKind, O extends Options<T>>(
  kind: K,
  label: string,
  options: O,
  more: Partial<Column> = {},
): Built<T, O, K> {
  const { default: defaultValue, ...rest } = options as Options<T>
  return {
    kind,
    label,
    required: rest.required ?? false,
    readOnly: rest.readOnly ?? (rest.generated !== undefined || rest.computed !== undefined),
    hidden: rest.hidden ?? false,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(rest.generated === undefined ? {} : { generated: rest.generated }),
    ...(rest.computed === undefined ? {} : { computed: rest.computed }),
    ...more,
  } as Built<T, O, K>
}

export const key = (label: string): Column<string, 'key'> =>
  column('key', label, { required: true as const })

export const text = <const O extends Options<string> & { max: number }>(label: string, o: O) => {
  const { max, ...options } = o
  return column<string, 'text', Omit<O, 'max'>>('text', label, options as never, {
    maxLength: max,
  }) as Built<string, O, 'text'>
}

export const memo = <const O extends Options<string> & { max: number }>(label: string, o: O) => {
  const { max, ...options } = o
  return column<string, 'memo', Omit<O, 'max'>>('memo', label, options as never, {
    maxLength: max,
  }) as Built<string, O, 'memo'>
}

interface NumberOptions<T> extends Options<T> {
  readonly min?: number
  readonly max?: number
}

function numeric<T, K extends ColumnKind>(kind: K) {
  return <const O extends NumberOptions<T>>(label: string, o?: O): Built<T, O, K> => {
    const { min, max, ...options } = (o ?? {}) as NumberOptions<T>
    return column<T, K, Options<T>>(kind, label, options, {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    }) as Built<T, O, K>
  }
}

/** 32-bit whole number. */
export const integer = numeric<number, 'integer'>('integer')
/** 64-bit whole number, safe as a JavaScript number up to 2^53. */
export const bigint = numeric<number, 'bigint'>('bigint')
export const float = numeric<number, 'float'>('float')
/** Exact decimal, a string in rows. */
export const decimal = numeric<string, 'decimal'>('decimal')
/** Exact amount with four decimals, a string in rows. */
export const money = numeric<string, 'money'>('money')

function plain<T, K extends ColumnKind>(kind: K) {
  return <const O extends Options<T>>(label: string, o?: O): Built<T, O, K> =>
    column<T, K, Options<T>>(kind, label, o ?? {}) as Built<T, O, K>
}

export const boolean = plain<boolean, 'boolean'>('boolean')
/** A point in time, stored with time zone ("user local" in Dataverse). */
export const instant = plain<Date, 'instant'>('instant')
/** Wall-clock time in the row's own zone, `YYYY-MM-DDTHH:MM:SS` ("time-zone independent"). */
export const localtime = plain<string, 'localtime'>('localtime')
/** Calendar date, `YYYY-MM-DD`. */
export const date = plain<string, 'date'>('date')
export const uuid = plain<string, 'uuid'>('uuid')
export const json = plain<unknown, 'json'>('json')

export const choice = <
  const Set extends Readonly<Record<string, ChoiceOption>>,
  const O extends Options<Set[keyof Set]['value']>,
>(
  label: string,
  set: Set,
  o?: O,
) =>
  column<Set[keyof Set]['value'], 'choice', Options<Set[keyof Set]['value']>>(
    'choice',
    label,
    o ?? {},
    { options: Object.values(set) },
  ) as Built<Set[keyof Set]['value'], O, 'choice'>

interface LookupOptions extends Options<string> {
  readonly onTargetDelete?: OnTargetDelete
  readonly navigation?: string
  readonly collection?: string | Readonly<Record<string, string>>
}

/** A reference to a row of one of the target tables. Required lookups hold their target back. */
export const lookup = <const O extends LookupOptions>(
  label: string,
  targets: string | readonly string[],
  o?: O,
) => {
  const { onTargetDelete, navigation, collection, ...options } = (o ?? {}) as LookupOptions
  return column<string, 'lookup', Options<string>>('lookup', label, options, {
    targets: typeof targets === 'string' ? [targets] : targets,
    onTargetDelete: onTargetDelete ?? (options.required === true ? 'restrict' : 'clear'),
    ...(navigation === undefined ? {} : { navigation }),
    ...(collection === undefined ? {} : { collection }),
  }) as Built<string, O, 'lookup'>
}

/** A write-only value that is kept in the vault. Reading it is an error; `is set` can be asked. */
export const secret = (label: string, o: { max: number; required?: boolean }) =>
  ({
    ...column<never, 'secret', Options<never>>('secret', label, {}, { maxLength: o.max }),
    required: o.required ?? false,
  }) as Column<never, 'secret'>

/** Options of a choice column: `{ onSite: option(100000001, 'On site'), … }`. */
export const option = <const V extends number>(value: V, label: string) =>
  ({ value, label }) as const

export type Columns = Readonly<Record<string, Column>>

/** Who owns rows: a user or team, the organisation, or nobody (engine tables). */
export type Ownership = 'user' | 'organization' | 'none'

export interface TableDeclaration<C extends Columns = Columns> {
  /** Logical name, also the SQL name. */
  readonly name: string
  /** Set name in OData addresses. */
  readonly set: string
  readonly label: string
  readonly pluralLabel: string
  readonly ownership: Ownership
  /** Column shown as the row's name; undefined for tables without one. */
  readonly primaryName?: keyof C & string
  /** False for engine tables: no API shows them and the pipeline does not write them. */
  readonly exposed: boolean
  readonly columns: C
  /** Alternate keys, by name. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Allowed status reasons per state; default Active 0/1 and Inactive 1/2. */
  readonly states: readonly StateOption[]
  /** Numeric type code, where clients know one. */
  readonly typeCode?: number
}

export interface StateOption extends ChoiceOption {
  readonly statuses: readonly ChoiceOption[]
}

export interface Table<C extends Columns = Columns> extends TableDeclaration<C> {
  readonly primaryKey: string
  /** Own and standard columns together, in order. */
  readonly allColumns: Columns
}

type SqlColumns<C extends Columns> = {
  [N in keyof C as C[N]['kind'] extends 'secret' ? never : N]: C[N] extends Column<infer T>
    ? T
    : never
}

export interface StandardColumns {
  createdon: Date
  createdby: string | null
  modifiedon: Date
  modifiedby: string | null
  versionnumber: number
  statecode: number
  statuscode: number
}

export interface OwnerColumns {
  ownerid: string | null
  owneridtype: string | null
  owningbusinessunit: string | null
}

/** What a select of a table's rows gives. */
export type Row<T extends Table> = SqlColumns<T['columns']> &
  (T['ownership'] extends 'none' ? Record<never, never> : StandardColumns) &
  (T['ownership'] extends 'user' ? OwnerColumns : Record<never, never>)

/** The table map that Kysely needs: `db.withTables<TablesOf<typeof tables>>()`. */
export type TablesOf<T extends Readonly<Record<string, Table>>> = {
  [K in keyof T as T[K]['name']]: Row<T[K]>
}

const activeAndInactive: readonly StateOption[] = [
  { value: 0, label: 'Active', statuses: [{ value: 1, label: 'Active' }] },
  { value: 1, label: 'Inactive', statuses: [{ value: 2, label: 'Inactive' }] },
]

type Declared<C extends Columns, N extends string, O extends Ownership> = Omit<
  TableDeclaration<C>,
  'exposed' | 'keys' | 'states' | 'pluralLabel'
> & {
  readonly name: N
  readonly ownership: O
  readonly pluralLabel?: string
  readonly exposed?: boolean
  readonly keys?: Readonly<Record<string, readonly (keyof C & string)[]>>
  readonly states?: readonly StateOption[]
}

export function defineTable<
  const C extends Columns,
  const N extends string,
  const O extends Ownership,
>(declared: Declared<C, N, O>): Table<C> & { readonly name: N; readonly ownership: O } {
  const primaryKey = Object.keys(declared.columns).find((n) => declared.columns[n]?.kind === 'key')
  if (primaryKey === undefined) throw new TypeError(`Table ${declared.name} has no key column.`)
  const states = declared.states ?? activeAndInactive
  return {
    ...declared,
    pluralLabel: declared.pluralLabel ?? `${declared.label}s`,
    exposed: declared.exposed ?? true,
    keys: declared.keys ?? {},
    states,
    primaryKey,
    allColumns: { ...declared.columns, ...standardColumns(declared.ownership, states) },
  } as Table<C> & { readonly name: N; readonly ownership: O }
}

function standardColumns(ownership: Ownership, states: readonly StateOption[]): Columns {
  if (ownership === 'none') return {}
  const firstState = states[0] as StateOption
  const standard: Record<string, Column> = {
    createdon: instant('Created on', { required: true, readOnly: true }),
    createdby: lookup('Created by', 'systemuser', { readOnly: true }),
    modifiedon: instant('Modified on', { required: true, readOnly: true }),
    modifiedby: lookup('Modified by', 'systemuser', { readOnly: true }),
    versionnumber: bigint('Version number', { required: true, readOnly: true }),
    statecode: {
      ...integer('Status', { required: true, default: firstState.value }),
      kind: 'choice',
      options: states.map(({ value, label }) => ({ value, label })),
    } as Column,
    statuscode: {
      ...integer('Status reason', { required: true, default: firstState.statuses[0]?.value ?? 1 }),
      kind: 'choice',
      options: states.flatMap((state) => state.statuses),
    } as Column,
  }
  if (ownership === 'user') {
    standard.ownerid = lookup('Owner', ['systemuser', 'team'])
    standard.owneridtype = text('Owner type', { max: 64, readOnly: true })
    standard.owningbusinessunit = lookup('Owning business unit', 'businessunit', { readOnly: true })
  }
  return standard
}

/** A many-to-many link, kept in an intersect table of two lookups. Associate and Disassociate write it. */
export interface Relationship {
  /** Schema name, also the navigation property on both sides. */
  readonly name: string
  /** The SQL table that holds the pairs. */
  readonly intersect: string
  readonly first: { readonly table: string; readonly column: string }
  readonly second: { readonly table: string; readonly column: string }
}

export const defineRelationship = <const R extends Relationship>(relationship: R): R => relationship
