import type { Column, Table } from '#database'
import { websiteTable } from '#events'
import { type Execution, nearestName } from '#pipeline'
import { refusals } from './refusals.ts'

export interface ColumnRules {
  /** The tables as they are now, custom columns included. */
  tables(): readonly Table[]
  /** Resolves when columns are known that another process added. */
  refresh(): Promise<void>
  /** Whether an administrator wants Wi-Fi passwords to be public; see `Publishing`. */
  readonly wifiPasswords: boolean
}

/** A website table configuration is saved: every column has to be one that the public may see. */
export async function checkWebsiteColumns(
  { target, pre }: Execution,
  rules: ColumnRules,
): Promise<void> {
  const { msevtmgt_selectedentity: entity, msevtmgt_selectedfields: fields } = { ...pre, ...target }
  const name = websiteTable(Number(entity))
  // The pipeline itself refuses options that do not exist.
  if (name === undefined) return
  const wanted = readSelectedFields(fields)
  if (typeof wanted === 'string') {
    const details = { input: 'msevtmgt_selectedfields', found: String(fields) }
    throw refusals['selected-fields-unreadable']({ problem: wanted }, details)
  }
  let table = findTable(rules, name)
  if (wanted.some((column) => table.allColumns[column] === undefined)) {
    await rules.refresh()
    table = findTable(rules, name)
  }
  for (const column of wanted) {
    const reason = whyNot(table, column, rules)
    if (reason === undefined) continue
    throw refusals['column-not-publishable'](
      { column, table: table.name, reason },
      { input: 'msevtmgt_selectedfields', found: column },
    )
  }
}

/** The column names of a configuration, or what is wrong with them. */
export function readSelectedFields(text: unknown): readonly string[] | string {
  if (text === null || text === undefined || String(text).trim() === '') return []
  let list: unknown
  try {
    list = JSON.parse(String(text))
  } catch (error) {
    return `it is not valid JSON (${(error as Error).message})`
  }
  if (!Array.isArray(list)) return 'it is valid JSON, but no list'
  const stranger = list.find((each) => typeof each !== 'string')
  if (stranger !== undefined) return `${JSON.stringify(stranger)} is no text`
  return [...new Set(list as string[])]
}

/** Whoever knows their values gets in, presents or pays in somebody's place. */
const keysToDoors = new Set(['msevtmgt_presentationmanagerurl', 'gr_webinarpassword'])
const wifiPassword = 'msevtmgt_wifipassword'

/** In words; undefined for a column that may be shown. */
export function whyNot(
  table: Table,
  name: string,
  { wifiPasswords }: Pick<ColumnRules, 'wifiPasswords'>,
): string | undefined {
  if (/^entityimage/.test(name)) return 'entity images are not shown; pictures have addresses'
  const column = Object.hasOwn(table.allColumns, name) ? table.allColumns[name] : undefined
  if (column === undefined || column.hidden) {
    const near = nearestName(name, Object.keys(table.allColumns))
    return near === undefined ? 'there is none' : `there is none; ${near} has a similar name`
  }
  if (column.kind === 'secret' || keysToDoors.has(name)) return 'it is a secret'
  if (name === wifiPassword && !wifiPasswords) {
    return 'Wi-Fi passwords are not published by this hub'
  }
  return whyNotKind(column)
}

function whyNotKind({ kind, targets = [] }: Column): string | undefined {
  if (kind === 'multichoice') return 'choices of several options are not supported, single ones are'
  if (kind === 'json') return 'it is of internal use'
  if (targets.includes('account') && targets.includes('contact')) {
    return 'lookups of the type Customer are not supported'
  }
  return undefined
}

function findTable({ tables }: ColumnRules, name: string): Table {
  const table = tables().find((each) => each.name === name)
  if (table === undefined) throw new TypeError(`No table ${name} is declared.`)
  return table
}
