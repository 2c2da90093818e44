import { useMay } from '../../api/me.ts'
import { updateRow } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Choice } from '../../components/choice.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { OutcomeBadge } from './outcome-badge.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointHealth, useReadWebhooksAgain } from './webhooks.ts'

const filters = { all: '', failed: ' and outcome ne 1', delivered: ' and outcome eq 1' } as const

type Shown = keyof typeof filters

const names = Object.keys(filters) as readonly Shown[]

/** Every attempt with its answer, the newest first. */
export function DeliveriesTab({ endpoint }: { readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const format = useFormat()
  const [wanted, setWanted] = useAddressState('show')
  const show = names.find((each) => each === wanted) ?? 'all'
  return (
    <RecordGrid
      key={show}
      label={t('tab.deliveries')}
      height="max(24rem, calc(100dvh - 19rem))"
      rowKey="gr_deliveryattemptid"
      refreshEvery={5_000}
      query={{
        set: 'gr_deliveryattempts',
        select: [
          'name',
          'startedon',
          'messagename',
          'primaryentitytype',
          'outcome',
          'responsestatus',
          'totalms',
          'attempt',
          'problem',
        ],
        filter: `_serviceendpointid_value eq ${endpoint.id}${filters[show]}`,
        orderBy: 'startedon desc',
      }}
      open={(row) => `/webhooks/${endpoint.id}/deliveries/${String(row.gr_deliveryattemptid)}`}
      filters={
        <Choice
          size="xs"
          label={t('deliveries.show')}
          value={show}
          onChange={(next) => setWanted(next === 'all' ? '' : next)}
          data={names.map((each) => ({ value: each, label: t(`deliveries.${each}`) }))}
        />
      }
      columns={[
        {
          name: 'messagename',
          title: t('delivery.message'),
          show: (row) => `${String(row.messagename)} · ${String(row.primaryentitytype)}`,
        },
        {
          name: 'startedon',
          title: t('delivery.when'),
          show: (row) => format.dateTime(String(row.startedon)),
        },
        {
          name: 'outcome',
          title: t('delivery.outcome'),
          show: (row) => <OutcomeBadge row={row} />,
        },
        {
          name: 'totalms',
          title: t('delivery.took'),
          number: true,
          show: (row) => t('health.ms', { count: Number(row.totalms) }),
        },
        { name: 'attempt', title: t('delivery.attempt'), number: true },
        { name: 'problem', title: t('delivery.problem'), sort: false },
      ]}
      empty={<NoDeliveries endpoint={endpoint} />}
    />
  )
}

function NoDeliveries({ endpoint }: { readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const may = useMay()
  const readAgain = useReadWebhooksAgain()
  if (endpoint.logged) {
    return <EmptyState title={t('deliveries.empty')} text={t('deliveries.empty.text')} />
  }
  const turnOn = async () => {
    await updateRow('serviceendpoints', endpoint.id, { gr_logdeliveries: true })
    await readAgain()
  }
  return (
    <EmptyState
      title={t('deliveries.off')}
      text={t('deliveries.off.text')}
      action={
        may('Update', 'serviceendpoint') && (
          <ActButton act={turnOn}>{t('deliveries.turnOn')}</ActButton>
        )
      }
    />
  )
}
