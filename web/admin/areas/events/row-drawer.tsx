import { Drawer, Group, Stack } from '@mantine/core'
import { type ReactNode, Suspense } from 'react'
import { useMay } from '../../api/me.ts'
import { deleteRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { type FieldValue, type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { useReadAgain } from './event-overview.ts'
import { useEventTexts } from './event-texts.ts'

export interface RowForm {
  /** Logical name. */
  readonly table: string
  /** Fields that are drawn, in order. */
  readonly fields: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  readonly notes?: Readonly<Record<string, string>>
  /** Of a new row; its columns are written even if no field shows them. */
  readonly initial?: Readonly<Record<string, FieldValue>>
  /** Drawn under the fields. */
  readonly more?: (draft: RecordDraft) => ReactNode
}

interface RowDrawerProps {
  readonly title: string
  /** Undefined: closed. `new`: a new row. */
  readonly of: string | undefined
  readonly close: () => void
  readonly form: RowForm
}

/** A row of a list, added or changed beside the list. */
export function RowDrawer({ title, of, close, form }: RowDrawerProps) {
  return (
    <Drawer position="right" size="lg" opened={of !== undefined} onClose={close} title={title}>
      {of !== undefined && (
        <Suspense fallback={<PageLoading />}>
          <RowFields id={of === 'new' ? undefined : of} close={close} form={form} />
        </Suspense>
      )}
    </Drawer>
  )
}

interface RowFieldsProps {
  readonly id: string | undefined
  readonly close: () => void
  readonly form: RowForm
}

function RowFields({ id, close, form }: RowFieldsProps) {
  const may = useMay()
  const readAgain = useReadAgain()
  const { initial = {} } = form
  const columns = [...new Set([...form.fields, ...Object.keys(initial)])]
  const draft = useRecordDraft({ table: form.table, id, columns, initial })
  const { mayWrite } = draft
  return (
    <Stack>
      <RecordFields
        draft={draft}
        columns={form.fields}
        labels={form.labels ?? {}}
        notes={form.notes ?? {}}
        disabled={!mayWrite}
      />
      {form.more?.(draft)}
      <Group justify="space-between" align="flex-end">
        {mayWrite && (
          <SaveBar
            draft={draft}
            onSaved={() => {
              close()
              void readAgain()
            }}
          />
        )}
        {id !== undefined && may('Delete', form.table) && (
          <DeleteRow set={draft.table.set} id={id} close={close} />
        )}
      </Group>
    </Stack>
  )
}

function DeleteRow({ set, id, close }: { set: string; id: string; close: () => void }) {
  const t = useEventTexts()
  const app = useAppTexts()
  const readAgain = useReadAgain()
  return (
    <ActButton
      variant="subtle"
      color="red"
      act={async () => {
        await deleteRow(set, id)
        close()
        await readAgain()
      }}
      said={app('said.deleted')}
      confirm={{
        title: app('confirm.title'),
        text: t('row.delete.text'),
        yes: app('act.delete'),
      }}
    >
      {app('act.delete')}
    </ActButton>
  )
}
