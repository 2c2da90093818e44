/** The audit log as CSV, read page by page so that years of it do not fill the memory. */
import type { AuditFilter, AuditRow, Identity } from '#identity'
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
    const { value, next } = await audit.list(caller, filter, page)
    yield value.map(lineOf).join('')
    after = next
  }
}

function lineOf(row: AuditRow): string {
  return csvLine([
    row.at.toISOString(),
    row.user?.name,
    row.initiatingUser?.name,
    row.action,
    row.table,
    row.recordName,
    row.recordId,
    row.changes === null ? null : JSON.stringify(row.changes),
    row.address,
    row.userAgent,
    row.request,
    row.correlationId,
  ])
}
