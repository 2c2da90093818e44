import { Checkbox, Group, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { type Row, shownValue } from '../api/records.ts'
import { useAppTexts } from '../app/app-texts.ts'
import { nameOf, type RowsProps, toggled } from './record-grid-rows.tsx'
import { useMoreAtEnd } from './use-more-at-end.ts'

const usualHeight = 104

/** The rows of a list on a phone: each a card with its columns below each other. */
export function GridCards(props: RowsProps) {
  const { rows, height, more, rowKey } = props
  const place = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => usualHeight,
    overscan: 8,
  })
  const seen = virtual.getVirtualItems()
  useMoreAtEnd(seen.at(-1)?.index ?? 0, rows.length, more)
  return (
    <section
      ref={place}
      className="grid-scroll"
      style={height === undefined ? { height: '100%', flex: 1 } : { height }}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <ul className="cards" style={{ height: virtual.getTotalSize() }}>
        {seen.map(({ index, start }) => {
          const row = rows[index]
          return row === undefined ? null : (
            <li
              key={String(row[rowKey])}
              ref={virtual.measureElement}
              data-index={index}
              className="card"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Card {...props} row={row} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Card({
  row,
  columns,
  open,
  rowKey,
  selected,
  ticked,
  setTicked,
}: RowsProps & { row: Row }) {
  const t = useAppTexts()
  const navigate = useNavigate()
  const [first, ...rest] = columns
  const id = String(row[rowKey])
  const address = open?.(row)
  const name = nameOf(row, first) ?? id
  const title = first?.show?.(row) ?? name
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is for keyboards
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is for keyboards
    <div
      onClick={(event) => {
        if (address === undefined || (event.target as Element).closest('a,button,input,label'))
          return
        void navigate({ to: address })
      }}
    >
      <Group gap="xs" wrap="nowrap">
        {selected !== undefined && (
          <Checkbox
            size="xs"
            checked={ticked.has(id)}
            onChange={() => setTicked(toggled(ticked, id))}
            aria-label={t('grid.selectRow', { name })}
          />
        )}
        <Text component="div" fw={600} size="sm">
          {address === undefined ? title : <Link to={address}>{title || '—'}</Link>}
        </Text>
      </Group>
      <dl className="card-facts">
        {rest.map((column) => {
          const shown = column.show?.(row) ?? shownValue(row, column.name)
          if (shown === '' || shown === null || shown === undefined) return null
          return (
            <div key={column.name}>
              <dt>{column.title}</dt>
              <dd>{shown}</dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
