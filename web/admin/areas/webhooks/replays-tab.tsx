import { Group, NumberInput, Progress, Stack, Switch, Text } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { type Row, rowsOptions, shownValue } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { ActButton } from '../../components/act-button.tsx'
import { Choice } from '../../components/choice.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LookupField } from '../../components/lookup-field.tsx'
import type { Reference } from '../../components/record-draft.ts'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge, type Tone } from '../../components/state-badge.tsx'
import { useFormat } from '../../texts/format.ts'
import { useWebhookTexts, type WebhookTextKey } from './webhook-texts.ts'
import { type EndpointHealth, useReadWebhooksAgain } from './webhooks.ts'

interface ReplaysTabProps {
  readonly endpoint: EndpointHealth
}

/** Sending again what was sent or should have been: after an outage, or to a new receiver. */
export function ReplaysTab({ endpoint }: ReplaysTabProps) {
  const may = useMay()
  return (
    <Stack>
      {may('Update', 'serviceendpoint') && <Order endpoint={endpoint} />}
      <Replays endpoint={endpoint} />
    </Stack>
  )
}

const choices = ['failed', 'all', 'succeeded'] as const

function Order({ endpoint }: ReplaysTabProps) {
  const t = useWebhookTexts()
  const readAgain = useReadWebhooksAgain()
  const [deliveries, setDeliveries] = useState<(typeof choices)[number]>('failed')
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  const [target, setTarget] = useState<Reference | null>(null)
  const [perSecond, setPerSecond] = useState(50)
  const [marked, setMarked] = useState(false)
  const order = async () => {
    const body = {
      deliveries,
      endpointId: endpoint.id,
      perSecond,
      marked,
      ...(from === null ? {} : { createdFrom: dayjs(from).toISOString() }),
      ...(to === null ? {} : { createdTo: dayjs(to).toISOString() }),
      ...(target === null ? {} : { toEndpointId: target.id }),
    }
    await request('/api/v1/replays', { method: 'POST', body })
    await readAgain()
  }
  return (
    <Sheet title={t('replay.title')} note={t('replay.note')}>
      <Choice
        label={t('replay.which')}
        value={deliveries}
        onChange={setDeliveries}
        data={choices.map((each) => ({ value: each, label: t(`replay.${each}`) }))}
      />
      {deliveries !== 'failed' && (
        <Text size="sm" c="dimmed">
          {t('replay.kept')}
        </Text>
      )}
      <Group align="flex-end" gap="sm">
        <DateTimePicker
          label={t('replay.from')}
          placeholder={t('replay.begin')}
          valueFormat="lll"
          clearable
          w={{ base: '100%', xs: 220 }}
          value={from}
          onChange={setFrom}
        />
        <DateTimePicker
          label={t('replay.to')}
          placeholder={t('replay.now')}
          valueFormat="lll"
          clearable
          w={{ base: '100%', xs: 220 }}
          value={to}
          onChange={setTo}
        />
        <NumberInput
          label={t('replay.perSecond')}
          min={1}
          max={500}
          w={{ base: '100%', xs: 150 }}
          value={perSecond}
          onChange={(next) => setPerSecond(Number(next) || 50)}
        />
        <LookupField
          label={t('replay.target')}
          targets={['serviceendpoint']}
          w={{ base: '100%', xs: 260 }}
          value={target}
          onChange={setTarget}
        />
      </Group>
      <Switch
        label={t('replay.mark')}
        description={t('replay.mark.text')}
        checked={marked}
        onChange={(event) => setMarked(event.currentTarget.checked)}
      />
      <Group>
        <ActButton act={order} said={t('replay.said')}>
          {t('replay.order')}
        </ActButton>
      </Group>
    </Sheet>
  )
}

const running = 1

const states: Readonly<Record<number, readonly [WebhookTextKey, Tone]>> = {
  1: ['replay.running', 'blue'],
  2: ['replay.finished', 'green'],
  3: ['replay.canceled', 'gray'],
  4: ['replay.stateFailed', 'red'],
}

function Replays({ endpoint }: ReplaysTabProps) {
  const t = useWebhookTexts()
  const { data: replays = [] } = useQuery({
    ...rowsOptions({
      set: 'gr_replays',
      select: ['name', 'state', 'total', 'sent', 'skipped', 'orderedon', '_orderedby_value'],
      filter: `_serviceendpointid_value eq ${endpoint.id}`,
      orderBy: 'orderedon desc',
      top: 50,
    }),
    refetchInterval: ({ state }) =>
      state.data?.some((each) => each.state === running) ? 1_000 : 10_000,
  })
  return (
    <Sheet title={t('replay.list')}>
      {replays.length === 0 ? (
        <EmptyState title={t('replay.empty')} text={t('replay.empty.text')} />
      ) : (
        <div>
          {replays.map((replay) => (
            <ReplayRow key={String(replay.gr_replayid)} replay={replay} />
          ))}
        </div>
      )}
    </Sheet>
  )
}

function ReplayRow({ replay }: { readonly replay: Row }) {
  const t = useWebhookTexts()
  const may = useMay()
  const format = useFormat()
  const readAgain = useReadWebhooksAgain()
  const id = String(replay.gr_replayid)
  const total = Number(replay.total)
  const gone = Number(replay.sent) + Number(replay.skipped)
  const [text, tone] = states[Number(replay.state)] ?? ['replay.running', 'gray']
  return (
    <div className="list-row">
      <div className="list-row-name">
        <Text size="sm" fw={550}>
          {t('replay.sent', { sent: Number(replay.sent), count: total })}
        </Text>
        <Text size="sm" c="dimmed">
          {[format.dateTime(String(replay.orderedon)), shownValue(replay, 'orderedby')]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {replay.state === running && (
          <Progress
            mt={6}
            animated
            value={total === 0 ? 100 : (100 * gone) / total}
            aria-label={t('replay.progress')}
          />
        )}
      </div>
      <StateBadge tone={tone}>{t(text)}</StateBadge>
      {replay.state === running && may('Update', 'serviceendpoint') && (
        <ActButton
          size="xs"
          variant="default"
          said={t('replay.canceled')}
          act={async () => {
            await request(`/api/v1/replays/${id}/cancel`, { method: 'POST' })
            await readAgain()
          }}
        >
          {t('replay.stop')}
        </ActButton>
      )}
    </div>
  )
}
