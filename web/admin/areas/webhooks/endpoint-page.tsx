import { Alert, Group, Tabs, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { EndpointActs } from './endpoint-acts.tsx'
import { EndpointBadge, targetOf } from './endpoint-words.tsx'
import { useWebhookTexts } from './webhook-texts.ts'
import {
  type Check,
  type EndpointHealth,
  healthOptions,
  turn,
  useReadWebhooksAgain,
} from './webhooks.ts'

const panels = {
  overview: lazy(async () => ({ default: (await import('./overview-tab.tsx')).OverviewTab })),
  deliveries: lazy(async () => ({ default: (await import('./deliveries-tab.tsx')).DeliveriesTab })),
  replays: lazy(async () => ({ default: (await import('./replays-tab.tsx')).ReplaysTab })),
  settings: lazy(async () => ({ default: (await import('./settings-tab.tsx')).SettingsTab })),
} as const

type TabName = keyof typeof panels

const names = Object.keys(panels) as readonly TabName[]

/** One receiver: how it is doing, what it is told of, what it was told, and telling it again. */
export function EndpointPage() {
  const t = useWebhookTexts()
  const may = useMay()
  const id = useParameter('endpointId')
  const { data: endpoint } = useSuspenseQuery(healthOptions(id))
  const [check, setCheck] = useState<Check>()
  const mayWrite = may('Update', 'serviceendpoint')
  return (
    <Page
      title={endpoint.name}
      trail={[{ label: t('webhooks.title'), to: '/webhooks' }]}
      badge={<EndpointBadge of={endpoint} />}
      note={
        <span className="address-line" dir="ltr">
          {targetOf(endpoint)}
        </span>
      }
      actions={mayWrite && <EndpointActs endpoint={endpoint} onChecked={setCheck} />}
    >
      {check !== undefined && (
        <Alert
          color={check.succeeded ? 'green' : 'red'}
          role="status"
          withCloseButton
          onClose={() => setCheck(undefined)}
          title={t(check.succeeded ? 'test.good' : 'test.bad')}
        >
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <ServerText text={check.sentence} />
          </Text>
        </Alert>
      )}
      <Troubles endpoint={endpoint} mayWrite={mayWrite} />
      <EndpointTabs endpoint={endpoint} />
    </Page>
  )
}

interface TroublesProps {
  readonly endpoint: EndpointHealth
  readonly mayWrite: boolean
}

/** Why nothing is sent at the moment, with the act that ends it. */
function Troubles({ endpoint, mayWrite }: TroublesProps) {
  const t = useWebhookTexts()
  const format = useFormat()
  const readAgain = useReadWebhooksAgain()
  const end = async (message: 'gr_EnableEndpoint' | 'gr_CloseCircuit') => {
    await turn(endpoint.id, message)
    await readAgain()
  }
  const isOff = endpoint.disabledOn !== null
  if (!isOff && !endpoint.circuitOpen) return null
  const since = endpoint.disabledOn ?? endpoint.circuitChangedOn
  const reason = isOff ? endpoint.disabledReason : endpoint.circuitReason
  return (
    <Alert color={isOff ? 'gray' : 'orange'} title={t(isOff ? 'off.title' : 'resting.title')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw="70ch">
          {t(isOff ? 'off.text' : 'resting.text')}{' '}
          {since !== null && t('since', { time: format.fromNow(since) })}{' '}
          {reason !== null && <ServerText text={reason} />}
        </Text>
        {mayWrite && (
          <ActButton
            variant="default"
            act={() => end(isOff ? 'gr_EnableEndpoint' : 'gr_CloseCircuit')}
          >
            {t(isOff ? 'act.enable' : 'act.closeCircuit')}
          </ActButton>
        )}
      </Group>
    </Alert>
  )
}

function EndpointTabs({ endpoint }: { readonly endpoint: EndpointHealth }) {
  const t = useWebhookTexts()
  const navigate = useNavigate()
  const { tab: wanted } = useParams({ strict: false }) as { readonly tab?: string }
  const tab = names.find((each) => each === wanted) ?? 'overview'
  const Panel = panels[tab]
  const root = `/webhooks/${endpoint.id}`
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => void navigate({ to: next === 'overview' ? root : `${root}/${next}` })}
    >
      <Tabs.List mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
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
              <Panel endpoint={endpoint} />
            </Suspense>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
