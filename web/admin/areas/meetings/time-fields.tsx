import { Text } from '@mantine/core'
import { TimeZoneField } from '../../components/time-zone-field.tsx'
import { useFormat } from '../../texts/format.ts'
import { FieldNotices } from './field-notices.tsx'
import { SpanFields } from './local-fields.tsx'
import { dateOf, minutesBetween, shownAsUtc } from './local-time.ts'
import type { MeetingDraft } from './meeting-draft.ts'
import { useMeetingTexts } from './meeting-texts.ts'

/** When, on the clocks of one place; how long that is stands beside it. */
export function TimeFields({ draft }: { draft: MeetingDraft }) {
  const t = useMeetingTexts()
  const format = useFormat()
  const { start, end, timeZone } = draft.form
  const length = format.minutes(minutesBetween(start, end))
  const isNextDay = dateOf(end) !== dateOf(start)
  const endError = draft.error('end')
  return (
    <div>
      <SpanFields
        start={start}
        end={end}
        errors={{ start: draft.error('start'), end: endError }}
        setStart={draft.setStart}
        setEndTime={draft.setEndTime}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {isNextDay
          ? t('time.nextDay', { length, date: format.date(shownAsUtc(end), 'UTC') })
          : t('time.length', { length })}
      </Text>
      {endError !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {endError}
        </Text>
      )}
      <FieldNotices of={[...draft.notices('start'), ...draft.notices('end')]} />
      <TimeZoneField
        mt="sm"
        label={t('field.zone')}
        description={t('field.zone.note')}
        allowDeselect={false}
        value={timeZone}
        error={draft.error('timeZone')}
        onChange={(zone) => draft.set({ timeZone: zone ?? timeZone })}
      />
    </div>
  )
}
