import {
  Chip,
  Group,
  Input,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from '@mantine/core'
import { FieldNotices } from './field-notices.tsx'
import { DateField } from './local-fields.tsx'
import { addDays, dateOf } from './local-time.ts'
import type { MeetingDraft } from './meeting-draft.ts'
import { type MeetingTextKey, useMeetingTexts } from './meeting-texts.ts'
import type { Account, Recurrence } from './meetings.ts'
import {
  monthlyChoices,
  useRecurrenceWords,
  useWeekdayNames,
  type Weekday,
  weekdayAt,
  weekdays,
} from './recurrence-words.ts'

interface RecurrenceFieldsProps {
  readonly draft: MeetingDraft
  readonly account: Account | undefined
}

const frequencies = ['once', 'daily', 'weekly', 'monthly'] as const

/** Whether it comes again: how often, on which days, until when. */
export function RecurrenceFields({ draft, account }: RecurrenceFieldsProps) {
  const t = useMeetingTexts()
  const words = useRecurrenceWords()
  const { recurrence, start } = draft.form
  const set = (change: Partial<Recurrence>) =>
    draft.set({ recurrence: { ...recurrence, ...change } })
  const isSeries = recurrence.frequency !== 'once'
  const cannot = account !== undefined && !account.capabilities.recurrence
  const error = draft.error('recurrence')
  return (
    <Stack gap="xs">
      <div>
        <Input.Label labelElement="div" mb={4}>
          {t('field.repeats')}
        </Input.Label>
        <SegmentedControl
          fullWidth
          aria-label={t('field.repeats')}
          data={frequencies.map((value) => ({
            value,
            label: t(`repeats.${value}` as MeetingTextKey),
            disabled: cannot && value !== 'once',
          }))}
          value={recurrence.frequency}
          onChange={(frequency) => draft.set({ recurrence: startingRule(frequency, start) })}
        />
        {cannot && (
          <Text size="sm" c="dimmed" mt={6}>
            {t('repeats.cannot', { provider: account.provider })}
          </Text>
        )}
      </div>
      {isSeries && (
        <>
          <Group align="flex-end" gap="sm">
            <Interval recurrence={recurrence} set={set} />
            {recurrence.frequency === 'monthly' && (
              <MonthlyDay recurrence={recurrence} start={start} draft={draft} />
            )}
          </Group>
          {recurrence.frequency === 'weekly' && (
            <Days recurrence={recurrence} start={start} set={set} />
          )}
          <Ending recurrence={recurrence} start={start} draft={draft} />
          <Text size="sm" fw={550}>
            {words(recurrence, dateOf(start))}
          </Text>
        </>
      )}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <FieldNotices of={draft.notices('recurrence')} />
    </Stack>
  )
}

/** So many dates a person plans at once, unless told. */
const usualCount = 5

function startingRule(frequency: string, start: string): Recurrence {
  const date = dateOf(start)
  if (frequency === 'daily') return { frequency, interval: 1, count: usualCount }
  if (frequency === 'weekly') {
    return { frequency, interval: 1, weekdays: [weekdayAt(date)], count: usualCount }
  }
  if (frequency === 'monthly') {
    return { frequency, interval: 1, ...monthlyChoices(date)[0], count: usualCount }
  }
  return { frequency: 'once' }
}

interface PartProps {
  readonly recurrence: Recurrence
  readonly set: (change: Partial<Recurrence>) => void
}

function Interval({ recurrence, set }: PartProps) {
  const t = useMeetingTexts()
  const count = recurrence.interval ?? 1
  return (
    <NumberInput
      w={150}
      label={t('repeats.every')}
      suffix={` ${t(`repeats.unit.${recurrence.frequency}` as MeetingTextKey, { count })}`}
      min={1}
      max={99}
      allowDecimal={false}
      value={count}
      onChange={(next) => set({ interval: Number(next) || 1 })}
    />
  )
}

function Days({ recurrence, start, set }: PartProps & { readonly start: string }) {
  const t = useMeetingTexts()
  const short = useWeekdayNames('short')
  const long = useWeekdayNames()
  const chosen = recurrence.weekdays ?? [weekdayAt(dateOf(start))]
  return (
    <fieldset className="plain-fieldset">
      <legend>
        <Input.Label labelElement="div">{t('repeats.days')}</Input.Label>
      </legend>
      <Chip.Group
        multiple
        value={[...chosen]}
        onChange={(days) => set({ weekdays: days as Weekday[] })}
      >
        <Group gap={6}>
          {weekdays.map((day) => (
            <Chip key={day} value={day} size="sm" aria-label={long(day)}>
              {short(day)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </fieldset>
  )
}

interface DraftPartProps {
  readonly recurrence: Recurrence
  readonly start: string
  readonly draft: MeetingDraft
}

/** The rules that the first date fits: its day of the month, its weekday. */
function MonthlyDay({ recurrence, start, draft }: DraftPartProps) {
  const t = useMeetingTexts()
  const words = useRecurrenceWords()
  const { monthDay: _day, week: _week, weekday: _weekday, ...others } = recurrence
  const choices = monthlyChoices(dateOf(start)).map((choice) => ({
    choice,
    value: JSON.stringify(choice),
    label: words(
      { frequency: 'monthly', interval: others.interval ?? 1, ...choice },
      dateOf(start),
    ),
  }))
  const { monthDay, week, weekday } = recurrence
  const current = JSON.stringify(week === undefined ? { monthDay } : { week, weekday })
  return (
    <Select
      flex={1}
      miw={240}
      label={t('repeats.monthly.on')}
      allowDeselect={false}
      data={choices.map(({ value, label }) => ({ value, label }))}
      value={current}
      onChange={(value) => {
        const choice = choices.find((each) => each.value === value)?.choice ?? {}
        draft.set({ recurrence: { ...others, ...choice } })
      }}
    />
  )
}

/** After so many dates, or with the last day. */
function Ending({ recurrence, start, draft }: DraftPartProps) {
  const t = useMeetingTexts()
  const { count, until, ...others } = recurrence
  const byDate = until !== undefined
  const end = (ending: Pick<Recurrence, 'count' | 'until'>) =>
    draft.set({ recurrence: { ...others, ...ending } })
  return (
    <Group align="flex-end" gap="sm">
      <Select
        w={180}
        label={t('repeats.ends')}
        allowDeselect={false}
        data={[
          { value: 'count', label: t('repeats.ends.count') },
          { value: 'until', label: t('repeats.ends.until') },
        ]}
        value={byDate ? 'until' : 'count'}
        onChange={(way) =>
          end(way === 'until' ? { until: addDays(dateOf(start), 28) } : { count: usualCount })
        }
      />
      {byDate ? (
        <DateField
          label={t('repeats.until')}
          value={until}
          onChange={(date) => end({ until: date })}
        />
      ) : (
        <NumberInput
          w={150}
          label={t('repeats.count')}
          min={1}
          max={400}
          allowDecimal={false}
          value={count ?? ''}
          onChange={(next) => end({ count: Number(next) || 1 })}
        />
      )}
    </Group>
  )
}
