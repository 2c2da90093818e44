import { Anchor, Grid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconBulb } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../../api/me.ts'
import { request } from '../../../api/request.ts'
import { LinkLine } from '../../../components/link-line.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { fromServer } from '../../../server-words/server-words.ts'
import { useFormat } from '../../../texts/format.ts'
import { type Overview, overviewOptions, type Remark } from '../event-overview.ts'
import { type EventTextKey, useEventTexts } from '../event-texts.ts'
import type { TabProps } from '../tabs.ts'
import { WebinarHealth } from './webinar-health.tsx'

/** How the event stands, and what to do next. */
export function OverviewTab({ eventId }: TabProps) {
  const { data: overview } = useSuspenseQuery({
    ...overviewOptions(eventId),
    refetchInterval: 15_000,
  })
  return (
    <Stack>
      <Numbers overview={overview} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Checklist overview={overview} eventId={eventId} />
            {overview.webinar.wanted && <WebinarHealth overview={overview} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Links overview={overview} eventId={eventId} />
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Numbers({ overview: { counts, webinar, end } }: { overview: Overview }) {
  const isOver = Date.parse(end) <= Date.now() || counts.completed + counts.failed > 0
  const numbers: readonly (readonly [EventTextKey, number])[] = [
    ['count.registered', counts.registered],
    ['count.waiting', counts.waiting + counts.invited],
    ['count.canceled', counts.canceled],
    ...(webinar.wanted ? ([['count.opened', counts.opened]] as const) : []),
    ['count.present', counts.present],
    ...(isOver
      ? ([
          ['verdict.completed', counts.completed],
          ['verdict.failed', counts.failed],
        ] as const)
      : []),
  ]
  return (
    <dl className="event-numbers">
      {numbers.map(([text, value]) => (
        <NumberTile key={text} text={text} value={value} />
      ))}
    </dl>
  )
}

function NumberTile({ text, value }: { text: EventTextKey; value: number }) {
  const t = useEventTexts()
  const format = useFormat()
  return (
    <div className="event-number">
      <dt>{t(text)}</dt>
      <dd>{format.number(value)}</dd>
    </div>
  )
}

/** Where each point is mended. */
const places: Readonly<Record<string, string>> = {
  'webinar-missing': 'details',
  'webinar-account-inactive': 'details',
  'already-over': 'details',
  'closing-date-missing': 'website',
  'draft-sessions': 'agenda',
  'no-description': 'details',
  'no-capacity': 'details',
  'no-speakers': 'agenda',
  'no-picture': 'website',
  'no-place': 'details',
  'no-website': 'website',
}

function Checklist({ overview, eventId }: { overview: Overview; eventId: string }) {
  const t = useEventTexts()
  const { missing, advice, registration, webinar } = overview
  const ready = missing.length === 0
  if (registration.open) {
    return (
      <Sheet title={t('check.open')} note={t('check.open.text')}>
        {webinar.wanted && <Forecast eventId={eventId} />}
      </Sheet>
    )
  }
  if (ready && registration.refusal?.includes('was over at')) return <Over eventId={eventId} />
  const note = ready ? fromServer(registration.refusal ?? '') : t('check.missing.text')
  return (
    <Sheet title={t(titleOf(overview))} note={note}>
      <Stack gap="xs">
        {missing.map((remark) => (
          <Point key={remark.code} remark={remark} eventId={eventId} kind="missing" />
        ))}
        {advice.map((remark) => (
          <Point key={remark.code} remark={remark} eventId={eventId} kind="advice" />
        ))}
        {webinar.wanted && <Forecast eventId={eventId} />}
      </Stack>
    </Sheet>
  )
}

/** Nothing is left to do but to look. */
function Over({ eventId }: { eventId: string }) {
  const t = useEventTexts()
  const may = useMay()
  return (
    <Sheet title={t('check.over')}>
      {may('Read', 'msevtmgt_eventregistration', 'all') && (
        <Text size="sm">
          {t('check.over.see')}{' '}
          <Anchor component={Link} to={`/events/${eventId}/attendance`} underline="always" inherit>
            {t('tab.attendance')}
          </Anchor>
        </Text>
      )}
    </Sheet>
  )
}

function titleOf({ missing, registration }: Overview): EventTextKey {
  if (missing.length > 0) return 'check.missing'
  return registration.refusal?.includes('is not published') ? 'check.ready' : 'check.closed'
}

interface PointProps {
  readonly remark: Remark
  readonly eventId: string
  readonly kind: 'missing' | 'advice'
}

function Point({ remark, eventId, kind }: PointProps) {
  const t = useEventTexts()
  const key = `remark.${remark.code}` as EventTextKey
  const known = t(key)
  // The hub may know points that these texts do not name yet.
  const words = known === key ? fromServer(remark.sentence) : known
  const place = places[remark.code]
  const Icon = kind === 'missing' ? IconAlertTriangle : IconBulb
  return (
    <div className="remark">
      <Icon
        size={18}
        color={kind === 'missing' ? 'var(--mantine-color-red-6)' : 'var(--mantine-color-dimmed)'}
        aria-label={t(kind === 'missing' ? 'check.needed' : 'check.useful')}
      />
      <span>
        {words}{' '}
        {place !== undefined && (
          <Anchor component={Link} to={`/events/${eventId}/${place}`} size="sm" underline="always">
            {t(`tab.${place}` as EventTextKey)}
          </Anchor>
        )}
      </span>
    </div>
  )
}

interface ForecastAnswer {
  readonly forecast: {
    readonly registrants: number
    readonly minutes: number
    readonly requestsPerMinute: number
    readonly quota: { readonly most: number; readonly left: number } | null
  } | null
}

/** How long the provider takes to learn of everybody. */
function Forecast({ eventId }: { eventId: string }) {
  const t = useEventTexts()
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['rows', 'msevtmgt_events', 'forecast', eventId],
    queryFn: ({ signal }) =>
      request<ForecastAnswer>(`/api/v1/events/${eventId}/forecast`, { signal }),
    // Without a right to the account there is no forecast; the page is whole without it.
    retry: false,
  })
  const forecast = data?.forecast
  if (!forecast || forecast.minutes === 0) return null
  return (
    <Text size="sm" c="dimmed">
      {t('forecast', {
        count: forecast.registrants,
        time: format.minutes(forecast.minutes),
        rate: forecast.requestsPerMinute,
      })}
      {forecast.quota !== null &&
        ` ${t('forecast.quota', { left: forecast.quota.left, most: forecast.quota.most })}`}
    </Text>
  )
}

interface PresenterLink {
  readonly id: string
  readonly as: 'speaker' | 'team member'
  readonly name: string
  readonly link: string
}

function Links({ overview, eventId }: { overview: Overview; eventId: string }) {
  const t = useEventTexts()
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['rows', 'msevtmgt_events', 'presenters', eventId],
    queryFn: ({ signal }) =>
      request<{ value: readonly PresenterLink[] }>(`/api/v1/events/${eventId}/presenter-links`, {
        signal,
      }),
    enabled: may('Update', 'msevtmgt_event') && overview.webinar.wanted,
  })
  const presenters = data?.value ?? []
  return (
    <Sheet title={t('links.title')}>
      <Stack gap="md">
        {overview.publicLink !== null && (
          <LinkLine
            label={t('links.public')}
            value={overview.publicLink}
            note={t('links.public.note')}
          />
        )}
        <LinkLine
          label={t('links.checkIn')}
          value={overview.checkInLink}
          note={t('links.checkIn.note')}
        />
        {presenters.map(({ id, name, link }) => (
          <LinkLine
            key={id}
            label={t('links.presenter', { name })}
            value={link}
            note={t('links.presenter.note')}
            opens={false}
          />
        ))}
        {overview.webinar.wanted && presenters.length === 0 && (
          <div className="remark">
            <IconBulb size={18} color="var(--mantine-color-dimmed)" aria-hidden />
            <Text size="sm" c="dimmed" span>
              {t('links.noPresenters')}{' '}
              <Anchor
                component={Link}
                to={`/events/${eventId}/agenda`}
                size="sm"
                underline="always"
              >
                {t('tab.agenda')}
              </Anchor>
            </Text>
          </div>
        )}
      </Stack>
    </Sheet>
  )
}
