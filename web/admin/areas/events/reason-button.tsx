import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useReason } from '../../components/use-reason.ts'
import { useReadAgain } from './event-overview.ts'
import { useEventTexts } from './event-texts.ts'

interface ReasonButtonProps {
  readonly label: string
  /** What it does, before the reason is asked for. */
  readonly note: string
  readonly act: (reason: string) => Promise<unknown>
  readonly disabled?: boolean
  readonly size?: 'xs' | 'sm' | 'compact-sm'
}

/** An act that changes evidence asks why; the reason stays with the record. */
export function ReasonButton({ label, note, act, disabled, size = 'xs' }: ReasonButtonProps) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const [asking, { open, close }] = useDisclosure()
  const { field, sending, isMissing, submit } = useReason({
    act: async (reason) => {
      await act(reason)
      await readAgain()
    },
    close,
  })
  return (
    <>
      <Button size={size} variant="default" disabled={disabled ?? false} onClick={open}>
        {label}
      </Button>
      <Modal opened={asking} onClose={close} title={label}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{note}</Text>
            <TextInput
              {...field}
              data-autofocus
              label={t('checkIn.reason')}
              description={t('checkIn.reason.note')}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={sending} disabled={isMissing}>
                {label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
