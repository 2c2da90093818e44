import { Badge, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { LiveWebinar } from '../../../../src/console/live-shapes.ts'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useFormat } from '../../texts/format.ts'
import { useHomeTexts } from './home-texts.ts'

const groups = ['now', 'today', 'next', 'over'] as const
type Group = (typeof groups)[number]

/** Today's and the next events, with how they are doing. */
export function WebinarsSheet({ webinars }: { readonly webinars: readonly LiveWebinar[] }) {
  const t = useHomeTexts()
  const may = useMay()
  const now = useMinute()
  if (webinars.length === 0) {
    const plan = may('Create', 'msevtmgt_event') && (
      <Button component={Link} to="/events/new">
        {t('webinars.plan')}
      </Button>
    )
    return (
      <Sheet title={t('webinars.title')}>
        <EmptyState title={t('webinars.none')} text={t('webinars.none.text')} action={plan} />
      </Sheet>
    )
  }
  return (
    <Sheet
      title={t('webinars.title')}
      actions={
        <Button component={Link} to="/calendar" variant="subtle" size="compact-sm">
          {t('webinars.calendar')}
        </Button>
      }
    >
      {groups.map((group) => {
        const own = webinars.filter((each) => groupOf(each, now) === group)
        return own.length === 0 ? null : <GroupRows key={group} group={group} webinars={own} />
      })}
    </Sheet>
  )
}

function groupOf({ start, end }: LiveWebinar, now: number): Group {
  if (Date.parse(end) <= now) return 'over'
  if (Date.parse(start) <= now) return 'now'
  return new Date(start).toDateString() === new Date(now).toDateString() ? 'today' : 'next'
}

/** The time, again every half minute: what begins moves up by itself. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function GroupRows({
  group,
  webinars,
}: {
  readonly group: Group
  readonly webinars: readonly LiveWebinar[]
}) {
  const t = useHomeTexts()
  return (
    <section>
      <h3 className="home-group">{t(`group.${group}`)}</h3>
      <ul className="home-rows">
        {webinars.map((each) => (
          <WebinarRow key={each.id} webinar={each} group={group} />
        ))}
      </ul>
    </section>
  )
}

function WebinarRow({ webinar, group }: { readonly webinar: LiveWebinar; readonly group: Group }) {
  const t = useHomeTexts()
  const format = useFormat()
  const { id, name, start, end, registrations, capacity, joined } = webinar
  const health = healthOf(webinar)
  const detail =
    webinar.webinarStatus === 'Failed' ? webinar.webinarReason : (webinar.accountName ?? '')
  return (
    <li className="home-row">
      <div className="home-when">
        <strong>{format.time(start)}</strong>
        <span>
          {group === 'next' ? format.date(start) : format.fromNow(group === 'over' ? end : start)}
        </span>
      </div>
      <div className="home-row-text">
        <Link to={`/events/${id}`} className="home-name">
          {name}
        </Link>
        <span>{detail}</span>
      </div>
      {/* That all was well says nothing any more once it is over. */}
      {(group !== 'over' || health.tone === 'bad') && (
        <Badge
          className="home-badge"
          variant="light"
          color={colors[health.tone]}
          data-tone={health.tone}
        >
          {t(health.text, health.values)}
        </Badge>
      )}
      <dl className="home-numbers">
        <div>
          <dt>{t('webinar.registered')}</dt>
          <dd>
            {format.number(registrations)}
            {capacity !== null && <small>{` / ${format.number(capacity)}`}</small>}
          </dd>
        </div>
        <div>
          <dt>{t('webinar.joined')}</dt>
          <dd>{format.number(joined)}</dd>
        </div>
      </dl>
    </li>
  )
}

type Tone = 'good' | 'busy' | 'bad' | 'quiet'
const colors: Readonly<Record<Tone, string>> = {
  good: 'green',
  busy: 'blue',
  bad: 'red',
  quiet: 'gray',
}

interface Health {
  readonly text: Parameters<ReturnType<typeof useHomeTexts>>[0]
  readonly tone: Tone
  readonly values?: Readonly<Record<string, number>>
}

const live = 100000003
const onSite = 100000001

/** The worst thing first. */
function healthOf(webinar: LiveWebinar): Health {
  const { webinarStatus, accountHealthy, refused, failedSessions } = webinar
  if (webinarStatus === 'Failed') return { text: 'health.failed', tone: 'bad' }
  if (failedSessions > 0) {
    return { text: 'health.sessions', tone: 'bad', values: { count: failedSessions } }
  }
  if (accountHealthy === false) return { text: 'health.account', tone: 'bad' }
  if (refused > 0) return { text: 'health.refused', tone: 'bad', values: { count: refused } }
  if (webinar.publishStatus !== live) return { text: 'health.draft', tone: 'quiet' }
  if (webinar.format === onSite) return { text: 'health.onSite', tone: 'good' }
  if (webinarStatus === 'Created') return { text: 'health.ready', tone: 'good' }
  return { text: 'health.pending', tone: 'busy' }
}
