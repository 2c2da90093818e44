import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Sheet } from '../../components/sheet.tsx'
import { Tiles } from '../../components/state-badge.tsx'
import { useFormat } from '../../texts/format.ts'
import { useWebhookTexts } from './webhook-texts.ts'
import type { EndpointHealth } from './webhooks.ts'

interface EndpointHealthSheetProps {
  readonly endpoint: EndpointHealth
}

/** The last day in numbers and by the hour. */
export function EndpointHealthSheet({ endpoint }: EndpointHealthSheetProps) {
  const t = useWebhookTexts()
  const format = useFormat()
  const { succeeded, failed, waiting, toRetry, medianMs, slowMs, oldestWaitingOn } = endpoint
  const ms = (value: number | null) =>
    value === null ? '—' : t('health.ms', { count: Math.round(value) })
  return (
    <Stack gap="sm">
      <Tiles
        of={[
          { name: t('health.delivered'), value: format.number(succeeded) },
          {
            name: t('health.failed'),
            value: (
              <NumberLink
                count={failed}
                to={`/webhooks/${endpoint.id}/deliveries`}
                bad={failed > 0}
              />
            ),
          },
          { name: t('health.toRetry'), value: format.number(toRetry) },
          { name: t('health.waiting'), value: format.number(waiting) },
          { name: t('health.median'), value: ms(medianMs) },
          { name: t('health.slow'), value: ms(slowMs) },
        ]}
      />
      {waiting > 0 && oldestWaitingOn !== null && (
        <Text size="sm" c="dimmed">
          {t('health.oldest', { time: format.fromNow(oldestWaitingOn) })}
        </Text>
      )}
      {endpoint.forgets && !endpoint.logged && (
        <Text size="sm" c="dimmed">
          {t('health.forgets')}
        </Text>
      )}
      {succeeded + failed > 0 && <HoursChart endpoint={endpoint} />}
    </Stack>
  )
}

interface NumberLinkProps {
  readonly count: number
  readonly to: string
  readonly bad: boolean
}

function NumberLink({ count, to, bad }: NumberLinkProps) {
  const format = useFormat()
  if (!bad) return format.number(count)
  return (
    <Anchor
      component={Link}
      to={to}
      search={{ show: 'failed' } as never}
      inherit
      c="red.9"
      underline="always"
      className="state-red"
    >
      {format.number(count)}
    </Anchor>
  )
}

const hourMs = 3_600_000

function HoursChart({ endpoint }: EndpointHealthSheetProps) {
  const t = useWebhookTexts()
  const format = useFormat()
  const ended = new Map(
    endpoint.hours.map((hour) => [Math.floor(Date.parse(hour.startedOn) / hourMs), hour]),
  )
  // The hub's clock may be another one than the browser's: the newest hour that it told counts.
  const newest = Math.max(Math.floor(Date.now() / hourMs), ...ended.keys())
  const delivered = t('deliveries.delivered')
  const failed = t('deliveries.failed')
  const hours = Array.from({ length: 24 }, (_, at) => {
    const hour = newest - 23 + at
    return {
      time: format.time(new Date(hour * hourMs)),
      [delivered]: ended.get(hour)?.succeeded ?? 0,
      [failed]: ended.get(hour)?.failed ?? 0,
    }
  })
  return (
    <Sheet title={t('health.byHour')}>
      <BarChart
        h={150}
        data={hours}
        dataKey="time"
        type="stacked"
        tickLine="none"
        gridAxis="x"
        withLegend
        yAxisProps={{ allowDecimals: false, width: 36 }}
        series={[
          { name: delivered, color: 'green.6' },
          { name: failed, color: 'red.6' },
        ]}
      />
    </Sheet>
  )
}
