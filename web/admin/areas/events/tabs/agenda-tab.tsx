import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/me.ts'
import { lookupId, type Row, rowOptions, shownValue, updateRow } from '../../../api/records.ts'
import { ActButton } from '../../../components/act-button.tsx'
import type { Reference } from '../../../components/record-draft.ts'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { publishStatus, StatusBadge, useFormatName, useWallClock } from '../event-words.tsx'
import { LinkedSessions } from '../linked-rows.tsx'
import { RowList } from '../row-list.tsx'
import type { TabProps } from '../tabs.ts'
import { PlacesLists } from './places-lists.tsx'
import { SpeakersList } from './speakers-list.tsx'
import { SponsorsList } from './sponsors-list.tsx'

/** What happens at the event, when, where, and who speaks. */
export function AgendaTab({ eventId }: TabProps) {
  const { data: event } = useSuspenseQuery(
    rowOptions('msevtmgt_events', eventId, {
      select: [
        'msevtmgt_name',
        'msevtmgt_eventstartdate',
        'msevtmgt_eventformat',
        '_msevtmgt_webinarconfigurationid_value',
      ],
    }),
  )
  const reference = { table: 'msevtmgt_event', id: eventId, name: String(event.msevtmgt_name) }
  return (
    <Stack>
      <SessionsList event={event} reference={reference} />
      <SpeakersList event={reference} />
      <TracksList event={reference} />
      <SponsorsList event={reference} />
      <PlacesLists />
    </Stack>
  )
}

interface SessionsListProps {
  readonly event: Row
  readonly reference: Reference
}

function SessionsList({ event, reference }: SessionsListProps) {
  const t = useEventTexts()
  const clock = useWallClock()
  const formatName = useFormatName()
  const start = event.msevtmgt_eventstartdate as string
  return (
    <RowList
      title={t('sessions.title')}
      note={t('sessions.note')}
      empty={t('sessions.empty')}
      add={t('sessions.add')}
      rowKey="msevtmgt_sessionid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_sessions',
        select: [
          'msevtmgt_name',
          'msevtmgt_starttime',
          'msevtmgt_endtime',
          'msevtmgt_sessionformat',
          'msevtmgt_publishstatus',
          'gr_ended',
          'msevtmgt_registrationcount',
          'msevtmgt_sessionmaxcapacity',
          '_msevtmgt_room_value',
        ],
        filter: `_msevtmgt_event_value eq ${reference.id}`,
        orderBy: 'msevtmgt_starttime',
      }}
      columns={[
        { title: t('session.name'), show: (row) => String(row.msevtmgt_name) },
        {
          title: t('session.time'),
          show: (row) => clock.range(row.msevtmgt_starttime, row.msevtmgt_endtime),
        },
        { title: t('event.format'), show: (row) => formatName(row.msevtmgt_sessionformat) },
        { title: t('event.room'), show: (row) => shownValue(row, 'msevtmgt_room') },
        { title: t('session.seats'), show: (row) => seatsOf(row), number: true },
        { title: t('event.status'), show: (row) => <StatusBadge row={row} /> },
      ]}
      acts={(row) => <PublishSession row={row} />}
      form={{
        table: 'msevtmgt_session',
        fields: sessionFields,
        labels: useSessionLabels(),
        notes: {
          msevtmgt_sessionmaxcapacity: t('event.capacity.note'),
          msevtmgt_webinarconfigurationid: t('session.account.note'),
        },
        initial: {
          msevtmgt_event: reference,
          msevtmgt_starttime: start,
          msevtmgt_endtime: null,
          msevtmgt_sessionformat: Number(event.msevtmgt_eventformat ?? 100000001),
          msevtmgt_webinarconfigurationid: accountOf(event),
        },
      }}
    />
  )
}

/** Sessions take place where their event does, unless told. */
function accountOf(event: Row): Reference | null {
  const id = lookupId(event, 'msevtmgt_webinarconfigurationid')
  if (id === undefined) return null
  const name = shownValue(event, 'msevtmgt_webinarconfigurationid')
  return { table: 'msevtmgt_webinarconfiguration', id, name }
}

