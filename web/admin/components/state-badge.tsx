import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'
import './state-badge.css'

export type Tone = 'gray' | 'green' | 'blue' | 'red' | 'orange'

/** A state in one word, readable in light and dark. */
export function StateBadge({
  tone,
  children,
}: {
  readonly tone: Tone
  readonly children: ReactNode
}) {
  return (
    <Badge className={`state-badge state-${tone}`} variant="light" color={tone}>
      {children}
    </Badge>
  )
}

interface TilesProps {
  readonly of: readonly { readonly name: string; readonly value: ReactNode }[]
}

/** Numbers beside each other. */
export function Tiles({ of }: TilesProps) {
  return (
    <dl className="tiles">
      {of.map(({ name, value }) => (
        <div className="tile" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
