import { Button, Group, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { useReadAttendance } from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'

interface ReasonFormProps {
  readonly eventId: string
  /** What the button says. */
  readonly act: string
  readonly run: (reason: string) => Promise<unknown>
  readonly close: () => void
  /** What else it asks for, above the reason. */
  readonly children?: ReactNode
  readonly disabled?: boolean
}

/** Whoever changes evidence says why; the reason stays with it for good. */
export function ReasonForm(props: ReasonFormProps) {
  const { eventId, act, run, close, children, disabled = false } = props
  const t = useAttendanceTexts()
  const app = useAppTexts()
  const readAgain = useReadAttendance(eventId)
  const [reason, setReason] = useState('')
  const [running, setRunning] = useState(false)
  const submit = async () => {
    setRunning(true)
    try {
      await run(reason.trim())
      await readAgain()
      tellDone(app('said.done'))
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <form
      className="reason-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {children}
      <Textarea
        required
        autosize
        minRows={2}
        maxLength={2000}
        label={t('reason.label')}
        description={t('reason.note')}
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          type="submit"
          size="xs"
          loading={running}
          disabled={disabled || reason.trim() === ''}
        >
          {act}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {app('act.cancel')}
        </Button>
      </Group>
    </form>
  )
}
