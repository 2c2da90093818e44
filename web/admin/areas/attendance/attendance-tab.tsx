import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconDownload, IconRefresh, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { rowsOptions } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import {
  collectNow,
  csvAddress,
  type Filter,
  reportOptions,
  type Scope,
  useReadAttendance,
} from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { PeopleList } from './people-list.tsx'
import { type Show, SummaryCards } from './summary-cards.tsx'
import { TimeLinePatterns } from './time-line.tsx'
import { UnmatchedList } from './unmatched-list.tsx'
import './attendance.css'

/** Who came, for how long, what it counts for, and why: with the evidence a click away. */
export function AttendanceTab({ eventId }: { readonly eventId: string }) {
  const [sessionId, setSession] = useAddressState('session')
  const [shown, setShown] = useAddressState('show')
  const [text, setText] = useAddressState('q')
  const [watching, setWatching] = useState(false)
  const scope: Scope = { eventId, sessionId: sessionId === '' ? undefined : sessionId }
  const show = (shown === '' ? 'all' : shown) as Show
  const filter = filterOf(show, text)
  const first = useQuery({
    ...reportOptions(scope, filter, 1),
    placeholderData: keepPreviousData,
    refetchInterval: watching ? 3000 : 30_000,
  })
  if (first.error !== null) return <ProblemAlert error={first.error} />
  if (first.data === undefined) return <PageLoading />
  return (
    <Stack gap="md">
      <TimeLinePatterns />
      <SummaryCards
        report={first.data}
        show={show}
        choose={(next) => setShown(next === 'all' ? '' : next)}
      />
      <Toolbar
        scope={scope}
        filter={filter}
        show={show}
        text={text}
        setText={setText}
        setSession={setSession}
        watch={() => setWatching(true)}
      />
      {show === 'unmatched' ? (
        <UnmatchedList scope={scope} report={first.data} />
      ) : (
        <PeopleList scope={scope} filter={filter} report={first.data} />
      )}
    </Stack>
  )
}

function filterOf(show: Show, text: string): Filter {
  if (show === 'absent') return { absent: true, text }
  if (show === 'all' || show === 'unmatched') return { text }
  return { verdict: show, text }
}

interface ToolbarProps {
  readonly scope: Scope
  readonly filter: Filter
  readonly show: Show
  readonly text: string
  readonly setText: (text: string) => void
  readonly setSession: (id: string) => void
  readonly watch: () => void
}

function Toolbar({ scope, filter, show, text, setText, setSession, watch }: ToolbarProps) {
  const t = useAttendanceTexts()
  const app = useAppTexts()
  const may = useMay()
  const readAgain = useReadAttendance(scope.eventId)
  const [typed, setTyped] = useState(text)
  const settle = useDebouncedCallback(setText, 250)
  return (
    <Group gap="xs">
      {show !== 'unmatched' && (
        <TextInput
          type="search"
          leftSection={<IconSearch size={16} />}
          aria-label={t('find.label')}
          placeholder={t('find.label')}
          w={{ base: '100%', sm: 280 }}
          value={typed}
          onChange={(change) => {
            setTyped(change.currentTarget.value)
            settle(change.currentTarget.value)
          }}
        />
      )}
      <SessionChoice scope={scope} choose={setSession} />
      <Group gap="xs" ml={{ sm: 'auto' }}>
        {may('Update', 'msevtmgt_event') && (
          <ActButton
            variant="default"
            leftSection={<IconRefresh size={16} />}
            said={t('collect.said')}
            act={async () => {
              await collectNow(scope.eventId)
              watch()
              await readAgain()
            }}
          >
            {t('collect.act')}
          </ActButton>
        )}
        <Button
          component="a"
          href={csvAddress(scope, filter)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {app('act.download')}
        </Button>
      </Group>
    </Group>
  )
}

interface SessionChoiceProps {
  readonly scope: Scope
  readonly choose: (id: string) => void
}

/** Only where the event has sessions. */
function SessionChoice({ scope, choose }: SessionChoiceProps) {
  const t = useAttendanceTexts()
  const may = useMay()
  const { data: sessions } = useSuspenseQuery(
    rowsOptions(
      {
        set: 'msevtmgt_sessions',
        select: ['msevtmgt_name'],
        filter: `_msevtmgt_event_value eq ${scope.eventId} and statecode eq 0`,
        orderBy: 'msevtmgt_starttime',
      },
      may('Read', 'msevtmgt_session'),
    ),
  )
  if (sessions.length === 0) return null
  return (
    <Select
      w={{ base: '100%', sm: 240 }}
      aria-label={t('session.label')}
      allowDeselect={false}
      value={scope.sessionId ?? ''}
      data={[
        { value: '', label: t('session.whole') },
        ...sessions.map((row) => ({
          value: String(row.msevtmgt_sessionid),
          label: String(row.msevtmgt_name),
        })),
      ]}
      onChange={(id) => choose(id ?? '')}
    />
  )
}
