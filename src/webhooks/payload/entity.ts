import type { Values } from '#pipeline'
import type { ContextSource } from './context-source.ts'
import { formattedValue } from './formatted-value.ts'
import { quote } from './json-text.ts'
import type { TableColumns } from './table-columns.ts'
import { entityType, plainValue, reference } from './typed-value.ts'

/** The columns that a target shows last, as Dataverse does, each with its "on behalf of" twin. */
const stamps = ['createdon', 'createdby', 'modifiedon', 'modifiedby'] as const

interface Written {
  readonly attributes: readonly string[]
  readonly formatted?: readonly string[]
}

/** What is written, with what the hub filled in: first what was sent, then the id, then the rest. */
export function targetEntity(source: ContextSource, columns: TableColumns, zone: string): string {
  const { target, message } = source
  const names = orderedNames(source, columns.table.primaryKey)
  const attributes = attributesOf(columns, target, names)
  for (const name of stamps) {
    if (target[name] === undefined) continue
    attributes.push(...attributesOf(columns, target, [name]), ...onBehalfOf(source, name))
  }
  if (message !== 'Create') return entity(columns, source.id, { attributes })
  const formatted = formattedOf(columns, target, [...names, ...stamps], zone)
  return entity(columns, source.id, { attributes, formatted })
}

function orderedNames({ target, sent }: ContextSource, primaryKey: string): string[] {
  const last: readonly string[] = stamps
  const first = Object.keys(sent).filter((name) => name !== primaryKey && name in target)
  const rest = Object.keys(target).filter((name) => !(name in sent) && name !== primaryKey)
  return [...first, primaryKey, ...rest].filter((name) => !last.includes(name))
}

/** Whoever acts in another's name; the hub keeps it with the execution, not in a column. */
function onBehalfOf(source: ContextSource, name: string): string[] {
  if (!name.endsWith('by') || `${name.slice(0, -2)}onbehalfby` in source.target) return []
  const { initiatingUserId: id, userId } = source
  const value = id === userId ? 'null' : reference({ table: 'systemuser', id })
  return [`{"key":"${name.slice(0, -2)}onbehalfby","value":${value}}`]
}

/** What the caller sent, and the id. */
export function sentEntity({ sent, id }: ContextSource, columns: TableColumns): string {
  const { primaryKey } = columns.table
  const names = Object.keys(sent).filter((name) => name !== primaryKey)
  const values = { ...sent, [primaryKey]: id }
  return entity(columns, id, { attributes: attributesOf(columns, values, [...names, primaryKey]) })
}

/** A row as it was or is: columns without a value are left out. `names`: undefined for all. */
export function imageEntity(
  columns: TableColumns,
  row: Readonly<Values>,
  names: readonly string[] | undefined,
  zone: string,
): string {
  const { primaryKey } = columns.table
  const wanted = names === undefined ? [...columns.shown.keys()] : withKey(names, primaryKey)
  const held = wanted.filter((name) => row[name] !== null && row[name] !== undefined)
  const attributes = attributesOf(columns, row, held)
  const formatted = formattedOf(columns, row, held, zone)
  return entityBody(columns, String(row[primaryKey]), { attributes, formatted })
}

function withKey(names: readonly string[], primaryKey: string): string[] {
  return [...names.filter((name) => name !== primaryKey), primaryKey]
}

function attributesOf(
  columns: TableColumns,
  values: Readonly<Values>,
  names: readonly string[],
): string[] {
  const attributes: string[] = []
  for (const name of names) {
    const value = values[name]
    const written = columns.shown.get(name)
    if (value === undefined) continue
    if (written !== undefined) {
      attributes.push(`${written.start}${value === null ? 'null' : written.write(value, values)}}`)
    } else if (!(name in columns.table.allColumns)) {
      attributes.push(`{"key":${quote(name)},"value":${plainValue(value)}}`)
    }
  }
  return attributes
}

function formattedOf(
  columns: TableColumns,
  values: Readonly<Values>,
  names: readonly string[],
  zone: string,
): string[] {
  const entries: string[] = []
  for (const name of names) {
    const value = values[name]
    const written = columns.shown.get(name)
    if (written === undefined || value === null || value === undefined) continue
    const text = formattedValue(written.column, value, zone)
    if (text !== undefined) entries.push(`${written.start}${quote(text)}}`)
  }
  return entries
}

function entity(columns: TableColumns, id: string, written: Written): string {
  return `{${entityType}${entityBody(columns, id, written).slice(1)}`
}

/** Without `__type`: images are declared as entities. */
function entityBody(
  { table }: TableColumns,
  id: string,
  { attributes, formatted = [] }: Written,
): string {
  return `{"Attributes":[${attributes.join(',')}],"EntityState":null,"FormattedValues":[${formatted.join(',')}],"Id":${quote(id)},"KeyAttributes":[],"LogicalName":${quote(table.name)},"RelatedEntities":[],"RowVersion":null}`
}
