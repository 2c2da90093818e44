import { Box, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface SheetProps {
  readonly title?: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A white sheet on the grey ground: one topic of a page. */
export function Sheet({ title, note, actions, children }: SheetProps) {
  return (
    <Box component="section" className="sheet" p="md">
      <Stack gap="sm">
        {(title !== undefined || actions !== undefined) && (
          <Group justify="space-between" align="flex-start">
            <Box>
              {title !== undefined && <Title order={2}>{title}</Title>}
              {note !== undefined && (
                <Text c="dimmed" size="sm" maw="70ch">
                  {note}
                </Text>
              )}
            </Box>
            <Group gap="xs">{actions}</Group>
          </Group>
        )}
        {children}
      </Stack>
    </Box>
  )
}

/** Names and values of one record, side by side. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {of
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <FactPair key={name} name={name} value={value} />
        ))}
    </dl>
  )
}

function FactPair({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
