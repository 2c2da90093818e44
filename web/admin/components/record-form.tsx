import { Alert, Box, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ColumnFacts } from '../api/tables.ts'
import { useAppTexts } from '../app/app-texts.ts'
import type { RecordDraft } from './record-draft.ts'
import { RecordField } from './record-field.tsx'
import { tellDone, tellProblem } from './tell.tsx'
import { UnsavedGuard } from './unsaved-guard.tsx'

interface RecordFieldsProps {
  readonly draft: RecordDraft
  readonly columns: readonly string[]
  /** Words of the page instead of the column's own label. */
  readonly labels?: Readonly<Record<string, string>>
  /** A sentence under a field. */
  readonly notes?: Readonly<Record<string, string>>
  readonly disabled?: boolean
  /** Columns of the form beside each other on wide windows; 2 unless told. */
  readonly beside?: 1 | 2 | 3
}

/** Fields for columns of a record, drawn from their declaration. */
export function RecordFields(props: RecordFieldsProps) {
  const { draft, columns, labels = {}, notes = {}, beside = 2 } = props
  return (
    <SimpleGrid cols={{ base: 1, sm: beside }} verticalSpacing="sm">
      {columns.map((name) => {
        const column = factsOf(draft, name)
        const wide = column.kind === 'memo' || column.kind === 'json'
        return (
          <Box key={name} style={wide ? { gridColumn: '1 / -1' } : undefined}>
            <RecordField
              column={column}
              label={labels[name] ?? column.label}
              note={notes[name]}
              value={draft.values[name] ?? null}
              error={draft.errors[name]}
              disabled={
                props.disabled || !draft.mayWrite || (column.readOnly && draft.id !== undefined)
              }
              onChange={(value) => draft.set(name, value)}
            />
          </Box>
        )
      })}
    </SimpleGrid>
  )
}

function factsOf(draft: RecordDraft, name: string): ColumnFacts {
  const found = draft.table.columns.find((each) => each.name === name)
  if (found === undefined) throw new Error(`Table ${draft.table.name} has no column ${name}.`)
  return found
}

interface SaveBarProps {
  readonly draft: RecordDraft
  /** After the hub took it, with the record's id: of a new record, go to its page. */
  readonly onSaved?: (id: string) => void
}

/** Save and discard; asks before typed things get lost; settles who wins when two people edit. */
export function SaveBar({ draft, onSaved }: SaveBarProps) {
  const t = useAppTexts()
  const [left, setLeft] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  const save = async (overwrite: boolean) => {
    try {
      const id = await draft.save({ overwrite })
      if (id === undefined) {
        requestAnimationFrame(() => firstWrong(bar.current)?.focus())
        return
      }
      setLeft(true)
      tellDone(t('said.saved'))
      onSaved?.(id)
      setLeft(false)
    } catch (error) {
      tellProblem(t('problem.title'), error)
    }
  }
  if (!draft.mayWrite) return null
  return (
    <Stack gap="sm" ref={bar}>
      <UnsavedGuard dirty={draft.dirty && !left && !draft.saving} />
      {draft.conflict && (
        <Alert color="yellow" role="alert" title={t('conflict.title')}>
          <Stack gap="xs">
            <Text size="sm">{t('conflict.text')}</Text>
            <Group gap="xs">
              <Button size="xs" onClick={() => void draft.reload()}>
                {t('conflict.load')}
              </Button>
              <Button size="xs" variant="default" onClick={() => void save(true)}>
                {t('conflict.overwrite')}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      <Group gap="xs">
        <Button
          loading={draft.saving}
          disabled={!draft.dirty && draft.id !== undefined}
          onClick={() => void save(false)}
        >
          {t(draft.id === undefined ? 'act.create' : 'act.save')}
        </Button>
        {draft.dirty && (
          <Button variant="default" onClick={draft.reset}>
            {t('act.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** In a long form it may be far above the button: who pressed it is led there. */
const firstWrong = (bar: Element | null) =>
  bar?.closest('[role=dialog], main')?.querySelector<HTMLElement>('[aria-invalid=true]:enabled')
