import { Stack, Text, ThemeIcon } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly text?: string
  readonly action?: ReactNode
  readonly icon?: ReactNode
}

/** What a list says while it is empty, with the act that fills it. */
export function EmptyState({ title, text, action, icon }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py={56} px="md">
      <ThemeIcon variant="light" size={48} radius="xl">
        {icon ?? <IconInbox size={26} stroke={1.5} />}
      </ThemeIcon>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {text !== undefined && (
        <Text c="dimmed" size="sm" ta="center" maw="48ch">
          {text}
        </Text>
      )}
      {action}
    </Stack>
  )
}
