import { Button, Group, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useReason } from '../../components/use-reason.ts'
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
  const { field, sending, isMissing, submit } = useReason({
    act: async (reason) => {
      await run(reason)
      await readAgain()
    },
    close,
  })
  return (
    <form className="reason-form" onSubmit={submit}>
      {children}
      <Textarea
        {...field}
        autosize
        minRows={2}
        label={t('reason.label')}
        description={t('reason.note')}
      />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={sending} disabled={disabled || isMissing}>
          {act}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {app('act.cancel')}
        </Button>
      </Group>
    </form>
  )
}
