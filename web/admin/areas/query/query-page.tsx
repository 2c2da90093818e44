import './query.css'
import { Alert, Box, Button, Group, SegmentedControl, Skeleton, Switch, Text } from '@mantine/core'
import { IconPlayerPlay, IconTableSpark } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { isProblem } from '../../api/request.ts'
import { useSetOf, useTables } from '../../api/tables.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemText } from '../../components/page-problem.tsx'
import { useFormat } from '../../texts/format.ts'
import { CopyMenu } from './copy-menu.tsx'
import { CsvButton } from './csv-button.tsx'
import { placeOfFault } from './fault-place.ts'
import { entityOf } from './fetch-text.ts'
import { readOData } from './odata-text.ts'
import { OpenSaved } from './open-saved.tsx'
import { useQueryTexts } from './query-texts.ts'
import { ResultGrid } from './result-grid.tsx'
import {
  type Cursor,
  namedColumns,
  type QueryLanguage,
  type Question,
  readPage,
} from './run-query.ts'
import { SaveQuery } from './save-query.tsx'
import { isUnchanged, type SavedQuery } from './saved-query.ts'

/** The editor is larger than all other pages: it comes when somebody writes a query. */
const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }))

const pageSize = 250

const beginnings: Readonly<Record<QueryLanguage, string>> = {
  odata: 'contacts\n?$select=fullname,emailaddress1,createdon\n&$orderby=createdon desc',
  fetchxml: `<fetch>
  <entity name="contact">
    <attribute name="fullname" />
    <attribute name="emailaddress1" />
    <attribute name="createdon" />
    <order attribute="createdon" descending="true" />
  </entity>
</fetch>`,
}

interface Asked extends Question {
  /** The same text asked again is another reading. */
  readonly turn: number
}

export function QueryPage() {
  const t = useQueryTexts()
  const [wanted, setLanguage] = useAddressState('language')
  const [kept, keep] = useAddressState('q')
  const language: QueryLanguage = wanted === 'fetchxml' ? 'fetchxml' : 'odata'
  const [texts, setTexts] = useState({
    ...beginnings,
    ...(kept === '' ? {} : { [language]: kept }),
  })
  const [asked, setAsked] = useState<Asked>()
  const [opened, setOpened] = useState<SavedQuery>()
  const text = texts[language]
  const current = opened?.language === language ? opened : undefined
  const write = (next: string) => setTexts((before) => ({ ...before, [language]: next }))
  const ask = (question: Question) => {
    setAsked((before) => ({ ...question, turn: (before?.turn ?? 0) + 1 }))
    keep(question.text)
  }
  const result = useResult(asked)
  const open = (saved: SavedQuery | undefined, { load } = { load: false }) => {
    setOpened(saved)
    // One that got another name leaves what is being written.
    if (saved === undefined || (saved.id === current?.id && !load)) return
    if (isUnchanged(saved, { language, text })) return
    setLanguage(saved.language)
    setTexts((before) => ({ ...before, [saved.language]: saved.text }))
    setAsked((before) => ({
      language: saved.language,
      text: saved.text,
      turn: (before?.turn ?? 0) + 1,
    }))
  }
  return (
    <Page fill title={t('query.title')} note={t('query.note')}>
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('query.language')}
          data={[
            { value: 'odata', label: 'OData' },
            { value: 'fetchxml', label: 'FetchXML' },
          ]}
          value={language}
          onChange={setLanguage}
        />
        <OpenSaved opened={current} open={open} />
        <Box flex={1} />
        <SaveQuery opened={current} open={open} question={{ language, text }} />
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={result.isFetching && !result.isFetchingNextPage}
          onClick={() => ask({ language, text })}
        >
          {t('query.run')}
        </Button>
      </Group>
      <Suspense fallback={<Skeleton h={144} radius="md" />}>
        <QueryEditor
          language={language}
          text={text}
          write={write}
          run={() => ask({ language, text })}
          asked={asked}
          error={result.error}
        />
      </Suspense>
      <Result asked={asked} result={result} />
    </Page>
  )
}

