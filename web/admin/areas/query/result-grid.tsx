import { useMemo } from 'react'
import type { Row } from '../../api/records.ts'
import type { TableFacts } from '../../api/tables.ts'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { cellText, columnsOf, flat, isNumber } from './flat-rows.ts'
import { useQueryTexts } from './query-texts.ts'

interface ResultGridProps {
  readonly rows: readonly Row[]
  /** Columns that the query names, in its order. */
  readonly known: readonly string[]
  /** The table that is asked, for the labels of its columns. */
  readonly table: TableFacts | undefined
  readonly labels: boolean
  readonly more: () => void
}

/** Rows of any query; the next page comes when its end comes near. */
export function ResultGrid({ rows, known, table, labels, more }: ResultGridProps) {
  const t = useQueryTexts()
  const cells = useMemo(() => rows.map(flat), [rows])
  const columns = useMemo(
    () => columnsOf(cells, known).filter((name) => !labels || name !== keyUnasked(known, table)),
    [cells, known, labels, table],
  )
  return (
    <VirtualTable
      label={t('result.title')}
      count={cells.length}
      rowHeight={34}
      className="query-grid"
      style={{ flex: 1, minHeight: 240 }}
      head={<Head columns={columns} table={table} labels={labels} />}
      row={(index) => {
        const row = cells[index]
        return row === undefined ? null : (
          <ResultRow key={index} row={row} columns={columns} labels={labels} />
        )
      }}
      more={more}
    />
  )
}

interface HeadProps {
  readonly columns: readonly string[]
  readonly table: TableFacts | undefined
  readonly labels: boolean
}

function Head({ columns, table, labels }: HeadProps) {
  return (
    <thead>
      <tr>
        {columns.map((name) => (
          <th key={name} title={name}>
            <span>{labels ? labelOf(table, name) : name}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Rows always bring their key: people who read labels did not ask for it. */
const keyUnasked = (known: readonly string[], table: TableFacts | undefined) =>
  known.some(Boolean) && !known.includes(table?.key ?? '') ? table?.key : undefined

interface ResultRowProps {
  readonly row: Row
  readonly columns: readonly string[]
  readonly labels: boolean
}

function ResultRow({ row, columns, labels }: ResultRowProps) {
  return (
    <tr>
      {columns.map((name) => (
        <td key={name} className={isNumber(row, name) && !labels ? 'number' : undefined}>
          {cellText(row, name, labels)}
        </td>
      ))}
    </tr>
  )
}

function labelOf(table: TableFacts | undefined, name: string): string {
  const plain = /^_(\w+)_value$/.exec(name)?.[1] ?? name
  return table?.columns.find((column) => column.name === plain)?.label ?? name
}
