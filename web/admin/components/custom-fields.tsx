import { Divider } from '@mantine/core'
import { useTable } from '../api/tables.ts'
import { useAppTexts } from '../app/app-texts.ts'
import type { RecordDraft } from './record-draft.ts'
import { RecordFields } from './record-form.tsx'

/** Columns that administrators added to a table: a form reads them along with its own. */
export function useCustomNames(table: string): readonly string[] {
  return useTable(table)
    .columns.filter(({ custom }) => custom)
    .map(({ name }) => name)
}

interface CustomFieldsProps {
  readonly draft: RecordDraft
  readonly disabled?: boolean
}

/** Their fields, below those of the form; nothing where there are none. */
export function CustomFields({ draft, disabled = false }: CustomFieldsProps) {
  const t = useAppTexts()
  const names = useCustomNames(draft.table.name)
  if (names.length === 0) return null
  return (
    <>
      <Divider label={t('field.custom')} labelPosition="left" mt="xs" />
      <RecordFields draft={draft} columns={names} disabled={disabled} />
    </>
  )
}
