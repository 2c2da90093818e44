import { Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAddressBook, IconCalendarEvent, IconSearch, IconVideo } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../api/me.ts'
import { literal, rowsOptions } from '../api/records.ts'
import { useAppTexts } from './app-texts.ts'
import { navigation } from './navigation.ts'
import { useMayOpen } from './needs.ts'

interface Searched {
  readonly table: string
  readonly set: string
  readonly key: string
  readonly name: string
  readonly more: string
  readonly page: string
  readonly icon: typeof IconSearch
}

/** What the search looks into, by the beginning and inside of names. */
const searched: readonly Searched[] = [
  {
    table: 'msevtmgt_event',
    set: 'msevtmgt_events',
    key: 'msevtmgt_eventid',
    name: 'msevtmgt_name',
    more: 'msevtmgt_eventstartdate',
    page: '/events',
    icon: IconCalendarEvent,
  },
  {
    table: 'contact',
    set: 'contacts',
    key: 'contactid',
    name: 'fullname',
    more: 'emailaddress1',
    page: '/contacts',
    icon: IconAddressBook,
  },
  {
    table: 'gr_meeting',
    set: 'gr_meetings',
    key: 'gr_meetingid',
    name: 'gr_name',
    more: 'gr_name',
    page: '/meetings',
    icon: IconVideo,
  },
]

const shortest = 2

/** Names in the menu say where long words may break; nobody types that. */
const unbroken = (label: string) => label.replaceAll('\u00ad', '')

/** Ctrl K from everywhere: pages and records by name. */
export function Search() {
  const t = useAppTexts()
  const may = useMay()
  const mayOpen = useMayOpen()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text.trim(), 200)
  const sources = searched.filter(({ table }) => may('Read', table))
  const answers = useQueries({
    queries: sources.map((source) => ({
      ...rowsOptions({
        set: source.set,
        select: [...new Set([source.key, source.name, source.more])],
        filter: `contains(${source.name},${literal(settled)})`,
        top: 6,
      }),
      enabled: settled.length >= shortest,
    })),
  })
  const pages = navigation
    .flatMap(({ entries }) => entries)
    .filter(({ to }) => mayOpen(to))
    .filter(({ text: label }) => unbroken(t(label)).toLowerCase().includes(settled.toLowerCase()))
  const records = sources.flatMap((source, index) =>
    (answers[index]?.data ?? []).map((row) => ({ source, row })),
  )
  return (
    <Spotlight.Root query={text} onQueryChange={setText} shortcut="mod + K" scrollable>
      <Spotlight.Search
        placeholder={t('frame.search')}
        aria-label={t('frame.search')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {records.length > 0 && (
          <Spotlight.ActionsGroup label={t('frame.search.records')}>
            {records.map(({ source, row }) => (
              <Spotlight.Action
                key={String(row[source.key])}
                label={String(row[source.name] ?? '')}
                description={source.more === source.name ? '' : String(row[source.more] ?? '')}
                leftSection={<source.icon size={18} />}
                onClick={() => void navigate({ to: `${source.page}/${String(row[source.key])}` })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('frame.search.pages')}>
            {pages.map(({ to, text: label, icon: Icon }) => (
              <Spotlight.Action
                key={to}
                label={unbroken(t(label))}
                leftSection={<Icon size={18} />}
                onClick={() => void navigate({ to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {records.length + pages.length === 0 && (
          <Spotlight.Empty>{t('frame.search.nothing')}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
