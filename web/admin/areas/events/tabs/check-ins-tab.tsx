import { Button, Grid, Group, Progress, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserCheck } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/me.ts'
import type { Row } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { LinkLine } from '../../../components/link-line.tsx'
import { RecordGrid } from '../../../components/record-grid.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { useFormat } from '../../../texts/format.ts'
import { overviewOptions } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { useSourceName } from '../evidence-words.ts'
import { QrCode } from '../qr-code.tsx'
import { ReasonButton } from '../reason-button.tsx'
import type { TabProps } from '../tabs.ts'
import { CheckInByHand } from './check-in-by-hand.tsx'

const table = 'msevtmgt_checkin'

/** Who came in, as it happens, and the way for staff with a telephone to the page at the door. */
export function CheckInsTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const [marking, { open, close }] = useDisclosure()
  const mark = may('Create', table, 'all') && (
    <Button leftSection={<IconUserCheck size={16} />} onClick={open}>
      {t('checkIn.byHand')}
    </Button>
  )
  return (
    <Stack>
      <Grid className="even-sheets">
        {may('Read', table, 'all') && (
          <Grid.Col span={{ base: 12, sm: 6 }}>
            <Counter eventId={eventId} />
          </Grid.Col>
        )}
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <Door eventId={eventId} />
        </Grid.Col>
      </Grid>
      <RecordGrid
        label={t('tab.checkins')}
        height="max(22rem, calc(100dvh - 34rem))"
        rowKey="msevtmgt_checkinid"
        refreshEvery={10_000}
        query={{
          set: 'msevtmgt_checkins',
          select: [
            ...['gr_source', 'gr_isinwaitingroom', 'msevtmgt_checkintime', 'gr_reason'],
            'createdon',
          ],
          expand: [
            'msevtmgt_registrationid($select=msevtmgt_name;$expand=msevtmgt_contactid($select=fullname))',
            ...(may('Read', 'msevtmgt_session')
              ? ['msevtmgt_sessionattended($select=msevtmgt_name)']
              : []),
          ].join(','),
          filter: `_msevtmgt_event_value eq ${eventId} and gr_supersededon eq null`,
          orderBy: 'createdon desc',
        }}
        searchIn={['msevtmgt_registrationid/msevtmgt_name', 'gr_reason']}
        filters={mark}
        columns={useColumns()}
        {...(may('Update', table)
          ? { selected: (rows, clear) => <Undo rows={rows} clear={clear} /> }
          : {})}
        empty={
          <EmptyState title={t('checkIn.empty')} text={t('checkIn.empty.text')} action={mark} />
        }
      />
      <CheckInByHand eventId={eventId} opened={marking} close={close} />
    </Stack>
  )
}

const registrationOf = (row: Row) => (row.msevtmgt_registrationid ?? {}) as Row
const contactOf = (row: Row) => (registrationOf(row).msevtmgt_contactid ?? {}) as Row

function useColumns() {
  const t = useEventTexts()
  const may = useMay()
  const format = useFormat()
  const sourceName = useSourceName()
  return [
    {
      name: 'msevtmgt_registrationid/msevtmgt_contactid/fullname',
      title: t('registration.person'),
      sort: false as const,
      show: (row: Row) =>
        String(contactOf(row).fullname ?? registrationOf(row).msevtmgt_name ?? ''),
    },
    {
      name: 'gr_source',
      title: t('checkIn.source'),
      show: (row: Row) =>
        [sourceName(row.gr_source), row.gr_isinwaitingroom === true ? t('source.waitingRoom') : '']
          .filter(Boolean)
          .join(' · '),
    },
    {
      name: 'createdon',
      title: t('checkIn.time'),
      show: (row: Row) => format.dateTime(String(row.msevtmgt_checkintime ?? row.createdon)),
    },
    ...(may('Read', 'msevtmgt_session')
      ? [
          {
            name: 'msevtmgt_sessionattended',
            title: t('speaker.session'),
            sort: false as const,
            show: (row: Row) =>
              String((row.msevtmgt_sessionattended as Row | null)?.msevtmgt_name ?? ''),
          },
        ]
      : []),
    { name: 'gr_reason', title: t('checkIn.reason'), sort: false as const },
  ]
}

function Counter({ eventId }: TabProps) {
  const t = useEventTexts()
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['rows', 'msevtmgt_checkins', 'count', eventId],
    queryFn: ({ signal }) =>
      request<{ registered: number; present: number }>(`/api/v1/check-in/${eventId}/count`, {
        signal,
      }),
    refetchInterval: 5_000,
  })
  const { registered = 0, present = 0 } = data ?? {}
  const share = registered === 0 ? 0 : present / registered
  return (
    <Sheet title={t('checkIn.counter')} note={t('checkIn.counter.note')}>
      <Group gap="xs" align="baseline" role="status">
        <Text fz={44} fw={700} lh={1}>
          {format.number(present)}
        </Text>
        <Text c="dimmed">{t('checkIn.of', { count: registered })}</Text>
      </Group>
      <Progress value={share * 100} size="lg" aria-label={format.percent(share)} />
    </Sheet>
  )
}

function Door({ eventId }: TabProps) {
  const t = useEventTexts()
  const { data: overview } = useSuspenseQuery(overviewOptions(eventId))
  return (
    <Sheet title={t('checkIn.door')}>
      <Group wrap="nowrap" align="flex-start">
        <QrCode value={overview.checkInLink} label={t('checkIn.door.code')} />
        <Stack gap="xs" style={{ minWidth: 0 }} flex={1}>
          <Text size="sm" c="dimmed">
            {t('checkIn.door.text')}
          </Text>
          <LinkLine label={t('links.checkIn')} value={overview.checkInLink} />
        </Stack>
      </Group>
    </Sheet>
  )
}

/** What a person said can be taken back by a person; what a provider reported cannot. */
const undoable: readonly unknown[] = [100000003, 100000004]

function Undo({ rows, clear }: { rows: readonly Row[]; clear: () => void }) {
  const t = useEventTexts()
  const open = rows.filter(({ gr_source }) => undoable.includes(gr_source))
  return (
    <Group gap="xs">
      <ReasonButton
        label={t('checkIn.undo')}
        note={t('checkIn.undo.note')}
        disabled={open.length === 0}
        act={async (reason) => {
          for (const row of open) {
            const address = `/api/v1/evidence/${String(row.msevtmgt_checkinid)}/undo`
            await request(address, { method: 'POST', body: { reason } })
          }
          clear()
        }}
      />
      {open.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('checkIn.undo.none')}
        </Text>
      )}
    </Group>
  )
}
