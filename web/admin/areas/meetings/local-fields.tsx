import { Group } from '@mantine/core'
import { DateInput, TimeInput } from '@mantine/dates'
import dayjs from 'dayjs'
import { useFormat } from '../../texts/format.ts'
import { dateOf, shownAsUtc, timeOf } from './local-time.ts'
import { useMeetingTexts } from './meeting-texts.ts'

interface DateFieldProps {
  readonly label: string
  readonly value: string
  readonly error?: string | undefined
  readonly description?: string
  readonly onChange: (date: string) => void
}

/** A day as the reader's language writes it; typed as 2026-12-24 or in words, or picked. */
export function DateField({ onChange, value, ...rest }: DateFieldProps) {
  const format = useFormat()
  return (
    <DateInput
      {...rest}
      w={{ base: '100%', xs: 200 }}
      value={value === '' ? null : value}
      valueFormat={(date) => format.date(shownAsUtc(`${date}T00:00`), 'UTC')}
      dateParser={parsed}
      popoverProps={{ withinPortal: true }}
      onChange={(date) => {
        if (date !== null) onChange(date)
      }}
    />
  )
}

function parsed(typed: string): string | null {
  const day = dayjs(typed)
  return day.isValid() ? day.format('YYYY-MM-DD') : null
}

interface SpanFieldsProps {
  readonly start: string
  readonly end: string
  readonly errors: { readonly start?: string | undefined; readonly end?: string | undefined }
  readonly setStart: (start: string) => void
  readonly setEndTime: (time: string) => void
}

/** Day, from, to. Errors of the start stand at the day. */
export function SpanFields({ start, end, errors, setStart, setEndTime }: SpanFieldsProps) {
  const t = useMeetingTexts()
  return (
    <Group align="flex-start" gap="sm" wrap="wrap">
      <DateField
        label={t('field.date')}
        value={dateOf(start)}
        error={errors.start}
        onChange={(date) => setStart(`${date}T${timeOf(start)}`)}
      />
      <TimeInput
        w={120}
        label={t('field.from')}
        value={timeOf(start)}
        error={errors.start !== undefined}
        onChange={({ currentTarget: { value } }) => {
          if (value !== '') setStart(`${dateOf(start)}T${value.slice(0, 5)}`)
        }}
      />
      <TimeInput
        w={120}
        label={t('field.to')}
        value={timeOf(end)}
        error={errors.end !== undefined}
        onChange={({ currentTarget: { value } }) => {
          if (value !== '') setEndTime(value.slice(0, 5))
        }}
      />
    </Group>
  )
}
