import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Row } from '../../../api/records.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { RecordGrid } from '../../../components/record-grid.tsx'
import { Facts, Sheet } from '../../../components/sheet.tsx'
import { useFormat } from '../../../texts/format.ts'
import { overviewOptions } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { VerdictBadge } from '../event-words.tsx'
import type { TabProps } from '../tabs.ts'

/** Who attended, by verdict; the page of a registration has the evidence behind each. */
export function VerdictsTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const format = useFormat()
  const { data: overview } = useSuspenseQuery(overviewOptions(eventId))
  const { completed, failed, pending } = overview.counts
  return (
    <Stack>
      <Sheet title={t('tab.attendance')} note={t('attendance.note')}>
        <Facts
          of={[
            [t('verdict.completed'), format.number(completed)],
            [t('verdict.failed'), format.number(failed)],
            [t('verdict.pending'), format.number(pending)],
          ]}
        />
      </Sheet>
      <RecordGrid
        label={t('tab.attendance')}
        height="max(22rem, calc(100dvh - 27rem))"
        rowKey="msevtmgt_eventregistrationid"
        query={{
          set: 'msevtmgt_eventregistrations',
          select: ['gr_verdict', 'gr_attendedminutes'],
          expand: 'msevtmgt_contactid($select=fullname,emailaddress1)',
          filter: `_msevtmgt_eventid_value eq ${eventId} and statecode eq 0`,
          orderBy: 'gr_attendedminutes desc',
        }}
        searchIn={['msevtmgt_contactid/fullname', 'msevtmgt_contactid/emailaddress1']}
        open={(row) => `/registrations/${String(row.msevtmgt_eventregistrationid)}`}
        columns={[
          {
            name: 'msevtmgt_contactid/fullname',
            title: t('registration.person'),
            show: (row) => String((row.msevtmgt_contactid as Row | null)?.fullname ?? ''),
          },
          {
            name: 'gr_verdict',
            title: t('registration.verdict'),
            show: (row) => <VerdictBadge verdict={row.gr_verdict} />,
          },
          {
            name: 'gr_attendedminutes',
            title: t('registration.minutes'),
            number: true,
            show: (row) =>
              typeof row.gr_attendedminutes === 'number'
                ? format.minutes(row.gr_attendedminutes)
                : '',
          },
        ]}
        empty={<EmptyState title={t('registrations.empty')} text={t('registrations.empty.text')} />}
      />
    </Stack>
  )
}
