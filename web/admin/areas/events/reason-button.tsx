import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
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
  const app = useAppTexts()
  const readAgain = useReadAgain()
  const [asking, { open, close }] = useDisclosure()
  const [reason, setReason] = useState('')
  const [running, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    try {
      await act(reason.trim())
      await readAgain()
      tellDone(app('said.done'))
      setReason('')
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <>
      <Button size={size} variant="default" disabled={disabled ?? false} onClick={open}>
        {label}
      </Button>
      <Modal opened={asking} onClose={close} title={label}>
        <form
          onSubmit={(submit) => {
            submit.preventDefault()
            void run()
          }}
        >
          <Stack>
            <Text size="sm">{note}</Text>
            <TextInput
              required
              data-autofocus
              maxLength={2000}
              label={t('checkIn.reason')}
              description={t('checkIn.reason.note')}
              value={reason}
              onChange={(change) => setReason(change.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={running} disabled={reason.trim() === ''}>
                {label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
