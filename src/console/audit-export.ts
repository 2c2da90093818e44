/** The audit log as CSV, read page by page so that years of it do not fill the memory. */
import type { AuditChange, AuditFilter, AuditRow, Identity, RecordNames } from '#identity'
import type { Caller } from '#pipeline'
import { csvLine } from './csv.ts'

const pieceSize = 500

const columns = [
  ...['when', 'user', 'initiatingUser', 'action', 'table', 'record', 'recordId', 'changes'],
  ...['address', 'browser', 'request', 'correlation'],
]

/** The first piece is the header; then lines, newest first. */
export async function* auditAsCsv(
  audit: Pick<Identity['audit'], 'list'>,
  caller: Caller,
  filter: AuditFilter,
): AsyncGenerator<string> {
  // The byte order mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${csvLine(columns)}`
  let after: string | null = ''
  while (after !== null) {
    const page = { limit: pieceSize, ...(after === '' ? {} : { after }) }
    const { value, names, next } = await audit.list(caller, filter, page)
    yield value.map((row) => lineOf(row, names)).join('')
    after = next
  }
}

function lineOf(row: AuditRow, names: RecordNames): string {
  return csvLine([
    row.at.toISOString(),
    row.user?.name,
    row.initiatingUser?.name,
    row.action,
    row.table,
    row.recordName || names[row.recordId ?? '']?.name,
    row.recordId,
    row.changes === null ? null : JSON.stringify(row.changes.map((each) => named(each, names))),
    row.address,
    row.userAgent,
    row.request,
    row.correlationId,
  ])
}

/** Ids stay for programs; people read `oldName` and `newName` beside them. */
function named(change: AuditChange, names: RecordNames) {
  if ('secret' in change) return change
  const { column } = change
  const oldName = namesIn(change.old, names).join(', ')
  const newName = namesIn(change.new, names).join(', ')
  const before = { old: change.old, ...(oldName && { oldName }) }
  return { column, ...before, new: change.new, ...(newName && { newName }) }
}

/** Of an id, of a table and an id, or of a list of these; what was deleted since has no name. */
function namesIn(value: unknown, names: RecordNames): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => namesIn(each, names))
  if (typeof value === 'object' && value !== null && 'id' in value) return namesIn(value.id, names)
  if (typeof value !== 'string' || !Object.hasOwn(names, value)) return []
  return names[value]?.name ? [names[value].name] : []
}
