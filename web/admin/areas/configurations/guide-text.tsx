/** The little Markdown that guides of providers are written in: lists, tables, code, links. */
import { Anchor, Box, Code, List, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { fromServer } from '../../server-words/server-words.ts'
import { blocksOfGuide, type GuideBlock } from './guide-parts.ts'

export function GuideText({ text }: { readonly text: string }) {
  return (
    <Stack gap="sm">
      {blocksOfGuide(text).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never change places
        <Block key={at} block={block} />
      ))}
    </Stack>
  )
}

function Block({ block }: { readonly block: GuideBlock }) {
  switch (block.kind) {
    case 'heading':
      return <Title order={3}>{fromServer(block.text)}</Title>
    case 'steps':
      return <Steps steps={block.steps} />
    case 'table':
      return <Grid head={block.head} rows={block.rows} />
    case 'code':
      return (
        <Code block tabIndex={0}>
          {block.text}
        </Code>
      )
    default:
      return <Text size="sm">{inline(block.text)}</Text>
  }
}

function Steps({ steps }: { readonly steps: readonly string[] }) {
  return (
    <List type="ordered" size="sm" spacing={8}>
      {steps.map((step) => (
        <List.Item key={step}>{inline(step)}</List.Item>
      ))}
    </List>
  )
}

interface GridProps {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

function Grid({ head, rows }: GridProps) {
  return (
    <Box style={{ overflowX: 'auto' }} tabIndex={0}>
      <Table fz="xs" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {head.map((cell) => (
              <Table.Th key={cell}>{inline(cell)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join()}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their column
                <Table.Td key={at}>{inline(cell)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  )
}

const marks = /(\*\*[^*]+\*\*|`[^`]+`|<https?:[^>]+>|\b_[^_]+_\b)/

function inline(text: string): ReactNode[] {
  return fromServer(text)
    .split(marks)
    .map((part, at) => marked(part, at))
}

function marked(part: string, key: number): ReactNode {
  if (part.startsWith('**')) return <strong key={key}>{part.slice(2, -2)}</strong>
  if (part.startsWith('`')) {
    return (
      <Code key={key} style={{ overflowWrap: 'anywhere' }}>
        {part.slice(1, -1)}
      </Code>
    )
  }
  if (part.startsWith('<http')) {
    const address = part.slice(1, -1)
    return (
      <Anchor key={key} href={address} target="_blank" rel="noreferrer" inherit underline="always">
        {address.replace(/^https?:\/\//, '')}
      </Anchor>
    )
  }
  if (/^_.+_$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>
  return part
}
