import { ActionIcon, Anchor, CopyButton, Group, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useAppTexts } from '../app/app-texts.ts'

interface LinkLineProps {
  readonly label: string
  readonly value: string
  readonly note?: string
  /** Others must not open it: a join link counts whoever does as the registrant. */
  readonly opens?: boolean
}

/** A link with its name, to open or to copy. */
export function LinkLine({ label, value, note, opens = true }: LinkLineProps) {
  const t = useAppTexts()
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        {opens ? (
          <Anchor href={value} target="_blank" rel="noreferrer" size="sm" className="one-line">
            {value.replace(/^https?:\/\//, '')}
          </Anchor>
        ) : (
          <Text size="sm" c="dimmed" className="one-line">
            {value.replace(/^https?:\/\//, '')}
          </Text>
        )}
        {note !== undefined && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </div>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'act.copied' : 'act.copy')}>
            <ActionIcon
              variant="default"
              size="lg"
              onClick={copy}
              aria-label={`${t('act.copy')}: ${label}`}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
