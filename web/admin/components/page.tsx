import { Anchor, Box, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface PageProps {
  readonly title: string
  /** One line under the title. */
  readonly note?: ReactNode
  /** Pages above this one. */
  readonly trail?: readonly { readonly label: string; readonly to: LinkProps['to'] }[]
  /** Beside the title: state badges. */
  readonly badge?: ReactNode
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode
  /** A list fills the height of the window and scrolls inside. */
  readonly fill?: boolean
  readonly children: ReactNode
}

/** Title, way back, buttons, content: every page looks the same at the top. */
export function Page({
  title,
  note,
  trail = [],
  badge,
  actions,
  fill = false,
  children,
}: PageProps) {
  useDocumentTitle(`${title} · Greenroom`)
  return (
    <Stack
      gap="md"
      px={{ base: 'sm', sm: 'lg' }}
      py="md"
      maw={fill ? undefined : 1280}
      mx="auto"
      h={fill ? 'calc(100dvh - var(--app-shell-header-height))' : undefined}
    >
      <Box>
        {trail.length > 0 && (
          <Breadcrumbs mb={4} separatorMargin={6}>
            {trail.map(({ label, to }) => (
              <Anchor
                key={label}
                component={Link}
                to={to}
                size="sm"
                lh="24px"
                display="inline-block"
              >
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          {/* A long title gives way to the buttons at its right; on a phone they stand below. */}
          <Box flex={{ base: '1 1 100%', xs: '1 1 12rem' }} miw={0}>
            <Group gap="sm" align="center">
              <Title order={1}>{title}</Title>
              {badge}
            </Group>
            {note !== undefined && (
              <Text c="dimmed" size="sm" mt={4} maw="75ch">
                {note}
              </Text>
            )}
          </Box>
          <Group gap="xs">{actions}</Group>
        </Group>
      </Box>
      {children}
    </Stack>
  )
}
