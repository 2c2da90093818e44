/** A record being edited: what was read, what was typed, what is wrong, and saving it. */
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay, useMayWith } from '../api/me.ts'
import { createRow, type Row, readRow, shownValue, updateRow } from '../api/records.ts'
import { isProblem } from '../api/request.ts'
import { type ColumnFacts, type TableFacts, useSetOf, useTable } from '../api/tables.ts'
import { type AppTextKey, useAppTexts } from '../app/app-texts.ts'
import type { Translate } from '../texts/texts.ts'

/** A lookup's value while it is edited. */
export interface Reference {
  readonly table: string
  readonly id: string
  readonly name: string
}

export type FieldValue = string | number | boolean | readonly number[] | Reference | null

export interface RecordDraft {
  readonly table: TableFacts
  readonly id: string | undefined
  readonly values: Readonly<Record<string, FieldValue>>
  readonly errors: Readonly<Record<string, string>>
  /** Whether the hub would take a change, or the new record. */
  readonly mayWrite: boolean
  readonly dirty: boolean
  readonly saving: boolean
  /** Somebody else changed the record after it was read. */
  readonly conflict: boolean
  set(column: string, value: FieldValue): void
  reset(): void
  /**
   * Writes what changed. Gives the record's id; undefined where an input is wrong (then `errors`
   * says which) or somebody else was faster (then `conflict`). Other refusals are thrown.
   */
  save(o?: { overwrite?: boolean }): Promise<string | undefined>
  /** Forgets what was typed and reads the newest version. */
  reload(): Promise<void>
}

export interface DraftOptions {
  /** Logical name. */
  readonly table: string
  /** Undefined for a new record. */
  readonly id?: string | undefined
  /** Columns that are read and may be edited. */
  readonly columns: readonly string[]
  /** Of a new record, before anything is typed. */
  readonly initial?: Readonly<Record<string, FieldValue>>
}

export function useRecordDraft(o: DraftOptions): RecordDraft {
  const t = useAppTexts()
  const table = useTable(o.table)
  const setOf = useSetOf()
  const client = useQueryClient()
  const may = useMay()
  const mayWith = useMayWith()
  const columns = o.columns.map((name) => columnOf(table, name))
  const read = useSuspenseQuery(storedOptions(table, o.id, columns)).data
  const stored = read === null ? {} : valuesOf(read, columns)
  const [typed, setTyped] = useState<Readonly<Record<string, FieldValue>>>({})
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [saving, setSaving] = useState(false)
  const [conflict, setConflict] = useState(false)
  const initial = o.id === undefined ? (o.initial ?? {}) : {}
  const values = { ...stored, ...initial, ...typed }
  const changed = Object.keys({ ...initial, ...typed }).filter(
    (name) => !isSame(values[name], stored[name]),
  )
  const forget = () => {
    setTyped({})
    setErrors({})
    setConflict(false)
  }
  return {
    table,
    id: o.id,
    values,
    errors,
    saving,
    conflict,
    mayWrite: read === null ? may('Create', o.table) : mayWith('Update', o.table, read),
    dirty: Object.keys(typed).some((name) => !isSame(typed[name], stored[name] ?? initial[name])),
    set(column, value) {
      setTyped((before) => ({ ...before, [column]: value }))
      setErrors(({ [column]: _gone, ...rest }) => rest)
    },
    reset: forget,
    async reload() {
      await client.invalidateQueries({ queryKey: ['rows', table.set] })
      forget()
    },
    async save({ overwrite = false } = {}) {
      const wrong = faultsOf(columns, values, t)
      setErrors(wrong)
      if (Object.keys(wrong).length > 0) return undefined
      setSaving(true)
      try {
        const body = bodyOf(table, changed, values, setOf)
        const etag = overwrite ? undefined : (read?.['@odata.etag'] as string | undefined)
        const id =
          o.id === undefined
            ? await createRow(table.set, body)
            : await updateRow(table.set, o.id, body, etag).then(() => o.id)
        await client.invalidateQueries({ queryKey: ['rows', table.set] })
        forget()
        return id
      } catch (error) {
        if (!isProblem(error) || error.status !== 412) throw error
        setConflict(true)
        return undefined
      } finally {
        setSaving(false)
      }
    },
  }
}

