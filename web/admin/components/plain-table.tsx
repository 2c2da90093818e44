import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A heading; one that stands over numbers is set at their side. Without a text: over buttons. */
export type Heading = string | { readonly number: string } | undefined

interface PlainTableProps {
  readonly label: string
  /** Pixels below which it scrolls sideways in itself. */
  readonly minWidth: number
  readonly headings: readonly Heading[]
  /** The rows, `Table.Tr` each. */
  readonly children: ReactNode
  /** Rows lead somewhere. */
  readonly opens?: boolean
}

/** A short list that is there at once, with rows of any shape; long ones are `RecordGrid`. */
export function PlainTable({ label, minWidth, headings, children, opens }: PlainTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} tabIndex={0}>
      <Table
        aria-label={label}
        verticalSpacing="sm"
        horizontalSpacing="md"
        highlightOnHover={opens === true}
      >
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading, at) => (
              <Head key={String(typeof heading === 'object' ? heading.number : (heading ?? at))}>
                {heading}
              </Head>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Head({ children: heading }: { readonly children: Heading }) {
  return typeof heading === 'object' ? (
    <Table.Th ta="end">{heading.number}</Table.Th>
  ) : (
    <Table.Th>{heading}</Table.Th>
  )
}
