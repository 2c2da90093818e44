import { ActionIcon, Alert, Box, Group, Loader, Text, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks'
import { IconRefresh, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { literal, pagedRowsOptions, type Row, type RowQuery } from '../api/records.ts'
import { useAddressState } from '../app/address.ts'
import { useAppTexts } from '../app/app-texts.ts'
import { useMayOpen } from '../app/needs.ts'
import { EmptyState } from './empty-state.tsx'
import { ProblemText } from './page-problem.tsx'
import { GridCards } from './record-grid-cards.tsx'
import { GridRows } from './record-grid-rows.tsx'

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

export interface RecordGridProps {
  /** Name of the list for those who hear the page. */
  readonly label: string
  readonly query: RowQuery
  /** Key property of a row. */
  readonly rowKey: string
  readonly columns: readonly GridColumn[]
  /** Page of a row; the first column becomes its link, for those who may open it. */
  readonly open?: ((row: Row) => string) | undefined
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

/** Where the Data API stops counting, as Dataverse does. */
const mostCounted = 5000

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
  const mayOpen = useMayOpen()
  const [first] = rows
  const opens = first !== undefined && props.open !== undefined && mayOpen(props.open(first))
  const total = list.data?.pages[0]?.['@odata.count']
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter((row) => ticked.has(String(row[props.rowKey])))
  const clear = () => setTicked(new Set())
  const Shown = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false })
    ? GridCards
    : GridRows
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
        <Shown
          {...props}
          {...(opens ? {} : { open: undefined })}
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
        {total === undefined
          ? ''
          : t(total >= mostCounted ? 'grid.moreRows' : 'grid.rows', { count: total })}
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
