import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useAppTexts } from '../app/app-texts.ts'
import { type Confirmation, ConfirmDialog } from './confirm-dialog.tsx'
import { tellDone, tellProblem } from './tell.tsx'

interface ActButtonProps extends ButtonProps {
  readonly act: () => Promise<unknown>
  /** Said when it is done; "Done" unless told, nothing where the act says it itself. */
  readonly said?: string | false
  /** Asked before. */
  readonly confirm?: Confirmation
}

/** A button that does something at the hub: shows that it works, what came of it, asks before harm. */
export function ActButton({ act, said, confirm, children, ...rest }: ActButtonProps) {
  const t = useAppTexts()
  const [running, setRunning] = useState(false)
  const [asking, { open, close }] = useDisclosure()
  const run = async () => {
    setRunning(true)
    try {
      await act()
      if (said !== false) tellDone(said ?? t('said.done'))
      close()
    } catch (error) {
      tellProblem(t('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <>
      <Button {...rest} loading={running} onClick={confirm === undefined ? () => void run() : open}>
        {children}
      </Button>
      {confirm !== undefined && (
        <ConfirmDialog
          of={confirm}
          opened={asking}
          close={close}
          act={() => void run()}
          running={running}
          {...(typeof rest.color === 'string' && { color: rest.color })}
        />
      )}
    </>
  )
}
