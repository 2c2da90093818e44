import {
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { DateInput, DateTimePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import dayjs from 'dayjs'
import localizedFormat from 'dayjs/plugin/localizedFormat'
import 'dayjs/locale/de'
import 'dayjs/locale/en-gb'
import 'dayjs/locale/es'
import 'dayjs/locale/fr'
import 'dayjs/locale/th'
import 'dayjs/locale/uk'
import 'dayjs/locale/zh-cn'
import type { ColumnFacts } from '../api/tables.ts'
import { useAppTexts } from '../app/app-texts.ts'
import { localeOf } from '../texts/format.ts'
import { useLanguage } from '../texts/language.ts'
import { LookupField } from './lookup-field.tsx'
import type { FieldValue, Reference } from './record-draft.ts'

// Pickers show dates as the reader's language writes them: "ll" and "lll" are of this plug-in.
dayjs.extend(localizedFormat)

interface RecordFieldProps {
  readonly column: ColumnFacts
  readonly label: string
  readonly note?: string | undefined
  readonly value: FieldValue
  readonly error?: string | undefined
  readonly disabled?: boolean | undefined
  readonly onChange: (value: FieldValue) => void
}

/** The input for one column, by its kind. */
export function RecordField(props: RecordFieldProps) {
  const { column, value, onChange } = props
  const frame = {
    label: props.label,
    description: props.note,
    error: props.error,
    disabled: props.disabled ?? false,
    withAsterisk: column.required && !column.readOnly,
  }
  const text = typeof value === 'string' ? value : value === null ? '' : String(value)
  switch (column.kind) {
    case 'boolean':
      return (
        <Switch
          {...frame}
          mt={{ base: 0, sm: 28 }}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...frame}
          clearable={!column.required}
          allowDeselect={!column.required}
          data={optionsOf(column)}
          value={value === null ? null : String(value)}
          onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
        />
      )
    case 'multichoice':
      return (
        <MultiSelect
          {...frame}
          data={optionsOf(column)}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen.map(Number))}
        />
      )
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
    case 'money':
      return (
        <NumberInput
          {...frame}
          value={value === null ? '' : Number(value)}
          allowDecimal={!['integer', 'bigint'].includes(column.kind)}
          decimalScale={column.precision}
          min={column.min}
          max={column.max}
          onChange={(next) => onChange(next === '' ? null : Number(next))}
        />
      )
    case 'instant':
    case 'localtime':
    case 'date':
      return <TimeField {...props} frame={frame} />
    case 'lookup':
      return (
        <LookupField
          {...frame}
          targets={column.targets ?? []}
          value={value as Reference | null}
          onChange={onChange}
        />
      )
    case 'memo':
    case 'json':
      return (
        <Textarea
          {...frame}
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          onChange={(event) => onChange(emptyToNull(event.currentTarget.value))}
        />
      )
    case 'secret':
      return (
        <PasswordInput
          {...frame}
          autoComplete="new-password"
          value={text}
          onChange={(event) => onChange(emptyToNull(event.currentTarget.value))}
        />
      )
    default:
      return (
        <TextInput
          {...frame}
          value={text}
          onChange={(event) => onChange(emptyToNull(event.currentTarget.value))}
        />
      )
  }
}

const emptyToNull = (text: string) => (text === '' ? null : text)

const optionsOf = ({ options = [] }: ColumnFacts) =>
  options.map(({ value, label }) => ({ value: String(value), label }))

/** Wall-clock times stay as they are typed; instants are typed in the reader's own zone. */
function TimeField(
  props: RecordFieldProps & { readonly frame: Readonly<Record<string, unknown>> },
) {
  const { column, value, onChange, frame } = props
  const words = useDateWords()
  const text = typeof value === 'string' ? value : null
  if (column.kind === 'date') {
    return (
      <DateInput
        {...frame}
        {...calendarLook}
        {...words.calendar}
        clearable
        valueFormat="ll"
        value={text}
        onChange={onChange}
      />
    )
  }
  const local = column.kind === 'localtime'
  const shown = text === null ? null : local ? text.slice(0, 19).replace('T', ' ') : ownTime(text)
  return (
    <DateTimePicker
      {...frame}
      {...calendarLook}
      {...words.calendar}
      {...words.time}
      {...(local ? { defaultTimeValue: morning } : {})}
      clearable={!column.required}
      valueFormat="lll"
      value={shown}
      onChange={(next) => onChange(next === null ? null : local ? localText(next) : instant(next))}
    />
  )
}

/** Nothing begins at midnight: whoever has picked a day corrects this one if need be. */
const morning = '09:00:00'

const calendarLook = {
  leftSection: <IconCalendar size={16} aria-hidden />,
  leftSectionPointerEvents: 'none',
  highlightToday: true,
} as const

/** What buttons without words are called, and whether hours are counted to twelve. */
function useDateWords() {
  const t = useAppTexts()
  const language = useLanguage()
  const clock = new Intl.DateTimeFormat(localeOf(language), { hour: 'numeric' }).resolvedOptions()
  return {
    calendar: { previousLabel: t('field.earlier'), nextLabel: t('field.later') },
    time: {
      submitButtonProps: { 'aria-label': t('field.choose') },
      timePickerProps: {
        hoursInputLabel: t('field.hours'),
        minutesInputLabel: t('field.minutes'),
        amPmInputLabel: t('field.halfDay'),
        format: clock.hour12 === true ? ('12h' as const) : ('24h' as const),
      },
    },
  }
}

const ownTime = (value: string) => dayjs(value).format('YYYY-MM-DD HH:mm:ss')
const instant = (picked: string) => dayjs(picked).toISOString()
/** As the Data API gives and takes times without zone. */
const localText = (picked: string) => `${picked.replace(' ', 'T')}Z`
