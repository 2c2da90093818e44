import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import type { Row } from '../../api/records.ts'
import type { TableFacts } from '../../api/tables.ts'
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

const rowHeight = 34

/** Rows of any query; the next page comes when its end comes near. */
export function ResultGrid({ rows, known, table, labels, more }: ResultGridProps) {
  const t = useQueryTexts()
  const place = useRef<HTMLDivElement>(null)
  const cells = useMemo(() => rows.map(flat), [rows])
  const columns = useMemo(
    () => columnsOf(cells, known).filter((name) => !labels || name !== keyUnasked(known, table)),
    [cells, known, labels, table],
  )
  const virtual = useVirtualizer({
    count: cells.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 15,
  })
  const seen = virtual.getVirtualItems()
  const last = seen.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the end comes near
  useEffect(() => {
    if (last >= cells.length - 30) more()
  }, [last, cells.length])
  const before = seen[0]?.start ?? 0
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <section
      ref={place}
      className="grid-scroll query-grid"
      style={{ flex: 1, minHeight: 240 }}
      aria-label={t('result.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="grid">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} title={name}>
                <span>{labels ? labelOf(table, name) : name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {seen.map(({ index }) => {
            const row = cells[index]
            return row === undefined ? null : (
              <ResultRow key={index} row={row} columns={columns} labels={labels} />
            )
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
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
