import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { type Row, shownValue } from '../api/records.ts'
import { useAppTexts } from '../app/app-texts.ts'
import type { GridColumn, RecordGridProps } from './record-grid.tsx'
import { VirtualTable } from './virtual-table.tsx'

export interface RowsProps extends RecordGridProps {
  readonly rows: readonly Row[]
  readonly total: number | undefined
  readonly order: string
  readonly setOrder: (order: string) => void
  readonly ticked: ReadonlySet<string>
  readonly setTicked: (ticked: ReadonlySet<string>) => void
  readonly more: () => void
}

/** The rows of a list as a table, of which only what is seen is drawn. */
export function GridRows(props: RowsProps) {
  const { rows, height, total, label, more } = props
  return (
    <VirtualTable
      label={label}
      count={rows.length}
      total={total}
      style={height === undefined ? { height: '100%', flex: 1 } : { height }}
      head={<GridHead {...props} />}
      row={(index) => {
        const row = rows[index]
        return row === undefined ? null : (
          <GridRow key={String(row[props.rowKey])} {...props} row={row} index={index} />
        )
      }}
      more={more}
    />
  )
}

function GridHead({
  columns,
  rows,
  rowKey,
  selected,
  order,
  setOrder,
  ticked,
  setTicked,
}: RowsProps) {
  const t = useAppTexts()
  const all = rows.length > 0 && ticked.size >= rows.length
  return (
    <thead>
      <tr>
        {selected !== undefined && (
          <th style={{ width: 44 }}>
            <span>
              <Checkbox
                size="xs"
                checked={all}
                indeterminate={ticked.size > 0 && !all}
                aria-label={t('grid.selectAll')}
                onChange={() =>
                  setTicked(all ? new Set() : new Set(rows.map((row) => String(row[rowKey]))))
                }
              />
            </span>
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.name} column={column} order={order} setOrder={setOrder} />
        ))}
      </tr>
    </thead>
  )
}

interface HeadCellProps {
  readonly column: GridColumn
  readonly order: string
  readonly setOrder: (order: string) => void
}

function HeadCell({ column, order, setOrder }: HeadCellProps) {
  const t = useAppTexts()
  const by = column.sort ?? column.name
  if (by === false) {
    return (
      <th className={column.number ? 'number' : undefined}>
        <span>{column.title}</span>
      </th>
    )
  }
  const [sorted, direction = 'asc'] = order.split(',')[0]?.split(' ') ?? []
  const is = sorted === by
  const descending = is && direction === 'desc'
  return (
    <th
      className={column.number ? 'number' : undefined}
      aria-sort={is ? (descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="grid-sort"
        title={t('grid.sortBy', { column: column.title })}
        onClick={() => setOrder(is && !descending ? `${by} desc` : `${by} asc`)}
      >
        {column.title}
        {is && (descending ? <IconArrowDown size={14} /> : <IconArrowUp size={14} />)}
      </button>
    </th>
  )
}

/** What a row is called for those who hear the page: its first column, in words. */
export function nameOf(row: Row, column: GridColumn | undefined): string | undefined {
  if (column === undefined) return undefined
  const shown = column.show?.(row)
  return typeof shown === 'string' ? shown : shownValue(row, column.name)
}

function GridRow(props: RowsProps & { readonly row: Row; readonly index: number }) {
  const { row, index, columns, open, rowKey, selected, ticked, setTicked } = props
  const t = useAppTexts()
  const navigate = useNavigate()
  const id = String(row[rowKey])
  const address = open?.(row)
  const name = nameOf(row, columns[0]) ?? id
  return (
    <tr
      aria-rowindex={index + 2}
      data-open={address === undefined ? undefined : true}
      onClick={(event) => {
        if (address === undefined || (event.target as Element).closest('a,button,input,label'))
          return
        void navigate({ to: address })
      }}
    >
      {selected !== undefined && (
        <td>
          <Checkbox
            size="xs"
            checked={ticked.has(id)}
            onChange={() => setTicked(toggled(ticked, id))}
            aria-label={t('grid.selectRow', { name })}
          />
        </td>
      )}
      {columns.map((column, position) => {
        const shown = column.show?.(row) ?? shownValue(row, column.name)
        return (
          <td key={column.name} className={column.number ? 'number' : undefined}>
            {position === 0 && address !== undefined ? (
              <Link to={address}>{shown || '—'}</Link>
            ) : (
              shown
            )}
          </td>
        )
      })}
    </tr>
  )
}

export function toggled(ticked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ticked)
  if (!next.delete(id)) next.add(id)
  return next
}
