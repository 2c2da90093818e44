/** Which further columns of a table the Events API shows: ticked in a list that names them all. */
import { Badge, Checkbox, Group, Pill, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { request } from '../../api/request.ts'
import { useParameter } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { StateActs } from './state-acts.tsx'
import { useWebsiteTexts } from './website-texts.ts'

const table = 'msevtmgt_websiteentityconfiguration'
const columns = ['msevtmgt_name', 'msevtmgt_selectedentity', 'msevtmgt_selectedfields']

interface Entity {
  readonly value: number
  readonly label: string
  readonly columns: readonly {
    readonly name: string
    readonly label: string
    readonly custom: boolean
  }[]
}

const entitiesOptions = queryOptions({
  queryKey: ['website-columns'],
  queryFn: async ({ signal }) =>
    (await request<{ value: readonly Entity[] }>('/api/v1/website-columns', { signal })).value,
})

/** Labels of custom columns are those that an administrator gave. */
const inOwnWords = (entity: Entity): Entity => ({
  ...entity,
  columns: entity.columns.map((column) =>
    column.custom ? column : { ...column, label: fromServer(column.label) },
  ),
})

export function TableConfigurationPage() {
  const t = useWebsiteTexts()
  const may = useMay()
  const navigate = useNavigate()
  const parameter = useParameter('configurationId')
  const id = parameter === 'new' ? undefined : parameter
  const draft = useRecordDraft({ table, id, columns })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', table)
  return (
    <Page
      title={id === undefined ? t('new.tables') : String(draft.values.msevtmgt_name ?? '')}
      trail={[{ label: t('website.title'), to: '/website' }]}
      actions={
        id !== undefined && (
          <StateActs table={table} id={id} consequence={t('tables.consequence')} back="/website" />
        )
      }
    >
      <Sheet note={t('tables.form.note')}>
        <RecordFields
          draft={draft}
          columns={['msevtmgt_name', 'msevtmgt_selectedentity']}
          labels={{ msevtmgt_name: t('field.name'), msevtmgt_selectedentity: t('field.table') }}
          disabled={!mayWrite}
        />
        <ColumnPicker draft={draft} disabled={!mayWrite} />
        {mayWrite && (
          <SaveBar
            draft={draft}
            onSaved={(saved) => void navigate({ to: `/website/tables/${saved}`, replace: true })}
          />
        )}
      </Sheet>
    </Page>
  )
}

interface PickerProps {
  readonly draft: RecordDraft
  readonly disabled: boolean
}

function ColumnPicker({ draft, disabled }: PickerProps) {
  const t = useWebsiteTexts()
  const { data: entities } = useSuspenseQuery(entitiesOptions)
  const [text, setText] = useState('')
  const found = entities.find(({ value }) => value === draft.values.msevtmgt_selectedentity)
  const entity = found === undefined ? undefined : inOwnWords(found)
  const chosen = chosenOf(draft.values.msevtmgt_selectedfields)
  if (entity === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t('picker.first')}
      </Text>
    )
  }
  const wanted = text.trim().toLowerCase()
  const shown = entity.columns
    .filter(({ name, label }) => name.includes(wanted) || label.toLowerCase().includes(wanted))
    .toSorted((one, other) => one.label.localeCompare(other.label))
  const tick = (name: string, isOn: boolean) => {
    const next = isOn ? [...chosen, name] : chosen.filter((each) => each !== name)
    draft.set('msevtmgt_selectedfields', next.length === 0 ? null : JSON.stringify(next))
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {t('picker.chosen', { count: chosen.length })}
        </Text>
        <TextInput
          aria-label={t('picker.search')}
          placeholder={t('picker.search')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: '100%', sm: 280 }}
        />
      </Group>
      {chosen.length > 0 && (
        <Pill.Group>
          {chosen.map((name) => (
            <Pill key={name}>
              {entity.columns.find((each) => each.name === name)?.label ?? name}
            </Pill>
          ))}
        </Pill.Group>
      )}
      <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap={6} py={4}>
          {shown.map(({ name, label, custom }) => (
            <Checkbox
              key={name}
              disabled={disabled}
              checked={chosen.includes(name)}
              onChange={(event) => tick(name, event.currentTarget.checked)}
              label={
                <Group gap="xs">
                  {label}
                  <span className="code">{name}</span>
                  {custom && (
                    <Badge size="xs" variant="light">
                      {t('picker.custom')}
                    </Badge>
                  )}
                </Group>
              }
            />
          ))}
          {shown.length === 0 && <Text size="sm">{t('picker.none')}</Text>}
        </Stack>
      </ScrollArea.Autosize>
    </Stack>
  )
}

/** What somebody wrote by hand and is no list counts as nothing chosen. */
function chosenOf(text: unknown): readonly string[] {
  try {
    const names: unknown = JSON.parse(String(text ?? '[]'))
    return Array.isArray(names) ? names.map(String) : []
  } catch {
    return []
  }
}
