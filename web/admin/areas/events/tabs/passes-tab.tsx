import { Group, Stack, Title } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/me.ts'
import { type Row, rowOptions, shownValue } from '../../../api/records.ts'
import { request } from '../../../api/request.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { RecordGrid } from '../../../components/record-grid.tsx'
import { useFormat } from '../../../texts/format.ts'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { PurchaseBadge } from '../event-words.tsx'
import { LinkedSessions } from '../linked-rows.tsx'
import { RowList } from '../row-list.tsx'
import type { TabProps } from '../tabs.ts'

/** What is sold, how many are left, who bought, and who has not paid yet. */
export function PassesTab({ eventId }: TabProps) {
  const may = useMay()
  return (
    <Stack>
      <Passes eventId={eventId} />
      {may('Read', 'msevtmgt_eventpurchase') && <Purchases eventId={eventId} />}
    </Stack>
  )
}

function Passes({ eventId }: TabProps) {
  const t = useEventTexts()
  const { data: event } = useSuspenseQuery(
    rowOptions('msevtmgt_events', eventId, { select: ['msevtmgt_name'] }),
  )
  const reference = { table: 'msevtmgt_event', id: eventId, name: String(event.msevtmgt_name) }
  return (
    <RowList
      title={t('passes.title')}
      note={t('passes.note')}
      empty={t('passes.empty')}
      add={t('passes.add')}
      rowKey="msevtmgt_passid"
      nameOf={(row) => String(row.msevtmgt_name)}
      query={{
        set: 'msevtmgt_passes',
        select: [
          'msevtmgt_name',
          'msevtmgt_passprice',
          'msevtmgt_noofpassesallocated',
          'msevtmgt_noofpassessold',
          'gr_noofpassesreserved',
          'msevtmgt_noofpassesleft',
        ],
        filter: `_msevtmgt_eventid_value eq ${eventId}`,
        orderBy: 'msevtmgt_passprice',
      }}
      columns={usePassColumns()}
      form={{
        table: 'msevtmgt_pass',
        fields: [
          'msevtmgt_name',
          'msevtmgt_passprice',
          'transactioncurrencyid',
          'msevtmgt_noofpassesallocated',
        ],
        labels: {
          msevtmgt_name: t('pass.name'),
          msevtmgt_passprice: t('pass.price'),
          transactioncurrencyid: t('pass.currency'),
          msevtmgt_noofpassesallocated: t('pass.allocated'),
        },
        notes: { msevtmgt_noofpassesallocated: t('pass.allocated.note') },
        initial: { msevtmgt_eventid: reference },
        more: (draft) =>
          draft.id !== undefined && (
            <LinkedSessions
              label={t('sessions.title')}
              note={t('pass.sessions.note')}
              eventId={eventId}
              set="msevtmgt_passes"
              id={draft.id}
              relationship="msevtmgt_msevtmgt_pass_msevtmgt_session"
            />
          ),
      }}
    />
  )
}

function usePassColumns() {
  const t = useEventTexts()
  const numeric = (title: string, column: string) => ({
    title,
    number: true,
    show: (row: Row) => shownValue(row, column) || '0',
  })
  return [
    { title: t('pass.name'), show: (row: Row) => String(row.msevtmgt_name) },
    numeric(t('pass.price'), 'msevtmgt_passprice'),
    numeric(t('pass.allocated'), 'msevtmgt_noofpassesallocated'),
    numeric(t('pass.sold'), 'msevtmgt_noofpassessold'),
    numeric(t('pass.reserved'), 'gr_noofpassesreserved'),
    numeric(t('pass.left'), 'msevtmgt_noofpassesleft'),
  ]
}

function Purchases({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  return (
    <>
      <Title order={2} mt="sm">
        {t('purchases.title')}
      </Title>
      <RecordGrid
        label={t('purchases.title')}
        height="20rem"
        rowKey="msevtmgt_eventpurchaseid"
        query={{
          set: 'msevtmgt_eventpurchases',
          select: [
            'msevtmgt_name',
            'msevtmgt_totalprice',
            'gr_state',
            'gr_expireson',
            'gr_settledon',
            'gr_settledby',
            'createdon',
          ],
          expand: 'msevtmgt_purchasingcontactid($select=fullname,emailaddress1)',
          filter: `_msevtmgt_eventid_value eq ${eventId}`,
          orderBy: 'createdon desc',
        }}
        searchIn={[
          'msevtmgt_name',
          'msevtmgt_purchasingcontactid/fullname',
          'msevtmgt_purchasingcontactid/emailaddress1',
        ]}
        columns={usePurchaseColumns()}
        {...(may('Update', 'msevtmgt_eventpurchase')
          ? { selected: (rows, clear) => <Settle rows={rows} clear={clear} /> }
          : {})}
        empty={<EmptyState title={t('purchases.empty')} text={t('purchases.empty.text')} />}
      />
    </>
  )
}

function usePurchaseColumns() {
  const t = useEventTexts()
  const format = useFormat()
  const contactOf = (row: Row) => (row.msevtmgt_purchasingcontactid ?? {}) as Row
  const instant = (value: unknown) => (value ? format.dateTime(String(value)) : '')
  return [
    { name: 'msevtmgt_name', title: t('purchase.number') },
    {
      name: 'msevtmgt_purchasingcontactid/fullname',
      title: t('purchase.by'),
      show: (row: Row) => String(contactOf(row).fullname ?? contactOf(row).emailaddress1 ?? ''),
    },
    { name: 'msevtmgt_totalprice', title: t('purchase.total'), number: true },
    {
      name: 'gr_state',
      title: t('event.status'),
      show: (row: Row) => <PurchaseBadge state={row.gr_state} />,
    },
    {
      name: 'gr_expireson',
      title: t('purchase.until'),
      show: (row: Row) => instant(row.gr_expireson),
    },
    {
      name: 'gr_settledon',
      title: t('purchase.on'),
      show: (row: Row) => instant(row.gr_settledon),
    },
    { name: 'gr_settledby', title: t('purchase.settledBy') },
  ]
}

const waitsForPayment = 100000000

/** What waits can be paid or given up; what is settled stays. */
function Settle({ rows, clear }: { rows: readonly Row[]; clear: () => void }) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const open = rows.filter(({ gr_state }) => gr_state === waitsForPayment)
  const settle = (settlement: 'paid' | 'cancelled') => async () => {
    for (const row of open) {
      const address = `/api/v1/purchases/${String(row.msevtmgt_eventpurchaseid)}/settle`
      await request(address, { method: 'POST', body: { settlement } })
    }
    clear()
    await readAgain()
  }
  return (
    <Group gap="xs">
      <ActButton
        size="xs"
        disabled={open.length === 0}
        act={settle('paid')}
        said={t('purchase.markPaid.said')}
        confirm={{
          title: t('purchase.markPaid.title'),
          text: t('purchase.markPaid.text'),
          yes: t('purchase.markPaid'),
        }}
        color="green"
      >
        {t('purchase.markPaid')}
      </ActButton>
      <ActButton
        size="xs"
        variant="default"
        disabled={open.length === 0}
        act={settle('cancelled')}
        confirm={{
          title: t('purchase.giveUp.title'),
          text: t('purchase.giveUp.text'),
          yes: t('purchase.giveUp'),
        }}
      >
        {t('purchase.giveUp')}
      </ActButton>
    </Group>
  )
}
