import { Badge } from '@mantine/core'
import type { Line } from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'

const colors = { completed: 'green', failed: 'orange', pending: 'gray' } as const

/** Absent says more than failed where nobody saw the person. */
export function VerdictBadge({ line: { verdict, wasSeen } }: { readonly line: Line }) {
  const t = useAttendanceTexts()
  const color = colors[verdict]
  const word = verdict === 'failed' && !wasSeen ? 'absent' : verdict
  return (
    <Badge className={`attendance-badge attendance-${color}`} variant="light" color={color}>
      {t(`verdict.${word}` as AttendanceTextKey)}
    </Badge>
  )
}
