import { ActionIcon, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useAppTexts } from '../app/app-texts.ts'

/** A text to be carried elsewhere, an address or a token, with the button that copies it. */
export function CopyLine({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useAppTexts()
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Text className="code" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'act.copied' : 'act.copy')}>
              <ActionIcon variant="subtle" onClick={copy} aria-label={`${t('act.copy')}: ${label}`}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
