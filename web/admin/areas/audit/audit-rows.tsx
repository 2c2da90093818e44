import { Anchor, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useFormat } from '../../texts/format.ts'
import { type AuditRow, pageOf } from './audit.ts'
import { useAuditTexts } from './audit-texts.ts'
import { useAuditWords } from './audit-words.ts'

interface AuditRowsProps {
  readonly rows: readonly AuditRow[]
  readonly more: () => void
  readonly show: (row: AuditRow) => void
}

const rowHeight = 44

/** As long as the log is: only what is seen is drawn, the next page is asked for near the end. */
export function AuditRows({ rows, more, show }: AuditRowsProps) {
  const t = useAuditTexts()
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const seen = virtual.getVirtualItems()
  const last = seen.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the end comes near
  useEffect(() => {
    if (last >= rows.length - 20) more()
  }, [last, rows.length])
  const before = seen[0]?.start ?? 0
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <section
      ref={place}
      className="grid-scroll"
      style={{ flex: 1, height: '100%' }}
      aria-label={t('audit.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="grid">
        <thead>
          <tr>
            {(['when', 'action', 'record', 'who', 'from'] as const).map((column) => (
              <th key={column}>
                <span>{t(`column.${column}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {seen.map(({ index }) => {
            const row = rows[index]
            return row === undefined ? null : <Line key={row.id} row={row} show={show} />
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  )
}

interface LineProps {
  readonly row: AuditRow
  readonly show: (row: AuditRow) => void
}

function Line({ row, show }: LineProps) {
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
        <RecordName row={row} />
      </td>
      <td>{row.user?.name ?? t('audit.nobody')}</td>
      <td>{row.address ?? (row.request === null ? t('audit.hub') : '')}</td>
    </tr>
  )
}

/** What it was done to: its kind and name, as a link where it has a page. */
export function RecordName({ row }: { readonly row: AuditRow }) {
  const words = useAuditWords()
  const { table, recordName } = row
  if (table === null) return null
  const page = pageOf(row)
  const kind = words.table(table)
  if (recordName === null || recordName === '')
    return page ? <RecordLink to={page}>{kind}</RecordLink> : kind
  return (
    <>
      {kind} · {page === undefined ? recordName : <RecordLink to={page}>{recordName}</RecordLink>}
    </>
  )
}

function RecordLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Anchor component={Link} to={to} fz="inherit">
      {children}
    </Anchor>
  )
}
