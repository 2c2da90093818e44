import { ActionIcon, Button, Group, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useWebhookTexts } from './webhook-texts.ts'
import type { Pair } from './webhooks.ts'

interface PairsEditorProps {
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
  readonly disabled?: boolean
}

/** Names and values, as many as the receiver wants. */
export function PairsEditor({ pairs, onChange, disabled = false }: PairsEditorProps) {
  const t = useWebhookTexts()
  const app = useAppTexts()
  const shown: readonly Pair[] = pairs.length === 0 ? [['', '']] : pairs
  const put = (at: number, pair: Pair) =>
    onChange(shown.map((each, index) => (index === at ? pair : each)))
  return (
    <Stack gap="xs">
      {shown.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place
        <Group key={at} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            flex={1}
            label={at === 0 ? t('auth.pairName') : undefined}
            aria-label={t('auth.pairName')}
            value={name}
            disabled={disabled}
            onChange={(event) => put(at, [event.currentTarget.value, value])}
          />
          <TextInput
            flex={1}
            label={at === 0 ? t('auth.pairValue') : undefined}
            aria-label={t('auth.pairValue')}
            autoComplete="off"
            value={value}
            disabled={disabled}
            onChange={(event) => put(at, [name, event.currentTarget.value])}
          />
          <Tooltip label={app('act.delete')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              disabled={disabled}
              aria-label={`${app('act.delete')}: ${name || at + 1}`}
              onClick={() => onChange(shown.filter((_, index) => index !== at))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="subtle"
          disabled={disabled}
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...shown, ['', '']])}
        >
          {t('auth.addPair')}
        </Button>
      </Group>
    </Stack>
  )
}
