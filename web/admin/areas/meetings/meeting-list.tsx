import { Anchor, Box, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconPlus, IconVideo } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../../api/me.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { useLanguage } from '../../texts/language.ts'
import { shownAsUtc } from './local-time.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import { MeetingBadge, useDateRange } from './meeting-words.tsx'
import { listOptions, type Meeting, type Scope, type When } from './meetings.ts'
import { useRecurrenceWords } from './recurrence-words.ts'
import './meetings.css'

/** Meetings that come, or that were; one's own unless asked for all. */
export function MeetingList() {
  const t = useMeetingTexts()
  const may = useMay()
  const [when, setWhen] = useChoice<When>('when', 'next')
  const [scope, setScope] = useChoice<Scope>('scope', 'mine')
  // Of who may read own meetings only, all there are are theirs.
  const mayReadAll = may('Read', 'gr_meeting', 'all')
  const add = may('Create', 'gr_meeting') && (
    <Button component={Link} to="/meetings/new" leftSection={<IconPlus size={16} />}>
      {t('new.title')}
    </Button>
  )
  return (
    <Page title={t('meetings.title')} note={t('meetings.note')} actions={add}>
      <Group gap="sm">
        <SegmentedControl
          aria-label={t('list.when')}
          data={(['next', 'past'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
          value={when}
          onChange={(value) => setWhen(value as When)}
        />
        {mayReadAll && (
          <SegmentedControl
            aria-label={t('list.scope')}
            data={(['mine', 'all'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
            value={scope}
            onChange={(value) => setScope(value as Scope)}
          />
        )}
      </Group>
      <Lines when={when} scope={scope} add={add} />
    </Page>
  )
}

function useChoice<T extends string>(name: string, usual: T) {
  const [value, set] = useAddressState(name)
  const choose = (next: T) => set(next === usual ? '' : next)
  return [value === '' ? usual : (value as T), choose] as const
}

interface LinesProps {
  readonly when: When
  readonly scope: Scope
  readonly add: ReactNode
}

function Lines({ when, scope, add }: LinesProps) {
  const t = useMeetingTexts()
  const list = useInfiniteQuery({ ...listOptions(when, scope), refetchInterval: 30_000 })
  if (list.error !== null) return <ProblemAlert error={list.error} />
  if (list.data === undefined) return <PageLoading />
  const meetings = list.data.pages.flatMap(({ value }) => value)
  if (meetings.length === 0) {
    return (
      <Box className="sheet">
        <EmptyState
          icon={<IconVideo size={26} stroke={1.5} />}
          title={t(`list.empty.${when}.${scope}` as MeetingTextKey)}
          text={t('list.empty.text')}
          action={when === 'next' && add}
        />
      </Box>
    )
  }
  return (
    <>
      <ul className="sheet meeting-lines" aria-label={t('meetings.title')}>
        {meetings.map((meeting) => (
          <Line key={meeting.id} meeting={meeting} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        </Group>
      )}
    </>
  )
}

function Line({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const range = useDateRange()
  const words = useRecurrenceWords()
  const shown = meeting.next ?? meeting.dates.at(-1) ?? meeting
  const isOff = meeting.status === 'cancelled'
  const rule = words(meeting.recurrence, meeting.start.slice(0, 10))
  const people = meeting.attendees.length + meeting.cohosts.length
  const host = meeting.host.isYou ? t('host.you') : (meeting.host.name ?? meeting.host.email)
  return (
    <li className="meeting-line" data-off={isOff || undefined}>
      <Day start={shown.start} />
      <div style={{ minWidth: 0 }}>
        <Link to={`/meetings/${meeting.id}`} className="meeting-name">
          {meeting.title}
        </Link>
        <Text size="sm">
          {range(shown)} <Text span c="dimmed">{`(${meeting.timeZone})`}</Text>
        </Text>
        <Text size="sm" c="dimmed">
          {[rule, host, meeting.accountName, t('list.people', { count: people })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <div className="meeting-side">
        <MeetingBadge status={meeting.status} />
        {meeting.joinLink !== null && meeting.next !== null && meeting.status === 'scheduled' && (
          <Anchor href={meeting.joinLink} target="_blank" rel="noreferrer" size="sm">
            {t('act.join')}
          </Anchor>
        )}
      </div>
    </li>
  )
}

/** A leaf of a calendar; the text beside it says the same. */
function Day({ start }: { readonly start: string }) {
  const language = useLanguage()
  const date = new Date(shownAsUtc(start))
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(date)
  return (
    <div className="meeting-day" aria-hidden>
      <span>{part({ month: 'short' })}</span>
      <b>{date.getUTCDate()}</b>
      <span>{part({ weekday: 'short' })}</span>
    </div>
  )
}
