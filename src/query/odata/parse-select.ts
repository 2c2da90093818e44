import {
  allColumns,
  type SelectedColumn,
  type Selection,
  selectedColumn,
  selection,
} from '../plan/selection.ts'
import type { Parsing } from './parsing.ts'

const property = /[A-Za-z_]\w*/y

/** `a,b`, with blanks anywhere between, or `*`. */
export function parseSelect({ scanner }: Parsing): Selection {
  const columns: SelectedColumn[] = []
  let all = false
  do {
    const at = scanner.here()
    const name = scanner.match(property)
    if (name !== undefined) columns.push(selectedColumn(name, at))
    else if (scanner.take('*')) all = true
    else throw scanner.fault('a property')
    if (scanner.sees('/')) throw scanner.fault("',': properties of related rows belong in $expand")
  } while (scanner.take(','))
  return columns.length === 0 ? allColumns : selection(columns, all)
}