function useResult(asked: Asked | undefined) {
  const setOf = useSetOf()
  return useInfiniteQuery({
    queryKey: ['query', asked],
    enabled: asked !== undefined,
    initialPageParam: undefined as Cursor | undefined,
    queryFn: ({ pageParam, signal }) =>
      readPage(asked ?? { language: 'odata', text: '' }, {
        cursor: pageParam,
        size: pageSize,
        signal,
        setOf,
      }),
    getNextPageParam: (page) => page.next,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

interface QueryEditorProps {
  readonly language: QueryLanguage
  readonly text: string
  readonly write: (text: string) => void
  readonly run: () => void
  readonly asked: Asked | undefined
  readonly error: unknown
}

/** With the hub's sentence below it, and a mark where the sentence points to. */
function QueryEditor({ language, text, write, run, asked, error }: QueryEditorProps) {
  const t = useQueryTexts()
  const tables = useTables()
  const isOwn = asked?.language === language
  const fault = useMemo(
    () =>
      asked !== undefined && asked.language === language && isProblem(error)
        ? placeOfFault(asked, error.message, pageSize)
        : undefined,
    [asked, error, language],
  )
  return (
    <Box>
      <Editor
        language={language}
        text={text}
        label={t('query.text')}
        tables={tables}
        fault={fault}
        onChange={write}
        onRun={run}
      />
      {isOwn && error !== null && (
        <Alert role="alert" color="red" mt="xs" py="xs">
          <ProblemText error={error} />
        </Alert>
      )}
      {!(isOwn && error !== null) && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('query.keys')}
        </Text>
      )}
    </Box>
  )
}

interface ResultProps {
  readonly asked: Asked | undefined
  readonly result: ReturnType<typeof useResult>
}

function Result({ asked, result }: ResultProps) {
  const t = useQueryTexts()
  const tables = useTables()
  const [labels, setLabels] = useState(true)
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.rows) ?? [], [result.data])
  const known = useMemo(() => (asked === undefined ? [] : namedColumns(asked)), [asked])
  if (asked === undefined || result.data === undefined) {
    return result.error === null ? (
      <Box className="sheet" flex={1}>
        <EmptyState
          icon={<IconTableSpark size={26} stroke={1.5} />}
          title={t('result.before')}
          text={t('result.before.text')}
        />
      </Box>
    ) : null
  }
  const table = tables.find(({ name, set }) =>
    asked.language === 'odata' ? set === setIn(asked.text) : name === entityOf(asked.text),
  )
  return (
    <Box
      className="sheet"
      flex={1}
      mih={300}
      display="flex"
      style={{ flexDirection: 'column', overflow: 'hidden' }}
    >
      <Group px="sm" py="xs" gap="sm" className="query-status">
        <Counts result={result} loaded={rows.length} />
        <Box flex={1} />
        <Switch
          size="sm"
          label={t('result.labels')}
          checked={labels}
          onChange={({ currentTarget: { checked } }) => setLabels(checked)}
        />
        <CopyMenu question={asked} />
        <CsvButton question={asked} labels={labels} />
      </Group>
      {rows.length === 0 ? (
        <EmptyState title={t('result.none')} />
      ) : (
        <ResultGrid
          key={asked.turn}
          rows={rows}
          known={known}
          table={table}
          labels={labels}
          more={() => {
            if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage()
          }}
        />
      )}
    </Box>
  )
}

const setIn = (text: string) => /^\w+/.exec(readOData(text).path)?.[0]

function Counts({
  result,
  loaded,
}: {
  readonly result: ResultProps['result']
  readonly loaded: number
}) {
  const t = useQueryTexts()
  const format = useFormat()
  const [first] = result.data?.pages ?? []
  const complete = !result.hasNextPage
  const total = complete ? loaded : (first?.total ?? loaded)
  const time = t('result.time', { time: format.number(first?.milliseconds ?? 0) })
  const count =
    !complete && first?.exceeded === true
      ? t('result.moreThan', { count: total })
      : t('result.rows', { count: total })
  return (
    <Text size="sm" role="status">
      {count}
      <Text span c="dimmed" size="sm">
        {` · ${time}`}
      </Text>
    </Text>
  )
}
