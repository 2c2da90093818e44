import { Badge } from '@mantine/core'
import { localeOf } from '../../texts/format.ts'
import { useLanguage } from '../../texts/language.ts'
import { shownAsUtc } from './local-time.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import type { Meeting } from './meetings.ts'

const colors = {
  waiting: 'blue',
  scheduled: 'green',
  failed: 'red',
  cancelled: 'gray',
  deleted: 'orange',
} as const

/** How the meeting stands at the provider. */
export function MeetingBadge({ status }: { readonly status: Meeting['status'] }) {
  const t = useMeetingTexts()
  const color = colors[status]
  return (
    <Badge className={`meeting-badge meeting-${color}`} variant="light" color={color}>
      {t(`status.${status}` as MeetingTextKey)}
    </Badge>
  )
}

interface Span {
  readonly start: string
  readonly end: string
}

/** "Mon 5 Oct 2026, 10:00–11:00", as clocks of the meeting show it. */
export function useDateRange(): (span: Span) => string {
  const language = useLanguage()
  const format = new Intl.DateTimeFormat(localeOf(language), {
    ...({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const),
    ...({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const),
  })
  return ({ start, end }) =>
    format.formatRange(new Date(shownAsUtc(start)), new Date(shownAsUtc(end)))
}
