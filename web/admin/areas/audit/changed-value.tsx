import { ActionIcon, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useAppTexts } from '../../app/app-texts.ts'
import { type NamedRecord, pageOfRecord, type RecordNames } from './audit.ts'
import { RecordLink } from './audit-rows.tsx'
import { useAuditTexts } from './audit-texts.ts'
import { useAuditWords } from './audit-words.ts'

interface ChangedValueProps {
  readonly table: string | null
  readonly column: string
  readonly value: unknown
  readonly names: RecordNames
}

/** What a column held: records by what they are called now, everything else as words. */
export function ChangedValue({ table, column, value, names }: ChangedValueProps) {
  const words = useAuditWords()
  const pointers = pointersIn(value)
  if (pointers.length === 0 || pointers.some(({ id }) => !Object.hasOwn(names, id))) {
    return words.value(table, column, value) || '—'
  }
  return (
    <Stack gap={4}>
      {pointers.map((pointer) => (
        <PointedRecord key={pointer.id} {...pointer} record={names[pointer.id] ?? null} />
      ))}
    </Stack>
  )
}

interface Pointer {
  readonly id: string
  /** Said where the column may point to several tables. */
  readonly table?: string
}

/** An id, a table and an id, or a list of these. */
function pointersIn(value: unknown): readonly Pointer[] {
  if (typeof value === 'string') return [{ id: value }]
  if (Array.isArray(value)) return value.flatMap(pointersIn)
  if (typeof value !== 'object' || value === null) return []
  const { table, id } = value as { readonly table?: unknown; readonly id?: unknown }
  return typeof table === 'string' && typeof id === 'string' ? [{ table, id }] : []
}

function PointedRecord({ id, table, record }: Pointer & { readonly record: NamedRecord }) {
  const t = useAuditTexts()
  const words = useAuditWords()
  const kind = table === undefined ? '' : words.table(table)
  const page = record === null ? undefined : pageOfRecord(record.table, id)
  const name = record?.name ?? (record === null ? '' : words.table(record.table))
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Text span fz="inherit" style={{ overflowWrap: 'anywhere' }}>
        {kind !== '' && `${kind} · `}
        {record === null && <em>{t('record.deleted')}</em>}
        {record !== null && page === undefined && name}
        {record !== null && page !== undefined && (
          <RecordLink to={page} inText>
            {name}
          </RecordLink>
        )}
      </Text>
      <CopyId id={id} />
    </Group>
  )
}

/** Nobody reads ids, but queries and other programs need them. */
function CopyId({ id }: { readonly id: string }) {
  const t = useAuditTexts()
  const app = useAppTexts()
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? app('act.copied') : id}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            onClick={copy}
            aria-label={t('record.copyId', { id })}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}
