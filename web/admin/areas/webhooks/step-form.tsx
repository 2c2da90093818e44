import {
  Alert,
  Input,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { useTables } from '../../api/tables.ts'
import { Choice } from '../../components/choice.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { type StepDraft, useSubjects } from './step-draft.ts'
import { StepImages } from './step-images.tsx'
import { columnChoices } from './step-words.ts'
import { useWebhookTexts } from './webhook-texts.ts'
import { type EndpointHealth, webhookContract } from './webhooks.ts'

interface StepFormProps {
  readonly draft: StepDraft
  readonly disabled: boolean
}

interface WholeFormProps extends StepFormProps {
  readonly endpoint: EndpointHealth
}

export function StepForm({ draft, endpoint, disabled }: WholeFormProps) {
  const t = useWebhookTexts()
  return (
    <>
      <Sheet title={t('step.what')}>
        <SubjectFields draft={draft} disabled={disabled} />
        {draft.values.message === 'Update' && draft.values.table !== undefined && (
          <FilterFields draft={draft} disabled={disabled} />
        )}
      </Sheet>
      <Sheet title={t('step.when')}>
        <MomentFields draft={draft} endpoint={endpoint} disabled={disabled} />
      </Sheet>
      <StepImages draft={draft} disabled={disabled} />
      <Sheet title={t('step.more')}>
        <MoreFields draft={draft} disabled={disabled} />
      </Sheet>
    </>
  )
}

/** What people subscribe to most; the rest follows by its letters. */
const first = ['Create', 'Update', 'Delete', 'SetState', 'Assign', 'Associate', 'Disassociate']

function SubjectFields({ draft, disabled }: StepFormProps) {
  const t = useWebhookTexts()
  const tables = useTables()
  const subjects = useSubjects()
  const { message, table } = draft.values
  const place = (name: string) => (first.indexOf(name) + first.length + 1) % (first.length + 1)
  const messages = [...new Set(subjects.map((each) => each.message))].toSorted(
    (one, other) => place(one) - place(other) || one.localeCompare(other),
  )
  const open = (wanted: string) =>
    subjects.filter((each) => each.message === wanted).map((each) => each.table)
  const options = tables
    .filter(({ name }) => open(message).includes(name))
    .map(({ name, label }) => ({ value: name, label: `${label} (${name})` }))
    .toSorted((one, other) => one.label.localeCompare(other.label))
  const hasTables = options.length > 0
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t('step.message')}
        searchable
        allowDeselect={false}
        disabled={disabled}
        data={messages}
        value={message}
        onChange={(next) => {
          if (next === null) return
          const fits = table !== undefined && open(next).includes(table)
          draft.set({ message: next, table: fits ? table : open(next)[0] })
        }}
      />
      {hasTables && (
        <Select
          label={t('step.table')}
          description={table === undefined ? t('step.everyTable.text') : undefined}
          searchable
          allowDeselect={false}
          disabled={disabled}
          data={[{ value: '', label: t('step.everyTable') }, ...options]}
          value={table ?? ''}
          onChange={(next) => draft.set({ table: next === '' || next === null ? undefined : next })}
        />
      )}
    </SimpleGrid>
  )
}

function FilterFields({ draft, disabled }: StepFormProps) {
  const t = useWebhookTexts()
  const tables = useTables()
  const { table, filteringAttributes, changedOnly } = draft.values
  return (
    <Stack gap="sm">
      <MultiSelect
        label={t('filter.columns')}
        description={t('filter.columns.text')}
        searchable
        clearable
        hidePickedOptions
        disabled={disabled}
        placeholder={filteringAttributes.length === 0 ? t('filter.none') : undefined}
        data={columnChoices(tables.find(({ name }) => name === table))}
        value={[...filteringAttributes]}
        onChange={(next) => draft.set({ filteringAttributes: next })}
      />
      {filteringAttributes.length === 0 && (
        <Alert color="yellow" title={t('filter.warning')}>
          <Text size="sm">{t('filter.warning.text')}</Text>
        </Alert>
      )}
      <Switch
        label={t('filter.changedOnly')}
        disabled={disabled}
        checked={changedOnly}
        onChange={(event) => draft.set({ changedOnly: event.currentTarget.checked })}
      />
    </Stack>
  )
}

const modes = ['asynchronous', 'synchronous'] as const

const stages = ['10', '20', '40'] as const

type StageText = (typeof stages)[number]

function MomentFields({ draft, endpoint, disabled }: WholeFormProps) {
  const t = useWebhookTexts()
  const { mode, stage } = draft.values
  const isQueue = endpoint.contract !== webhookContract
  return (
    <Stack gap="sm">
      <Choice
        label={t('step.mode')}
        disabled={disabled || isQueue}
        value={mode}
        onChange={(next) => draft.set({ mode: next })}
        data={modes.map((each) => ({ value: each, label: t(`mode.${each}`) }))}
      />
      <Text size="sm" c="dimmed">
        {t(mode === 'synchronous' ? 'mode.synchronous.text' : 'mode.asynchronous.text')}
      </Text>
      {mode === 'synchronous' && (
        <Input.Wrapper
          label={t('step.stage')}
          labelElement="div"
          description={t(`stage.${stage}.text`)}
        >
          <Choice
            mt={4}
            label={t('step.stage')}
            disabled={disabled}
            value={String(stage) as StageText}
            onChange={(next) => draft.set({ stage: Number(next) as 10 | 20 | 40 })}
            data={stages.map((each) => ({ value: each, label: t(`stage.${each}`) }))}
          />
        </Input.Wrapper>
      )}
    </Stack>
  )
}

function MoreFields({ draft, disabled }: StepFormProps) {
  const t = useWebhookTexts()
  const { rank, name, deleteSucceeded, mode } = draft.values
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('step.name')}
          description={t('step.name.text')}
          maxLength={256}
          disabled={disabled}
          value={name}
          onChange={(event) => draft.set({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t('step.rank')}
          description={t('step.rank.text')}
          min={0}
          allowDecimal={false}
          disabled={disabled}
          value={rank}
          onChange={(next) => draft.set({ rank: Number(next) || 0 })}
        />
      </SimpleGrid>
      {mode === 'asynchronous' && (
        <Switch
          label={t('step.forget')}
          description={t('step.forget.text')}
          disabled={disabled}
          checked={deleteSucceeded}
          onChange={(event) => draft.set({ deleteSucceeded: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
