import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useAppTexts } from '../app/app-texts.ts'

/** What will happen, and what the button of the question says. */
export interface Confirmation {
  readonly title: string
  readonly text: string
  readonly yes: string
}

interface ConfirmDialogProps {
  readonly of: Confirmation
  readonly opened: boolean
  readonly close: () => void
  readonly act: () => void
  readonly running: boolean
  readonly color?: string
}

/** Asked before harm; "no" is the answer that Enter gives. */
export function ConfirmDialog({ of, opened, close, act, running, color }: ConfirmDialogProps) {
  const t = useAppTexts()
  return (
    <Modal opened={opened} onClose={close} title={of.title}>
      <Stack>
        <Text size="sm">{of.text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('confirm.keep')}
          </Button>
          <Button color={color ?? 'red.9'} loading={running} onClick={act}>
            {of.yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
