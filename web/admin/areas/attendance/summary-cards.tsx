import { Text, UnstyledButton } from '@mantine/core'
import { useFormat } from '../../texts/format.ts'
import type { Report, Verdict } from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'

export type Show = Verdict | 'all' | 'absent' | 'unmatched'

interface SummaryCardsProps {
  readonly report: Report
  readonly show: Show
  readonly choose: (show: Show) => void
}

/** The numbers, which are the filters as well, and what they were measured by. */
export function SummaryCards({ report, show, choose }: SummaryCardsProps) {
  const t = useAttendanceTexts()
  const { counts } = report
  const cards: readonly (readonly [Show, number])[] = [
    ['all', counts.registered],
    ['completed', counts.completed],
    ['failed', counts.failed],
    ['absent', counts.absent],
    ['pending', counts.pending],
    ['unmatched', counts.unmatched],
  ]
  return (
    <div>
      <fieldset className="attendance-cards" aria-label={t('cards.label')}>
        {cards.map(([name, count]) => (
          <Card
            key={name}
            name={name}
            count={count}
            of={counts.registered}
            chosen={show === name}
            choose={() => choose(name)}
          />
        ))}
      </fieldset>
      <Rule report={report} />
    </div>
  )
}

interface CardProps {
  readonly name: Show
  readonly count: number
  readonly of: number
  readonly chosen: boolean
  readonly choose: () => void
}

function Card({ name, count, of, chosen, choose }: CardProps) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const hasShare = name !== 'all' && name !== 'unmatched' && of > 0
  return (
    <UnstyledButton
      className="attendance-card"
      data-name={name}
      data-alert={(name === 'unmatched' && count > 0) || undefined}
      aria-pressed={chosen}
      onClick={choose}
    >
      <span className="attendance-card-name">{t(`card.${name}` as AttendanceTextKey)}</span>
      <span className="attendance-card-count">
        {format.number(count)}
        {hasShare && <small>{format.percent(Math.round((count / of) * 100) / 100)}</small>}
      </span>
    </UnstyledButton>
  )
}

/** What completes it, when it was planned and when it really was. */
function Rule({ report: { event } }: { readonly report: Report }) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const zone = event.timeZone
  const range = ({ from, to }: { readonly from: string; readonly to: string }) =>
    `${format.dateTime(from, zone)} – ${format.time(to, zone)}`
  const [first] = event.planned
  const rule =
    event.thresholdShare !== null
      ? t('rule.share', {
          share: format.percent(event.thresholdShare / 100),
          minutes: format.minutes(event.requiredMinutes),
        })
      : t('rule.minutes', { minutes: format.minutes(event.requiredMinutes) })
  const planned =
    first === undefined
      ? t('rule.notBegun')
      : event.planned.length === 1
        ? t('rule.planned', { when: range(first) })
        : t('rule.dates', { count: event.planned.length })
  const real = event.real === null ? undefined : t('rule.real', { when: range(event.real) })
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {[rule, planned, real].filter(Boolean).join(' · ')}
    </Text>
  )
}