const sessionFields = [
  'msevtmgt_name',
  'msevtmgt_sessiontype',
  'msevtmgt_starttime',
  'msevtmgt_endtime',
  'msevtmgt_sessionformat',
  'msevtmgt_webinarconfigurationid',
  'msevtmgt_building',
  'msevtmgt_room',
  'msevtmgt_sessionmaxcapacity',
  'msevtmgt_showwaitlist',
  'msevtmgt_sessionsummary',
  'msevtmgt_detaileddescription',
]

function useSessionLabels(): Readonly<Record<string, string>> {
  const t = useEventTexts()
  return {
    msevtmgt_name: t('session.name'),
    msevtmgt_sessiontype: t('session.type'),
    msevtmgt_starttime: t('event.start'),
    msevtmgt_endtime: t('event.end'),
    msevtmgt_sessionformat: t('event.format'),
    msevtmgt_webinarconfigurationid: t('event.account'),
    msevtmgt_building: t('event.building'),
    msevtmgt_room: t('event.room'),
    msevtmgt_sessionmaxcapacity: t('event.capacity'),
    msevtmgt_showwaitlist: t('event.showWaitlist'),
    msevtmgt_sessionsummary: t('session.summary'),
    msevtmgt_detaileddescription: t('event.description'),
  }
}

function seatsOf(row: Row): string {
  const taken = String(row.msevtmgt_registrationcount ?? 0)
  const most = row.msevtmgt_sessionmaxcapacity
  return typeof most === 'number' ? `${taken} / ${most}` : taken
}

/** Sessions are published one by one: a draft of tomorrow's programme stays out of sight. */
function PublishSession({ row }: { row: Row }) {
  const t = useEventTexts()
  const may = useMay()
  const readAgain = useReadAgain()
  const status = Number(row.msevtmgt_publishstatus ?? publishStatus.draft)
  const { live, draft, cancelled } = publishStatus
  if (!may('Update', 'msevtmgt_session') || status === cancelled) return null
  const next = status === live ? draft : live
  return (
    <ActButton
      size="compact-sm"
      variant="subtle"
      act={async () => {
        const id = String(row.msevtmgt_sessionid)
        await updateRow('msevtmgt_sessions', id, { msevtmgt_publishstatus: next })
        await readAgain()
      }}
    >
      {t(next === live ? 'act.publish' : 'act.withdraw')}
    </ActButton>
  )
}

/** For the public; internal ones are for those who plan. */
const externalTrack = 100000001

function TracksList({ event }: { event: Reference }) {
  const t = useEventTexts()
  return (
    <RowList
      title={t('tracks.title')}
      empty={t('tracks.empty')}
      add={t('tracks.add')}
      rowKey="msevtmgt_sessiontrackid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_sessiontracks',
        select: ['msevtmgt_name', 'msevtmgt_audiencetype', 'msevtmgt_publishstatus'],
        filter: `_msevtmgt_eventid_value eq ${event.id}`,
        orderBy: 'msevtmgt_name',
      }}
      columns={[
        { title: t('track.name'), show: (row) => String(row.msevtmgt_name) },
        { title: t('track.audience'), show: (row) => shownValue(row, 'msevtmgt_audiencetype') },
        { title: t('event.status'), show: (row) => <StatusBadge row={row} /> },
      ]}
      form={{
        table: 'msevtmgt_sessiontrack',
        fields: [
          'msevtmgt_name',
          'msevtmgt_audiencetype',
          'msevtmgt_tracktype',
          'msevtmgt_publishstatus',
          'msevtmgt_description',
        ],
        labels: {
          msevtmgt_name: t('track.name'),
          msevtmgt_audiencetype: t('track.audience'),
          msevtmgt_tracktype: t('track.type'),
          msevtmgt_publishstatus: t('event.status'),
          msevtmgt_description: t('event.description'),
        },
        notes: { msevtmgt_tracktype: t('track.type.note') },
        initial: { msevtmgt_eventid: event, msevtmgt_tracktype: externalTrack },
        more: (draft) =>
          draft.id !== undefined && (
            <LinkedSessions
              label={t('sessions.title')}
              note={t('track.sessions.note')}
              eventId={event.id}
              set="msevtmgt_sessiontracks"
              id={draft.id}
              relationship="msevtmgt_msevtmgt_sessiontrack_msevtmgt_session"
            />
          ),
      }}
    />
  )
}
