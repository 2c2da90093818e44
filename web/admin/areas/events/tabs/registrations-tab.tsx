import { Button, Group, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload, IconUserPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMay } from '../../../api/me.ts'
import type { Row } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { useAddressState } from '../../../app/address.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { RecordGrid } from '../../../components/record-grid.tsx'
import { useFormat } from '../../../texts/format.ts'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { PublishingBadge, VerdictBadge } from '../event-words.tsx'
import type { TabProps } from '../tabs.ts'
import { AddRegistration } from './add-registration.tsx'

const table = 'msevtmgt_eventregistration'

/** What a filter of the list asks the hub. */
const filters = {
  active: 'statecode eq 0',
  canceled: 'statecode eq 1',
  unpublished: 'statecode eq 0 and msevtmgt_publishingstate ne 100000001',
  refused: 'statecode eq 0 and msevtmgt_publishingstate gt 100000001',
  completed: 'gr_verdict eq 100000001',
  failed: 'gr_verdict eq 100000002',
  pending: 'statecode eq 0 and gr_verdict eq 100000000',
} as const

type FilterName = keyof typeof filters

const names = Object.keys(filters) as readonly FilterName[]

/** Everybody who is registered: a hundred thousand rows scroll and search as ten do. */
export function RegistrationsTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const [wanted] = useAddressState('show')
  const shown = names.find((each) => each === wanted)
  const [adding, { open, close }] = useDisclosure()
  const mayAdd = may('Create', table, 'all')
  const add = mayAdd && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
      {t('registrations.add')}
    </Button>
  )
  return (
    <>
      <RecordGrid
        key={shown ?? 'all'}
        label={t('tab.registrations')}
        height="max(26rem, calc(100dvh - 21rem))"
        rowKey="msevtmgt_eventregistrationid"
        query={{
          set: 'msevtmgt_eventregistrations',
          select: [
            'msevtmgt_name',
            'createdon',
            'statecode',
            'msevtmgt_publishingstate',
            'gr_verdict',
            'gr_company',
          ],
          expand: 'msevtmgt_contactid($select=fullname,emailaddress1)',
          filter: [`_msevtmgt_eventid_value eq ${eventId}`, shown && filters[shown]]
            .filter(Boolean)
            .join(' and '),
          orderBy: 'createdon desc',
        }}
        searchIn={[
          'msevtmgt_contactid/fullname',
          'msevtmgt_contactid/emailaddress1',
          'msevtmgt_name',
          'gr_company',
        ]}
        open={(row) => `/registrations/${String(row.msevtmgt_eventregistrationid)}`}
        filters={<Controls eventId={eventId} shown={shown} add={add} />}
        columns={useColumns()}
        {...(may('Update', table)
          ? { selected: (rows, clear) => <Selected rows={rows} clear={clear} /> }
          : {})}
        {...(shown === undefined
          ? {
              empty: (
                <EmptyState
                  title={t('registrations.empty')}
                  text={t('registrations.empty.text')}
                  action={add}
                />
              ),
            }
          : {})}
      />
      <AddRegistration eventId={eventId} opened={adding} close={close} />
    </>
  )
}

interface ControlsProps {
  readonly eventId: string
  readonly shown: FilterName | undefined
  readonly add: ReactNode
}

function Controls({ eventId, shown, add }: ControlsProps) {
  const t = useEventTexts()
  const may = useMay()
  const [, choose] = useAddressState('show')
  return (
    <>
      <Select
        aria-label={t('registrations.show')}
        placeholder={t('registrations.show.all')}
        clearable
        w={{ base: '100%', xs: 190 }}
        data={names.map((value) => ({ value, label: t(`registrations.show.${value}`) }))}
        value={shown ?? null}
        onChange={(value) => choose(value ?? '')}
      />
      {add}
      {may('Read', table, 'all') && (
        <Button
          component="a"
          variant="default"
          href={`/api/v1/events/${eventId}/registrations.csv`}
          leftSection={<IconDownload size={16} />}
        >
          CSV
        </Button>
      )}
    </>
  )
}

const contactOf = (row: Row) => (row.msevtmgt_contactid ?? {}) as Row

function useColumns() {
  const t = useEventTexts()
  const format = useFormat()
  return [
    {
      name: 'msevtmgt_contactid/fullname',
      title: t('registration.person'),
      show: (row: Row) => String(contactOf(row).fullname ?? ''),
    },
    {
      name: 'msevtmgt_contactid/emailaddress1',
      title: t('registration.email'),
      show: (row: Row) => String(contactOf(row).emailaddress1 ?? ''),
    },
    { name: 'gr_company', title: t('registration.company') },
    {
      name: 'msevtmgt_publishingstate',
      title: t('registration.atProvider'),
      show: (row: Row) =>
        row.statecode === 0 ? (
          <PublishingBadge state={row.msevtmgt_publishingstate} />
        ) : (
          t('registration.canceled')
        ),
    },
    {
      name: 'gr_verdict',
      title: t('registration.verdict'),
      show: (row: Row) => <VerdictBadge verdict={row.gr_verdict} />,
    },
    {
      name: 'createdon',
      title: t('registration.on'),
      show: (row: Row) => format.dateTime(String(row.createdon)),
    },
    { name: 'msevtmgt_name', title: t('registration.number') },
  ]
}

function Selected({ rows, clear }: { rows: readonly Row[]; clear: () => void }) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const each = (act: string) => async () => {
    for (const row of rows.filter(({ statecode }) => statecode === 0)) {
      const id = String(row.msevtmgt_eventregistrationid)
      await request(`/api/v1/registrations/${id}/${act}`, { method: 'POST', body: {} })
    }
    clear()
    await readAgain()
  }
  return (
    <Group gap="xs">
      <ActButton
        size="xs"
        variant="default"
        act={each('resend-confirmation')}
        said={t('registration.resend.said')}
      >
        {t('registration.resend')}
      </ActButton>
      <ActButton
        size="xs"
        variant="default"
        act={each('cancel')}
        said={t('registration.cancel.said')}
        confirm={{
          title: t('registration.cancel.title'),
          text: t('registration.cancel.text'),
          yes: t('registration.cancel'),
        }}
      >
        {t('registration.cancel')}
      </ActButton>
    </Group>
  )
}
