/** All rows of a query as one file, page by page, with progress. */
import type { Row } from '../../api/records.ts'
import { cellText, columnsOf, flat } from './flat-rows.ts'
import { type Cursor, namedColumns, type Question, type Reading, readPage } from './run-query.ts'

const pageSize = 5_000

export interface Progress {
  readonly rows: number
  readonly total: number | undefined
}

interface Download extends Omit<Reading, 'cursor' | 'size'> {
  readonly labels: boolean
  readonly onProgress: (progress: Progress) => void
}

interface Lines {
  readonly text: string[]
  readonly width: number
}

/** The byte order mark tells spreadsheets that this is UTF-8. */
export async function queryAsCsv(question: Question, o: Download): Promise<Blob> {
  const columns: string[] = []
  const pages: Lines[] = []
  let cursor: Cursor | undefined
  let rows = 0
  do {
    const page = await readPage(question, { ...o, cursor, size: pageSize })
    const cells = page.rows.map(flat)
    const known = namedColumns(question)
    for (const name of columnsOf(cells, known)) if (!columns.includes(name)) columns.push(name)
    pages.push(linesOf(cells, columns, o.labels))
    rows += cells.length
    o.onProgress({ rows, total: page.exceeded ? undefined : page.total })
    cursor = page.next
  } while (cursor !== undefined)
  const head = `\uFEFF${columns.map((name) => cell(name)).join(',')}\r\n`
  return new Blob([head, ...pages.map((page) => widened(page, columns.length))], {
    type: 'text/csv;charset=utf-8',
  })
}

function linesOf(rows: readonly Row[], columns: readonly string[], labels: boolean): Lines {
  const text = rows.map((row) =>
    columns
      .map((name) => cell(cellText(row, name, labels), typeof row[name] === 'number'))
      .join(','),
  )
  return { text, width: columns.length }
}

/** Columns that came with later pages are empty in earlier ones. */
function widened({ text, width }: Lines, columns: number): string {
  const rest = ','.repeat(columns - width)
  return text.map((line) => `${line}${rest}\r\n`).join('')
}

/**
 * RFC 4180; what a spreadsheet would run as a formula (OWASP, CSV injection), also in full-width
 * forms, gets an apostrophe in front. Numbers may begin with a minus.
 */
function cell(text: string, isNumber = false): string {
  const safe = !isNumber && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
