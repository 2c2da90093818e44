import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import dayjs, { type Dayjs } from 'dayjs'
import { useMay } from '../../api/me.ts'
import { type Row, rowsOptions } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { localeOf } from '../../texts/format.ts'
import { useLanguage } from '../../texts/language.ts'
import { zoneName } from '../../texts/zone-name.ts'
import {
  dayOf,
  daysOf,
  eventsByDay,
  firstDayOfWeek,
  isoDay,
  type Span,
  startDate,
} from './calendar-days.ts'
import { useEventTexts } from './event-texts.ts'
import { publishStatus, useWallClock } from './event-words.tsx'
import './events.css'

const noRows: readonly Row[] = []

/** All events by day; on a phone the same as a list. */
export function CalendarPage() {
  const t = useEventTexts()
  const may = useMay()
  const locale = localeOf(useLanguage())
  const [date] = useAddressState('date')
  const [wanted] = useAddressState('span')
  const span: Span = wanted === 'week' ? 'week' : 'month'
  const day = dayOf(date)
  const days = daysOf(day, span, firstDayOfWeek(locale))
  const { data: rows = noRows, error } = useQuery(questionOf(days))
  const byDay = eventsByDay(rows, days)
  return (
    <Page
      title={t('calendar.title')}
      actions={
        may('Create', 'msevtmgt_event') && (
          <Button component={Link} to="/events/new" leftSection={<IconPlus size={16} />}>
            {t('events.new')}
          </Button>
        )
      }
    >
      <Toolbar day={day} span={span} days={days} />
      <ProblemAlert error={error} />
      <Grid day={day} span={span} days={days} byDay={byDay} />
      <Agenda days={days} byDay={byDay} />
    </Page>
  )
}

function questionOf(days: readonly Dayjs[]) {
  const from = isoDay(days[0] as Dayjs)
  const to = isoDay((days.at(-1) as Dayjs).add(1, 'day'))
  return {
    ...rowsOptions({
      set: 'msevtmgt_events',
      select: [
        'msevtmgt_name',
        'msevtmgt_eventstartdate',
        'msevtmgt_eventenddate',
        'gr_timezone',
        'msevtmgt_publishstatus',
      ],
      filter: `msevtmgt_eventstartdate lt ${to}T00:00:00Z and msevtmgt_eventenddate ge ${from}T00:00:00Z`,
      orderBy: 'msevtmgt_eventstartdate',
      top: 2000,
    }),
    placeholderData: keepPreviousData,
  }
}

interface SpanProps {
  readonly day: Dayjs
  readonly span: Span
  readonly days: readonly Dayjs[]
}

function Toolbar({ day, span, days }: SpanProps) {
  const t = useEventTexts()
  const locale = localeOf(useLanguage())
  const [, setDate] = useAddressState('date')
  const [, setSpan] = useAddressState('span')
  const go = (steps: number) => setDate(isoDay(day.add(steps, span)))
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs">
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('calendar.before')}
          onClick={() => go(-1)}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('calendar.after')}
          onClick={() => go(1)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button variant="default" onClick={() => setDate('')}>
          {t('calendar.today')}
        </Button>
        <Title order={2} ml="xs" aria-live="polite">
          {titleOf(day, span, days, locale)}
        </Title>
      </Group>
      <SegmentedControl
        aria-label={t('calendar.span')}
        value={span}
        onChange={(value) => setSpan(value === 'month' ? '' : value)}
        data={[
          { value: 'month', label: t('calendar.month') },
          { value: 'week', label: t('calendar.week') },
        ]}
      />
    </Group>
  )
}

function titleOf(day: Dayjs, span: Span, days: readonly Dayjs[], locale: string): string {
  if (span === 'month') {
    const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })
    return format.format(day.toDate())
  }
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const [first, last] = [days[0] as Dayjs, days.at(-1) as Dayjs]
  return format.formatRange(first.toDate(), last.toDate())
}

interface GridProps extends SpanProps {
  readonly byDay: ReadonlyMap<string, readonly Row[]>
}

function Grid({ day, span, days, byDay }: GridProps) {
  const locale = localeOf(useLanguage())
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  const today = isoDay(dayjs())
  return (
    <div className="sheet calendar">
      {days.slice(0, 7).map((each) => (
        <div key={each.day()} className="calendar-head">
          {weekday.format(each.toDate())}
        </div>
      ))}
      {days.map((each) => {
        const date = isoDay(each)
        const outside = span === 'month' && each.month() !== day.month()
        return (
          <div
            key={date}
            className="calendar-day"
            data-week={span === 'week' || undefined}
            data-outside={outside || undefined}
          >
            <span className="calendar-date" aria-current={date === today ? 'date' : undefined}>
              {each.date()}
            </span>
            {(byDay.get(date) ?? []).map((row) => (
              <EventChip
                key={String(row.msevtmgt_eventid)}
                row={row}
                date={date}
                week={span === 'week'}
              />
            ))}
          </div>
        )
      })}
    </div>
  )
}

const statusNames: Readonly<Record<number, string>> = {
  [publishStatus.live]: 'live',
  [publishStatus.cancelled]: 'cancelled',
}

function EventChip({ row, date, week }: { row: Row; date: string; week: boolean }) {
  const clock = useWallClock()
  const begins = startDate(row) === date
  const time = begins ? `${clock.time(row.msevtmgt_eventstartdate)} ` : ''
  const label = `${clock.dateTime(row.msevtmgt_eventstartdate)} ${zoneName(row.gr_timezone)}: ${String(row.msevtmgt_name)}`
  return (
    <Link
      to={`/events/${String(row.msevtmgt_eventid)}`}
      className="calendar-event"
      data-status={statusNames[Number(row.msevtmgt_publishstatus)] ?? 'draft'}
      data-week={week || undefined}
      title={label}
    >
      {time}
      {String(row.msevtmgt_name)}
    </Link>
  )
}

/** Only days on which something begins or goes on. */
function Agenda({ days, byDay }: Pick<GridProps, 'days' | 'byDay'>) {
  const t = useEventTexts()
  const locale = localeOf(useLanguage())
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })
  const busy = days.filter((day) => (byDay.get(isoDay(day)) ?? []).length > 0)
  return (
    <div className="calendar-agenda">
      {busy.length === 0 && <EmptyState title={t('calendar.empty')} />}
      <Stack gap="lg">
        {busy.map((day) => (
          <section key={isoDay(day)}>
            <Text component="h3" fw={600} size="sm" m={0} mb={4}>
              {format.format(day.toDate())}
            </Text>
            {(byDay.get(isoDay(day)) ?? []).map((row) => (
              <EventChip key={String(row.msevtmgt_eventid)} row={row} date={isoDay(day)} week />
            ))}
          </section>
        ))}
      </Stack>
    </div>
  )
}
