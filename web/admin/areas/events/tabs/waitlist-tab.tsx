import { Alert, Group, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay, useMayWith } from '../../../api/me.ts'
import { deleteRow, type Row, rowOptions } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { RecordGrid } from '../../../components/record-grid.tsx'
import { tellDone } from '../../../components/tell.tsx'
import { useFormat } from '../../../texts/format.ts'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import type { TabProps } from '../tabs.ts'
import { GiveSeat, GiveSeatButton, type Waiting } from './give-seat.tsx'

const table = 'msevtmgt_waitlistitem'

/** Who waits for a seat, the oldest first, and who was offered one. */
export function WaitlistTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const [chosen, choose] = useState<Waiting>()
  return (
    <Stack>
      <State eventId={eventId} />
      <RecordGrid
        label={t('tab.waitlist')}
        height="max(22rem, calc(100dvh - 27rem))"
        rowKey="msevtmgt_waitlistitemid"
        query={{
          set: 'msevtmgt_waitlistitems',
          select: [
            'createdon',
            'msevtmgt_invited',
            'gr_invitationends',
            'gr_company',
            '_ownerid_value',
          ],
          expand: [
            'msevtmgt_contact($select=fullname,emailaddress1)',
            ...(may('Read', 'msevtmgt_session') ? ['msevtmgt_session($select=msevtmgt_name)'] : []),
          ].join(','),
          filter: `_msevtmgt_event_value eq ${eventId} and statecode eq 0`,
          orderBy: 'createdon',
        }}
        searchIn={['msevtmgt_contact/fullname', 'msevtmgt_contact/emailaddress1']}
        columns={useColumns(choose)}
        {...(may('Delete', table)
          ? { selected: (rows, clear) => <Remove rows={rows} clear={clear} /> }
          : {})}
        empty={<EmptyState title={t('waitlist.empty')} text={t('waitlist.empty.text')} />}
      />
      <GiveSeat to={chosen} close={() => choose(undefined)} />
    </Stack>
  )
}

const contactOf = (row: Row) => (row.msevtmgt_contact ?? {}) as Row

const nameOf = (row: Row) => String(contactOf(row).fullname ?? contactOf(row).emailaddress1 ?? '')

function useColumns(choose: (waiting: Waiting) => void) {
  const t = useEventTexts()
  const may = useMay()
  const mayWith = useMayWith()
  const format = useFormat()
  return [
    {
      name: 'msevtmgt_contact/fullname',
      title: t('registration.person'),
      show: (row: Row) => String(contactOf(row).fullname ?? ''),
    },
    {
      name: 'msevtmgt_contact/emailaddress1',
      title: t('registration.email'),
      show: (row: Row) => String(contactOf(row).emailaddress1 ?? ''),
    },
    ...(may('Read', 'msevtmgt_session')
      ? [
          {
            name: 'msevtmgt_session',
            title: t('waitlist.for'),
            sort: false as const,
            show: (row: Row) =>
              String(
                (row.msevtmgt_session as Row | null)?.msevtmgt_name ?? t('speaker.wholeEvent'),
              ),
          },
        ]
      : []),
    {
      name: 'createdon',
      title: t('waitlist.since'),
      show: (row: Row) => format.dateTime(String(row.createdon)),
    },
    {
      name: 'gr_invitationends',
      title: t('waitlist.invitation'),
      show: (row: Row) =>
        row.gr_invitationends
          ? t('waitlist.invited', { until: format.dateTime(String(row.gr_invitationends)) })
          : t('waitlist.waits'),
    },
    ...(may('Update', table)
      ? [
          {
            name: 'msevtmgt_waitlistitemid',
            title: t('waitlist.outOfTurn'),
            sort: false as const,
            show: (row: Row) => {
              if (!mayWith('Update', table, row)) return ''
              const name = nameOf(row)
              return <GiveSeatButton name={name} open={() => choose({ row, name })} />
            },
          },
        ]
      : []),
  ]
}

interface Promoted {
  readonly registered: number
  readonly invited: number
}

/** How many seats are free, and the act that hands them out. */
function State({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const readAgain = useReadAgain()
  const { data: event } = useSuspenseQuery(
    rowOptions('msevtmgt_events', eventId, {
      select: [
        'msevtmgt_maximumeventcapacity',
        'msevtmgt_registrationcount',
        'gr_seatsreserved',
        'msevtmgt_showwaitlist',
        'msevtmgt_waitlistthisevent',
      ],
    }),
  )
  const free = freeSeats(event)
  const seatsText =
    free === undefined
      ? t('waitlist.endless')
      : free < 0
        ? t('waitlist.over', { count: -free })
        : t('waitlist.free', { count: free })
  const isOn =
    event.msevtmgt_showwaitlist === true || event.msevtmgt_waitlistthisevent === 100000002
  const promote = async () => {
    const address = `/api/v1/events/${eventId}/promote-waitlist`
    const { registered, invited } = await request<Promoted>(address, { method: 'POST', body: {} })
    tellDone(t('waitlist.promoted', { registered, invited }))
    await readAgain()
  }
  return (
    <Alert
      icon={<IconInfoCircle />}
      color={isOn ? 'green' : 'gray'}
      title={t(isOn ? 'waitlist.on' : 'waitlist.off')}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm" maw="70ch">
          {t(isOn ? 'waitlist.on.text' : 'waitlist.off.text')} {seatsText}
        </Text>
        {may('Update', 'msevtmgt_event') && (
          <ActButton size="xs" variant="default" act={promote} said={false}>
            {t('waitlist.promote')}
          </ActButton>
        )}
      </Group>
    </Alert>
  )
}

/** Fewer than none where staff overbooked; undefined where there is no limit. */
function freeSeats(event: Row): number | undefined {
  const most = event.msevtmgt_maximumeventcapacity
  if (typeof most !== 'number') return undefined
  const taken = Number(event.msevtmgt_registrationcount ?? 0) + Number(event.gr_seatsreserved ?? 0)
  return most - taken
}

function Remove({ rows, clear }: { rows: readonly Row[]; clear: () => void }) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  return (
    <ActButton
      size="xs"
      variant="default"
      act={async () => {
        for (const row of rows) {
          await deleteRow('msevtmgt_waitlistitems', String(row.msevtmgt_waitlistitemid))
        }
        clear()
        await readAgain()
      }}
      confirm={{
        title: t('waitlist.remove.title'),
        text: t('waitlist.remove.text'),
        yes: t('act.remove'),
      }}
    >
      {t('act.remove')}
    </ActButton>
  )
}
