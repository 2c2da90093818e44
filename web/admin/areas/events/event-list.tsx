import { Button, Progress, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconCalendarMonth, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMay, useMe } from '../../api/me.ts'
import type { Row } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { zoneName } from '../../texts/zone-name.ts'
import { useEventTexts } from './event-texts.ts'
import {
  nowForLists,
  publishStatus,
  StatusBadge,
  useFormatName,
  useWallClock,
} from './event-words.tsx'
import './events.css'

const views = ['upcoming', 'past', 'drafts', 'cancelled', 'mine', 'all'] as const
type View = (typeof views)[number]

const { draft, readyToGoLive, inProgress, live, cancelled, goingLive } = publishStatus
const unpublished = `Microsoft.Dynamics.CRM.In(PropertyName='msevtmgt_publishstatus',PropertyValues=[${[
  draft,
  readyToGoLive,
  inProgress,
  goingLive,
]
  .map((value) => `'${value}'`)
  .join(',')}])`

function filterOf(view: View, me: string): string | undefined {
  const now = nowForLists()
  const notCancelled = `msevtmgt_publishstatus ne ${cancelled}`
  switch (view) {
    case 'upcoming':
      return `msevtmgt_eventenddate ge ${now} and ${notCancelled}`
    case 'past':
      return `msevtmgt_eventenddate lt ${now} and msevtmgt_publishstatus eq ${live}`
    case 'drafts':
      return unpublished
    case 'cancelled':
      return `msevtmgt_publishstatus eq ${cancelled}`
    case 'mine':
      return `_ownerid_value eq ${me}`
    case 'all':
      return undefined
  }
}

export function EventList() {
  const t = useEventTexts()
  const may = useMay()
  const me = useMe()
  const [wanted] = useAddressState('view')
  const view = views.find((each) => each === wanted) ?? 'upcoming'
  const add = may('Create', 'msevtmgt_event') && (
    <Button component={Link} to="/events/new" leftSection={<IconPlus size={16} />}>
      {t('events.new')}
    </Button>
  )
  const latestFirst = view !== 'upcoming' && view !== 'drafts'
  return (
    <Page
      fill
      title={t('events.title')}
      actions={
        <>
          <Button
            variant="default"
            component={Link}
            to="/calendar"
            leftSection={<IconCalendarMonth size={16} />}
          >
            {t('calendar.title')}
          </Button>
          {add}
        </>
      }
    >
      <RecordGrid
        key={view}
        label={t('events.title')}
        rowKey="msevtmgt_eventid"
        query={{
          set: 'msevtmgt_events',
          select: [
            'msevtmgt_name',
            'msevtmgt_eventstartdate',
            'msevtmgt_eventenddate',
            'gr_timezone',
            'msevtmgt_eventformat',
            'msevtmgt_publishstatus',
            'gr_ended',
            'msevtmgt_registrationcount',
            'msevtmgt_maximumeventcapacity',
          ],
          filter: filterOf(view, me.id),
          orderBy: `msevtmgt_eventstartdate${latestFirst ? ' desc' : ''}`,
        }}
        searchIn={['msevtmgt_name', 'msevtmgt_readableeventid']}
        open={(row) => `/events/${String(row.msevtmgt_eventid)}`}
        filters={<Views view={view} />}
        columns={useColumns()}
        empty={
          <EmptyState
            title={t(`events.empty.${view}`)}
            text={t('events.empty.text')}
            action={add}
          />
        }
      />
    </Page>
  )
}

function Views({ view }: { view: View }) {
  const t = useEventTexts()
  const [, choose] = useAddressState('view')
  const data = views.map((value) => ({ value, label: t(`view.${value}`) }))
  return (
    <>
      <SegmentedControl
        visibleFrom="md"
        aria-label={t('view.label')}
        data={data}
        value={view}
        onChange={choose}
      />
      <Select
        hiddenFrom="md"
        w="100%"
        aria-label={t('view.label')}
        allowDeselect={false}
        data={data}
        value={view}
        onChange={(value) => choose(value ?? '')}
      />
    </>
  )
}

function useColumns() {
  const t = useEventTexts()
  const clock = useWallClock()
  const formatName = useFormatName()
  return [
    { name: 'msevtmgt_name', title: t('event.name') },
    {
      name: 'msevtmgt_eventstartdate',
      title: t('event.start'),
      show: (row: Row) => (
        <>
          {clock.dateTime(row.msevtmgt_eventstartdate)}{' '}
          <Text span size="xs" c="dimmed" title={String(row.gr_timezone ?? 'UTC')}>
            {zoneName(row.gr_timezone)}
          </Text>
        </>
      ),
    },
    {
      name: 'msevtmgt_eventformat',
      title: t('event.format'),
      show: (row: Row) => formatName(row.msevtmgt_eventformat),
    },
    {
      name: 'msevtmgt_publishstatus',
      title: t('event.status'),
      show: (row: Row) => <StatusBadge row={row} />,
    },
    {
      name: 'msevtmgt_registrationcount',
      title: t('event.registrations'),
      show: (row: Row) => <Seats row={row} />,
    },
  ]
}

function Seats({ row }: { row: Row }) {
  const t = useEventTexts()
  const show = useFormat()
  const taken = Number(row.msevtmgt_registrationcount ?? 0)
  const most = row.msevtmgt_maximumeventcapacity
  if (typeof most !== 'number') return show.number(taken)
  const text = t('seats.of', { taken, most })
  return (
    <Stack gap={3} w={110}>
      <Text size="sm" component="span">
        {text}
      </Text>
      <Progress
        size={4}
        value={Math.min(100, (taken / most) * 100)}
        {...(taken > most && { color: 'orange' })}
        aria-label={text}
      />
    </Stack>
  )
}
