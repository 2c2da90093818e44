import { Button, Drawer, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { tellDone } from '../../components/tell.tsx'
import { useColumnTexts } from './column-texts.ts'
import {
  addColumn,
  type ColumnDraft,
  type CustomColumn,
  changeColumn,
  draftOf,
  emptyDraft,
  type Kind,
  kinds,
  nameFor,
  useForgetColumns,
  useOpenTables,
} from './custom-columns.ts'
import { KindFields } from './kind-fields.tsx'

interface ColumnDrawerProps {
  /** Undefined: a new one. */
  readonly column: CustomColumn | undefined
  /** Of a new one, to begin with. */
  readonly table: string
  readonly close: () => void
}

export interface DraftProps {
  readonly draft: ColumnDraft
  readonly change: (part: Partial<ColumnDraft>) => void
  readonly isNew: boolean
}

/** A column is described, and is there. */
export function ColumnDrawer({ column, table, close }: ColumnDrawerProps) {
  const t = useColumnTexts()
  const said = useAppTexts()
  const forget = useForgetColumns()
  const isNew = column === undefined
  const [draft, setDraft] = useState(() => (isNew ? emptyDraft(table) : draftOf(column)))
  const change = (part: Partial<ColumnDraft>) => setDraft((before) => ({ ...before, ...part }))
  const saving = useMutation({
    mutationFn: () =>
      isNew ? addColumn(withoutBlanks(draft)) : changeColumn(withoutBlanks(draft)),
    onSuccess: async () => {
      close()
      tellDone(isNew ? t('columns.added', { label: draft.label }) : said('said.saved'))
      await forget()
    },
  })
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  const title = isNew ? t('columns.add') : t('columns.change', { label: column.facts.label })
  return (
    <Drawer opened onClose={close} position="right" size="md" title={title}>
      <form onSubmit={save}>
        <Stack>
          {isNew && <WhatFields draft={draft} change={change} isNew={isNew} />}
          <NameFields draft={draft} change={change} isNew={isNew} />
          <KindFields draft={draft} change={change} isNew={isNew} />
          <RuleFields draft={draft} change={change} isNew={isNew} />
          <ProblemAlert error={saving.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {said('act.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {said(isNew ? 'act.create' : 'act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}

const withoutBlanks = (draft: ColumnDraft): ColumnDraft => ({
  ...draft,
  options: draft.options.filter(({ label }) => label.trim() !== ''),
})

function WhatFields({ draft, change }: DraftProps) {
  const t = useColumnTexts()
  const tables = useOpenTables()
  return (
    <>
      <Select
        label={t('column.table')}
        searchable
        allowDeselect={false}
        data={tables.map(({ name, label }) => ({ value: name, label }))}
        value={draft.table}
        onChange={(table) => table !== null && change({ table })}
      />
      <Select
        label={t('column.kind')}
        description={t(`kind.${draft.kind}.note`)}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={draft.kind}
        onChange={(kind) => kind !== null && change(startOf(kind as Kind))}
      />
    </>
  )
}

/** Long texts begin with more room. */
function startOf(kind: Kind): Partial<ColumnDraft> {
  return kind === 'memo' ? { kind, maxLength: 2000 } : { kind, maxLength: 100 }
}

function NameFields({ draft, change, isNew }: DraftProps) {
  const t = useColumnTexts()
  const follows = draft.name === nameFor(draft.label)
  return (
    <>
      <TextInput
        label={t('column.label')}
        description={t('column.label.note')}
        required
        maxLength={300}
        data-autofocus
        value={draft.label}
        onChange={({ currentTarget: { value } }) =>
          change(isNew && follows ? { label: value, name: nameFor(value) } : { label: value })
        }
      />
      <TextInput
        label={t('column.name')}
        description={t(isNew ? 'column.name.note' : 'column.name.stays')}
        required
        disabled={!isNew}
        maxLength={50}
        classNames={{ input: 'code' }}
        value={draft.name}
        onChange={({ currentTarget: { value } }) => change({ name: value })}
      />
    </>
  )
}

function RuleFields({ draft, change, isNew }: DraftProps) {
  const t = useColumnTexts()
  const hasIndex = !isNew && draft.indexed
  return (
    <>
      <Textarea
        label={t('column.description')}
        autosize
        maxLength={300}
        value={draft.description}
        onChange={({ currentTarget: { value } }) => change({ description: value })}
      />
      <Switch
        label={t('column.required')}
        description={t('column.required.note')}
        checked={draft.required}
        onChange={({ currentTarget: { checked } }) => change({ required: checked })}
      />
      {draft.kind !== 'lookup' && (
        <Switch
          label={t('column.indexed')}
          description={t(hasIndex ? 'column.indexed.is' : 'column.indexed.note')}
          checked={draft.indexed}
          onChange={({ currentTarget: { checked } }) => change({ indexed: checked })}
        />
      )}
    </>
  )
}
