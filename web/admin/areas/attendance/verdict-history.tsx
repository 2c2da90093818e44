import { Text, Timeline } from '@mantine/core'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import type { Decision } from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'

const colors = { completed: 'green', failed: 'orange', pending: 'gray' } as const

interface VerdictHistoryProps {
  readonly decisions: readonly Decision[]
  readonly zone: string
}

/** Every decision, newest first: a late report changes a verdict, and this says when and why. */
export function VerdictHistory({ decisions, zone }: VerdictHistoryProps) {
  const t = useAttendanceTexts()
  const format = useFormat()
  if (decisions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('history.none')}
      </Text>
    )
  }
  return (
    <Timeline active={decisions.length} bulletSize={14} lineWidth={2}>
      {decisions.toReversed().map((each) => (
        <Timeline.Item
          key={each.id}
          color={colors[each.verdict]}
          title={t(`verdict.${each.verdict}` as AttendanceTextKey)}
        >
          <Text size="sm">{fromServer(each.reason)}</Text>
          <Text size="xs" c="dimmed">
            {format.dateTime(each.decidedOn, zone)}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