/** A new record has nothing stored: null. */
function storedOptions(table: TableFacts, id: string | undefined, columns: readonly ColumnFacts[]) {
  const owned = table.columns.some(({ name }) => name === 'ownerid')
  const read = columns.filter(({ kind }) => kind !== 'secret').map(propertyOf)
  const select = owned ? [...new Set([...read, '_ownerid_value'])] : read
  return queryOptions({
    queryKey: ['rows', table.set, id ?? 'new', { select }],
    queryFn: async ({ signal }) =>
      id === undefined ? null : await readRow(table.set, id, { select }, signal),
  })
}

function columnOf(table: TableFacts, name: string): ColumnFacts {
  const column = table.columns.find((each) => each.name === name)
  if (column === undefined) throw new Error(`Table ${table.name} has no column ${name}.`)
  return column
}

export function propertyOf({ name, kind }: ColumnFacts): string {
  return kind === 'lookup' ? `_${name}_value` : name
}

function valuesOf(row: Row, columns: readonly ColumnFacts[]): Record<string, FieldValue> {
  return Object.fromEntries(columns.map((column) => [column.name, storedValue(row, column)]))
}

const lookupTable = '@Microsoft.Dynamics.CRM.lookuplogicalname'

function storedValue(row: Row, column: ColumnFacts): FieldValue {
  const property = propertyOf(column)
  const value = row[property]
  if (value === null || value === undefined) return null
  if (column.kind === 'lookup') {
    const table = row[`${property}${lookupTable}`] ?? column.targets?.[0] ?? ''
    return { table: String(table), id: String(value), name: shownValue(row, column.name) }
  }
  if (column.kind === 'multichoice') return String(value).split(',').map(Number)
  if (typeof value === 'object') return JSON.stringify(value)
  return value as FieldValue
}

type SetOf = (table: string) => string

function bodyOf(
  table: TableFacts,
  names: readonly string[],
  values: Readonly<Record<string, FieldValue>>,
  setOf: SetOf,
): Row {
  return Object.fromEntries(
    names.map((name) => written(columnOf(table, name), values[name] ?? null, setOf)),
  )
}

/** The property and value that the Data API takes for a column. */
function written(column: ColumnFacts, value: FieldValue, setOf: SetOf): [string, unknown] {
  if (column.kind === 'lookup') return writtenLookup(column, value as Reference | null, setOf)
  if (Array.isArray(value)) return [column.name, value.join(',')]
  return [column.name, value]
}

function writtenLookup(
  column: ColumnFacts,
  value: Reference | null,
  setOf: SetOf,
): [string, unknown] {
  const target = value?.table ?? column.targets?.[0] ?? ''
  const navigation = column.navigation?.[target] ?? column.name
  return [`${navigation}@odata.bind`, value === null ? null : `/${setOf(value.table)}(${value.id})`]
}

function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

/** What can be said without asking the hub; it checks everything again. */
function faultsOf(
  columns: readonly ColumnFacts[],
  values: Readonly<Record<string, FieldValue>>,
  t: Translate<AppTextKey>,
): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const column of columns) {
    const fault = column.readOnly ? undefined : faultOf(column, values[column.name] ?? null, t)
    if (fault !== undefined) faults[column.name] = fault
  }
  return faults
}

function faultOf(
  { label, required, maxLength, min, max }: ColumnFacts,
  value: FieldValue,
  t: Translate<AppTextKey>,
): string | undefined {
  if (value === null || value === '') return required ? t('field.required', { label }) : undefined
  if (typeof value === 'string' && maxLength !== undefined && value.length > maxLength)
    return t('field.tooLong', { max: maxLength })
  if (typeof value === 'number' && min !== undefined && value < min)
    return t('field.tooSmall', { min })
  if (typeof value === 'number' && max !== undefined && value > max)
    return t('field.tooLarge', { max })
  return undefined
}
