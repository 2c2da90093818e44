import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTables } from '../../api/tables.ts'
import type { DraftProps } from './column-drawer.tsx'
import { useColumnTexts } from './column-texts.ts'
import { type ColumnDraft, newOption, type OptionDraft } from './custom-columns.ts'

/** What a kind needs beside its name. */
export function KindFields(props: DraftProps) {
  switch (props.draft.kind) {
    case 'text':
    case 'memo':
      return <LengthField {...props} />
    case 'integer':
    case 'decimal':
    case 'money':
      return <NumberFields {...props} />
    case 'boolean':
      return <StartField {...props} />
    case 'choice':
    case 'multichoice':
      return <OptionList {...props} />
    case 'lookup':
      return props.isNew ? <TargetFields {...props} /> : null
    default:
      return null
  }
}

const numberOf = (value: string | number) => (value === '' ? undefined : Number(value))

function LengthField({ draft, change, isNew }: DraftProps) {
  const t = useColumnTexts()
  return (
    <NumberInput
      label={t('column.length')}
      {...(isNew ? {} : { description: t('column.length.grows') })}
      min={1}
      max={draft.kind === 'text' ? 4000 : 1_048_576}
      allowDecimal={false}
      thousandSeparator=" "
      value={draft.maxLength ?? ''}
      onChange={(value) => change({ maxLength: numberOf(value) })}
    />
  )
}

function NumberFields({ draft, change }: DraftProps) {
  const t = useColumnTexts()
  const limit = (name: 'min' | 'max') => (
    <NumberInput
      label={t(`column.${name}`)}
      allowDecimal={draft.kind !== 'integer'}
      value={draft[name] ?? ''}
      onChange={(value) => change({ [name]: numberOf(value) } as Partial<ColumnDraft>)}
    />
  )
  return (
    <Group grow align="flex-start">
      {limit('min')}
      {limit('max')}
      {draft.kind !== 'integer' && (
        <NumberInput
          label={t('column.precision')}
          min={0}
          max={draft.kind === 'money' ? 4 : 10}
          allowDecimal={false}
          value={draft.precision ?? ''}
          onChange={(value) => change({ precision: numberOf(value) })}
        />
      )}
    </Group>
  )
}

function StartField({ draft, change }: DraftProps) {
  const t = useColumnTexts()
  return (
    <Switch
      label={t('column.startsAs')}
      checked={draft.startsAs}
      onChange={({ currentTarget: { checked } }) => change({ startsAs: checked })}
    />
  )
}

/** The hub numbers new options; an option that rows have cannot be removed. */
function OptionList({ draft, change }: DraftProps) {
  const t = useColumnTexts()
  const put = (key: string, label: string) =>
    change({ options: draft.options.map((each) => (each.key === key ? { ...each, label } : each)) })
  const drop = (key: string) =>
    change({ options: draft.options.filter((each) => each.key !== key) })
  return (
    <Fieldset legend={t('column.options')}>
      <Stack gap="xs">
        {draft.options.map((option, index) => (
          <OptionRow
            key={option.key}
            option={option}
            number={index + 1}
            put={(label) => put(option.key, label)}
            drop={() => drop(option.key)}
          />
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => change({ options: [...draft.options, newOption()] })}
        >
          {t('column.options.add')}
        </Button>
      </Stack>
    </Fieldset>
  )
}

interface OptionRowProps {
  readonly option: OptionDraft
  readonly number: number
  readonly put: (label: string) => void
  readonly drop: () => void
}

function OptionRow({ option, number, put, drop }: OptionRowProps) {
  const t = useColumnTexts()
  return (
    <Group gap="xs" wrap="nowrap">
      <TextInput
        flex={1}
        aria-label={t('column.option', { number })}
        maxLength={300}
        value={option.label}
        onChange={({ currentTarget: { value } }) => put(value)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('column.option.drop', { number })}
        onClick={drop}
      >
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    </Group>
  )
}

const onDeletes = ['RemoveLink', 'Restrict', 'Cascade'] as const

function TargetFields({ draft, change }: DraftProps) {
  const t = useColumnTexts()
  const tables = useTables()
  return (
    <>
      <Select
        label={t('column.target')}
        description={t('column.target.note')}
        searchable
        required
        data={tables.map(({ name, label }) => ({ value: name, label }))}
        value={draft.target === '' ? null : draft.target}
        onChange={(target) => change({ target: target ?? '' })}
      />
      <Select
        label={t('column.onDelete')}
        allowDeselect={false}
        data={onDeletes.map((each) => ({ value: each, label: t(`column.onDelete.${each}`) }))}
        value={draft.onDelete}
        onChange={(value) => {
          const onDelete = onDeletes.find((each) => each === value)
          if (onDelete !== undefined) change({ onDelete })
        }}
      />
    </>
  )
}
