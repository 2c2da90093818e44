import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { SimpleGrid, Text } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from '../../api/request.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useHomeTexts } from './home-texts.ts'

interface ChartNumbers {
  readonly registrations: readonly { readonly day: string; readonly count: number }[] | null
  readonly joins: readonly { readonly hour: string; readonly count: number }[] | null
  readonly jobs:
    | readonly { readonly hour: string; readonly succeeded: number; readonly failed: number }[]
    | null
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

const chartOptions = queryOptions({
  queryKey: ['home', 'charts'],
  queryFn: ({ signal }) =>
    request<ChartNumbers>(`/api/v1/home/charts?zone=${encodeURIComponent(zone)}`, { signal }),
  refetchInterval: 30_000,
})

export function Charts() {
  const t = useHomeTexts()
  const format = useFormat()
  const { data, error } = useQuery(chartOptions)
  if (error !== null) return <ProblemAlert error={error} />
  const { registrations = null, joins = null, jobs = null } = data ?? {}
  const time = (hour: string) => format.time(hour)
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
      {registrations !== null && (
        <ChartSheet
          title={t('chart.registrations')}
          note={t('chart.days')}
          rows={registrations.map(({ day, count }) => ({ at: format.day(day, 'UTC'), count }))}
          series={[{ name: 'count', color: 'green.7', label: t('chart.registrations') }]}
        />
      )}
      {joins !== null && (
        <ChartSheet
          title={t('chart.joins')}
          note={t('chart.hours')}
          rows={joins.map(({ hour, count }) => ({ at: time(hour), count }))}
          series={[{ name: 'count', color: 'blue.7', label: t('chart.joins') }]}
        />
      )}
      {jobs !== null && (
        <ChartSheet
          title={t('chart.jobs')}
          note={t('chart.hours')}
          rows={jobs.map(({ hour, ...counts }) => ({ at: time(hour), ...counts }))}
          series={[
            { name: 'succeeded', color: 'green.7', label: t('chart.succeeded') },
            { name: 'failed', color: 'red.7', label: t('chart.failed') },
          ]}
        />
      )}
    </SimpleGrid>
  )
}

interface ChartSheetProps {
  readonly title: string
  readonly note: string
  readonly rows: readonly Readonly<Record<string, string | number>>[]
  readonly series: readonly {
    readonly name: string
    readonly color: string
    readonly label: string
  }[]
}

/** A number that is read at a glance, and how it came about. */
function ChartSheet({ title, note, rows, series }: ChartSheetProps) {
  const t = useHomeTexts()
  const format = useFormat()
  const totals = series.map(({ name }) =>
    rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0),
  )
  const total = totals.reduce((sum, each) => sum + each, 0)
  const spoken = series.map(({ label }, at) => `${label}: ${format.number(totals[at] ?? 0)}`)
  return (
    <Sheet title={title} note={note}>
      <Text className="home-total">{format.number(total)}</Text>
      {total === 0 ? (
        <Text size="sm" c="dimmed" mih={120}>
          {t('chart.none')}
        </Text>
      ) : (
        <div role="img" aria-label={`${title}, ${note}: ${spoken.join(', ')}`}>
          <BarChart
            h={120}
            data={rows.map((row) => ({ ...row }))}
            dataKey="at"
            type="stacked"
            series={series.map((each) => ({ ...each }))}
            withYAxis={false}
            gridAxis="none"
            tickLine="none"
            valueFormatter={format.number}
            xAxisProps={{ interval: 'equidistantPreserveStart', padding: { left: 20, right: 20 } }}
            maxBarWidth={18}
            barChartProps={{ accessibilityLayer: false }}
          />
        </div>
      )}
    </Sheet>
  )
}
