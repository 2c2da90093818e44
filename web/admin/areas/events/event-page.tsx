import { Tabs } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useMay, useMayWith } from '../../api/me.ts'
import { rowOptions } from '../../api/records.ts'
import { useParameter } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { zoneName } from '../../texts/zone-name.ts'
import { EventActs } from './event-acts.tsx'
import { useEventTexts } from './event-texts.ts'
import { StatusBadge, useFormatName, useWallClock } from './event-words.tsx'
import { panels, type TabName, tabNames } from './tabs.ts'
import './events.css'

const eventColumns = [
  'msevtmgt_name',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'gr_timezone',
  'msevtmgt_eventformat',
  'msevtmgt_publishstatus',
  'msevtmgt_readableeventid',
  'msevtmgt_maximumeventcapacity',
  'msevtmgt_registrationcount',
  'gr_seatsreserved',
  'gr_ended',
  '_ownerid_value',
] as const

/** One event: what stands above all its tabs, and the tab that the address names. */
export function EventPage() {
  const t = useEventTexts()
  const may = useMay()
  const mayWith = useMayWith()
  const clock = useWallClock()
  const formatName = useFormatName()
  const id = useParameter('eventId')
  const { data: event } = useSuspenseQuery(
    rowOptions('msevtmgt_events', id, { select: eventColumns }),
  )
  const names = tabNames
    .filter((tab) => may('Read', tab.table, 'extent' in tab ? tab.extent : 'own'))
    .map(({ name }) => name)
  const when = clock.range(event.msevtmgt_eventstartdate, event.msevtmgt_eventenddate)
  return (
    <Page
      title={String(event.msevtmgt_name ?? '')}
      trail={[{ label: t('events.title'), to: '/events' }]}
      badge={<StatusBadge row={event} />}
      note={`${when} (${zoneName(event.gr_timezone)}) · ${formatName(event.msevtmgt_eventformat)}`}
      actions={mayWith('Update', 'msevtmgt_event', event) && <EventActs id={id} event={event} />}
    >
      <EventTabs id={id} names={names} />
    </Page>
  )
}

function EventTabs({ id, names }: { id: string; names: readonly TabName[] }) {
  const t = useEventTexts()
  const navigate = useNavigate()
  const { tab: wanted } = useParams({ strict: false }) as { readonly tab?: string }
  const tab = names.find((each) => each === wanted) ?? 'overview'
  const Panel = panels[tab]
  const list = useRef<HTMLDivElement>(null)
  // On a phone the tabs are wider than the window: the chosen one is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each tab
  useEffect(() => {
    const chosen = list.current?.querySelector('[aria-selected=true]')
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [tab])
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) =>
        void navigate({ to: next === 'overview' ? `/events/${id}` : `/events/${id}/${next}` })
      }
    >
      <Tabs.List ref={list} className="event-tabs" mb="md">
        {names.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name}>
          {name === tab && (
            <Suspense fallback={<PageLoading />}>
              <Panel eventId={id} />
            </Suspense>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
