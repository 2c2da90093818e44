import {
  ActionIcon,
  Alert,
  Box,
  Checkbox,
  Group,
  Loader,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconRefresh, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { literal, pagedRowsOptions, type Row, type RowQuery, shownValue } from '../api/records.ts'
import { useAddressState } from '../app/address.ts'
import { useAppTexts } from '../app/app-texts.ts'
import { EmptyState } from './empty-state.tsx'
import { ProblemText } from './page-problem.tsx'

export interface GridColumn {
  /** Property of the row; also what it is sorted by. */
  readonly name: string
  readonly title: string
  /** How it is shown; the formatted value unless told. */
  readonly show?: (row: Row) => ReactNode
  /** False where the server cannot sort by it; another property where it sorts by that. */
  readonly sort?: string | false
  readonly number?: boolean
}

interface RecordGridProps {
  /** Name of the list for those who hear the page. */
  readonly label: string
  readonly query: RowQuery
  /** Key property of a row. */
  readonly rowKey: string
  readonly columns: readonly GridColumn[]
  /** Page of a row; the first column becomes its link. */
  readonly open?: (row: Row) => string
  /** Text columns that the search box looks into. */
  readonly searchIn?: readonly string[]
  /** More controls beside the search box. */
  readonly filters?: ReactNode
  /** Buttons for the rows that are ticked; without them rows cannot be ticked. */
  readonly selected?: (rows: readonly Row[], clear: () => void) => ReactNode
  /** What is said while there is nothing at all. */
  readonly empty?: ReactNode
  /** Milliseconds after which the list asks again, for things that move by themselves. */
  readonly refreshEvery?: number
  /** Height of the list; fills what is left of the page unless told. */
  readonly height?: number | string
}

const rowHeight = 44

/**
 * A list of any length: the server pages, filters and sorts, the browser draws only what is seen.
 * Search and order are in the address.
 */
export function RecordGrid(props: RecordGridProps) {
  const { query, searchIn = [], columns } = props
  const [text, setText] = useAddressState('q')
  const [order, setOrder] = useAddressState('sort')
  const searched = searchFilter(text, searchIn)
  const filter = [query.filter, searched].filter(Boolean).join(' and ')
  const asked: RowQuery = {
    ...query,
    filter: filter === '' ? undefined : filter,
    orderBy: order === '' ? query.orderBy : order,
  }
  const list = useInfiniteQuery({
    ...pagedRowsOptions(asked),
    refetchInterval: props.refreshEvery ?? false,
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.value) ?? [], [list.data])
  const total = list.data?.pages[0]?.['@odata.count']
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter((row) => ticked.has(String(row[props.rowKey])))
  const clear = () => setTicked(new Set())
  return (
    <Box
      className="sheet"
      display="flex"
      style={{ flexDirection: 'column', overflow: 'hidden' }}
      flex={props.height === undefined ? 1 : undefined}
      mih={props.height === undefined ? 320 : undefined}
    >
      <Toolbar
        {...props}
        text={text}
        setText={setText}
        total={total}
        busy={list.isFetching}
        refresh={() => void list.refetch()}
        chosen={chosen}
        clear={clear}
      />
      {list.error !== null && (
        <Alert role="alert" color="red" m="sm">
          <ProblemText error={list.error} />
        </Alert>
      )}
      {list.isSuccess && rows.length === 0 ? (
        <Nothing filtered={searched !== ''} empty={props.empty} />
      ) : (
        <Rows
          {...props}
          columns={columns}
          rows={rows}
          total={total}
          order={order === '' ? (query.orderBy ?? '') : order}
          setOrder={setOrder}
          ticked={ticked}
          setTicked={setTicked}
          more={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
          }}
        />
      )}
    </Box>
  )
}

/** Every word must be somewhere in one of the columns. */
function searchFilter(text: string, columns: readonly string[]): string {
  const words = text.trim().split(/\s+/).filter(Boolean)
  if (columns.length === 0) return ''
  return words
    .map((word) => `(${columns.map((name) => `contains(${name},${literal(word)})`).join(' or ')})`)
    .join(' and ')
}

interface ToolbarProps extends RecordGridProps {
  readonly text: string
  readonly setText: (text: string) => void
  readonly total: number | undefined
  readonly busy: boolean
  readonly refresh: () => void
  readonly chosen: readonly Row[]
  readonly clear: () => void
}

function Toolbar(props: ToolbarProps) {
  const t = useAppTexts()
  const { searchIn = [], chosen, selected, total } = props
  if (chosen.length > 0 && selected !== undefined) {
    return (
      <Group p="xs" px="sm" gap="xs" mih={56} bg="var(--mantine-primary-color-light)">
        <Text size="sm" fw={600}>
          {t('grid.selected', { count: chosen.length })}
        </Text>
        {selected(chosen, props.clear)}
      </Group>
    )
  }
  return (
    <Group p="xs" px="sm" gap="xs" mih={56}>
      {searchIn.length > 0 && <SearchField text={props.text} setText={props.setText} />}
      {props.filters}
      <Box flex={1} />
      {props.busy ? <Loader size="xs" /> : null}
      <Text size="sm" c="dimmed" role="status">
        {total === undefined ? '' : t('grid.rows', { count: total })}
      </Text>
      <Tooltip label={t('act.refresh')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('act.refresh')}
          onClick={props.refresh}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

function SearchField({ text, setText }: { text: string; setText: (text: string) => void }) {
  const t = useAppTexts()
  const [typed, setTyped] = useState(text)
  const settle = useDebouncedCallback(setText, 250)
  return (
    <TextInput
      type="search"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
      placeholder={t('grid.search')}
      aria-label={t('grid.search')}
      leftSection={<IconSearch size={16} />}
      w={{ base: '100%', xs: 260 }}
    />
  )
}

function Nothing({ filtered, empty }: { filtered: boolean; empty: ReactNode }) {
  const t = useAppTexts()
  if (!filtered && empty !== undefined) return empty
  return <EmptyState title={t(filtered ? 'grid.noMatch' : 'grid.empty')} />
}

interface RowsProps extends RecordGridProps {
  readonly rows: readonly Row[]
  readonly total: number | undefined
  readonly order: string
  readonly setOrder: (order: string) => void
  readonly ticked: ReadonlySet<string>
  readonly setTicked: (ticked: ReadonlySet<string>) => void
  readonly more: () => void
}

function Rows(props: RowsProps) {
  const { rows, height, more } = props
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const seen = virtual.getVirtualItems()
  const last = seen.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the end comes near
  useEffect(() => {
    if (last >= rows.length - 20) more()
  }, [last, rows.length])
  const before = seen[0]?.start ?? 0
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <section
      ref={place}
      className="grid-scroll"
      style={height === undefined ? { height: '100%', flex: 1 } : { height }}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="grid" aria-rowcount={props.total ?? rows.length}>
        <GridHead {...props} />
        <tbody>
          {before > 0 && <Space height={before} />}
          {seen.map(({ index }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <GridRow key={String(row[props.rowKey])} {...props} row={row} index={index} />
            )
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
    </section>
  )
}

function Space({ height }: { height: number }) {
  return <tr aria-hidden style={{ height }} />
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

function GridRow(props: RowsProps & { readonly row: Row; readonly index: number }) {
  const { row, index, columns, open, rowKey, selected, ticked, setTicked } = props
  const t = useAppTexts()
  const navigate = useNavigate()
  const id = String(row[rowKey])
  const address = open?.(row)
  const name = columns[0] === undefined ? id : shownValue(row, columns[0].name)
  const toggle = () => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    setTicked(next)
  }
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
            onChange={toggle}
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
