import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useRef } from 'react'
import { useMoreAtEnd } from './use-more-at-end.ts'

interface VirtualTableProps {
  readonly label: string
  /** Rows that are there; more are asked for near their end. */
  readonly count: number
  /** Rows there are in all, for screen readers; `count` unless told. */
  readonly total?: number | undefined
  /** Pixels; 44 unless told. */
  readonly rowHeight?: number
  readonly className?: string
  readonly style: CSSProperties
  /** The `thead`. */
  readonly head: ReactNode
  /** The `tr` of a row, with its key. */
  readonly row: (index: number) => ReactNode
  readonly more: () => void
}

/** A table of any length: only what is seen is drawn. */
export function VirtualTable(props: VirtualTableProps) {
  const { label, count, total = count, rowHeight = 44, className, style, head, row, more } = props
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const seen = virtual.getVirtualItems()
  useMoreAtEnd(seen.at(-1)?.index ?? 0, count, more)
  return (
    <section
      ref={place}
      className={className === undefined ? 'grid-scroll' : `grid-scroll ${className}`}
      style={style}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <table className="grid" aria-rowcount={total}>
        {head}
        <tbody>
          <Space height={seen[0]?.start ?? 0} />
          {seen.map(({ index }) => row(index))}
          <Space height={virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  )
}

function Space({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}
