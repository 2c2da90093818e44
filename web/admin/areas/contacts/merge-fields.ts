/** The columns of two contacts beside each other, and what a choice between them writes. */
import type { Row } from '../../api/records.ts'
import { lookupId, shownValue } from '../../api/records.ts'
import type { ColumnFacts, TableFacts } from '../../api/tables.ts'

export type MergeSide = 'one' | 'other'

interface Side {
  readonly shown: string
  readonly value: unknown
  /** Of a lookup: the table it points to. */
  readonly table: string | undefined
}

export interface MergeField {
  readonly name: string
  readonly label: string
  readonly kind: ColumnFacts['kind']
  readonly navigation: Readonly<Record<string, string>>
  readonly one: Side
  readonly other: Side
  readonly same: boolean
  /** The kept contact's own value, or the other's where it has none. */
  readonly usual: MergeSide
}

/** Told by the hub itself, or nobody's choice. */
const left: ReadonlySet<string> = new Set([
  'ownerid',
  'statecode',
  'statuscode',
  'fullname',
  'yomifullname',
])

/** What people look at first. */
const first = ['firstname', 'lastname', 'emailaddress1', 'telephone1', 'mobilephone']

const isOffered = ({ name, kind, readOnly }: ColumnFacts) =>
  !readOnly && !left.has(name) && !['key', 'secret', 'json'].includes(kind)

export function mergeSelect({ columns }: TableFacts): string[] {
  const offered = columns
    .filter(isOffered)
    .map(({ name, kind }) => (kind === 'lookup' ? `_${name}_value` : name))
  return ['fullname', 'statecode', ...offered]
}

/** Only columns in which at least one of the two has something. */
export function mergeFieldsOf(table: TableFacts, one: Row, other: Row): MergeField[] {
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length)
  return (
    table.columns
      .filter(isOffered)
      .map((column) => fieldOf(column, one, other))
      .filter((field) => field.one.shown !== '' || field.other.shown !== '')
      // Switches that are off in both say nothing.
      .filter((field) => !(field.kind === 'boolean' && field.same && field.one.value !== true))
      .toSorted((a, b) => place(a.name) - place(b.name) || Number(a.same) - Number(b.same))
  )
}

function fieldOf(column: ColumnFacts, one: Row, other: Row): MergeField {
  const { name, label, kind, navigation = {} } = column
  const [left, right] = [sideOf(column, one), sideOf(column, other)]
  const isFlag = kind === 'boolean'
  return {
    ...{ name, label, kind, navigation },
    one: left,
    other: right,
    same: left.value === right.value || (isFlag && !left.value && !right.value),
    usual: left.value === null && right.value !== null ? 'other' : 'one',
  }
}

function sideOf({ name, kind }: ColumnFacts, row: Row): Side {
  if (kind !== 'lookup') {
    return { shown: shownValue(row, name), value: row[name] ?? null, table: undefined }
  }
  const table = row[`_${name}_value@Microsoft.Dynamics.CRM.lookuplogicalname`]
  return {
    shown: shownValue(row, name),
    value: lookupId(row, name) ?? null,
    table: table === undefined ? undefined : String(table),
  }
}

/** UpdateContent of the action Merge. */
export function contentOf(fields: readonly MergeField[], setOf: (table: string) => string) {
  return Object.fromEntries(
    fields.map(({ name, kind, navigation, other }) => {
      if (kind !== 'lookup') return [name, other.value]
      const property = navigation[other.table ?? ''] ?? Object.values(navigation)[0] ?? name
      const address = other.value === null ? null : `/${setOf(other.table ?? '')}(${other.value})`
      return [`${property}@odata.bind`, address]
    }),
  )
}

/** Tables whose rows people know by another word than the table's. */
export function movesText(table: string) {
  if (table === 'msevtmgt_eventregistration') return 'merge.moves.registrations'
  if (table === 'msevtmgt_sessionregistration') return 'merge.moves.sessions'
  return undefined
}
