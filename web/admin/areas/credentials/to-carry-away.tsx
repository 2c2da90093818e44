import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useAppTexts } from '../../app/app-texts.ts'
import { CopyLine } from '../../components/copy-line.tsx'
import { useCredentialTexts } from './credentials-texts.ts'

interface ToCarryAwayProps {
  /** Names and texts. */
  readonly lines: readonly (readonly [string, string])[]
  /** A call that works with them. */
  readonly example: string
  readonly close: () => void
}

/** The hub keeps only a hash: what is not copied now is gone. */
export function ToCarryAway({ lines, example, close }: ToCarryAwayProps) {
  const t = useCredentialTexts()
  const app = useAppTexts()
  return (
    <Stack>
      <Alert color="yellow">{t('once.note')}</Alert>
      {lines.map(([label, text]) => (
        <CopyLine key={label} label={label} text={text} />
      ))}
      <div>
        <Text size="xs" c="dimmed" mb={4}>
          {t('once.example')}
        </Text>
        <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {example}
        </Code>
      </div>
      <Group justify="flex-end">
        <Button onClick={close}>{app('act.close')}</Button>
      </Group>
    </Stack>
  )
}
