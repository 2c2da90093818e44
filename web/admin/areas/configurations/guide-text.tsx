/** The little Markdown that guides of providers are written in: lists, tables, code, links. */
import { Anchor, Box, Code, List, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export function GuideText({ text }: { readonly text: string }) {
  return (
    <Stack gap="sm">
      {text.split(/\n{2,}/).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never change places
        <Block key={at} text={block} />
      ))}
    </Stack>
  )
}

function Block({ text }: { readonly text: string }) {
  if (text.startsWith('### ')) {
    const [heading = '', ...rest] = text.slice(4).split('\n')
    return (
      <>
        <Title order={3}>{heading}</Title>
        {rest.length > 0 && <Block text={rest.join('\n')} />}
      </>
    )
  }
  if (/^\d+\. /.test(text)) return <Steps text={text} />
  if (text.startsWith('|')) return <Grid text={text} />
  if (text.startsWith('```')) {
    return (
      <Code block tabIndex={0}>
        {text.replaceAll(/^```.*$/gm, '').trim()}
      </Code>
    )
  }
  return <Text size="sm">{inline(text)}</Text>
}

function Steps({ text }: { readonly text: string }) {
  const steps = text.split(/^\d+\. /m).slice(1)
  return (
    <List type="ordered" size="sm" spacing={8}>
      {steps.map((step) => (
        <List.Item key={step}>{inline(step)}</List.Item>
      ))}
    </List>
  )
}

function Grid({ text }: { readonly text: string }) {
  const [head = [], , ...rows] = text.split('\n').map(cellsOf)
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

const cellsOf = (line: string) =>
  line
    .replaceAll(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

const marks = /(\*\*[^*]+\*\*|`[^`]+`|<https?:[^>]+>|\b_[^_]+_\b)/

function inline(text: string): ReactNode[] {
  return text
    .trim()
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
