import { Anchor, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useFormat } from '../../texts/format.ts'
import { type AuditRow, pageOf, type RecordNames } from './audit.ts'
import { useAuditTexts } from './audit-texts.ts'
import { useAuditWords } from './audit-words.ts'

interface AuditRowsProps {
  readonly rows: readonly AuditRow[]
  readonly names: RecordNames
  readonly more: () => void
  readonly show: (row: AuditRow) => void
}

/** As long as the log is; the next page is asked for near the end. */
export function AuditRows({ rows, names, more, show }: AuditRowsProps) {
  const t = useAuditTexts()
  return (
    <VirtualTable
      label={t('audit.title')}
      count={rows.length}
      style={{ flex: 1, height: '100%' }}
      head={
        <thead>
          <tr>
            {(['when', 'action', 'record', 'who', 'from'] as const).map((column) => (
              <th key={column}>
                <span>{t(`column.${column}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
      }
      row={(index) => {
        const row = rows[index]
        return row === undefined ? null : <Line key={row.id} row={row} names={names} show={show} />
      }}
      more={more}
    />
  )
}

interface LineProps {
  readonly row: AuditRow
  readonly names: RecordNames
  readonly show: (row: AuditRow) => void
}

function Line({ row, names, show }: LineProps) {
  const t = useAuditTexts()
  const format = useFormat()
  const words = useAuditWords()
  return (
    <tr
      data-open
      onClick={(event) => {
        if (!(event.target as Element).closest('a,button')) show(row)
      }}
    >
      <td>{format.dateTime(row.at)}</td>
      <td>
        <UnstyledButton fz="sm" fw={550} onClick={() => show(row)}>
          {words.action(row.action)}
        </UnstyledButton>
      </td>
      <td>
        <RecordName row={row} names={names} />
      </td>
      <td>{row.user?.name ?? t(row.request === null ? 'audit.hub' : 'audit.nobody')}</td>
      <td>{row.address ?? (row.request === null ? t('audit.hub') : '')}</td>
    </tr>
  )
}

/** What it was done to: its kind and name, as a link where it has a page. */
export function RecordName({ row, names }: Omit<LineProps, 'show'>) {
  const words = useAuditWords()
  const { table, recordId } = row
  if (table === null) return null
  const recordName = row.recordName || names[recordId ?? '']?.name || ''
  const page = pageOf(row)
  const kind = words.table(table)
  if (recordName === '') return page ? <RecordLink to={page}>{kind}</RecordLink> : kind
  return (
    <>
      {kind} · {page === undefined ? recordName : <RecordLink to={page}>{recordName}</RecordLink>}
    </>
  )
}

interface RecordLinkProps {
  readonly to: string
  readonly children: string
  /** Within a text, where its colour alone would not tell it. */
  readonly inText?: boolean
}

export function RecordLink({ to, children, inText = false }: RecordLinkProps) {
  return (
    <Anchor component={Link} to={to} fz="inherit" underline={inText ? 'always' : 'hover'}>
      {children}
    </Anchor>
  )
}
