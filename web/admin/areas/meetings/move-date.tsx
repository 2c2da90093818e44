import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { SpanFields } from './local-fields.tsx'
import { addMinutes, endAfter, minutesBetween } from './local-time.ts'
import { useMeetingTexts } from './meeting-texts.ts'
import { useDateRange } from './meeting-words.tsx'
import { type Meeting, type MeetingDate, moveDate, useReadMeetings } from './meetings.ts'

interface MoveDateProps {
  readonly meeting: Meeting
  readonly date: MeetingDate
  readonly close: () => void
}

/** One date gets another time; everybody is told about this one alone. */
export function MoveDate({ meeting, date, close }: MoveDateProps) {
  const t = useMeetingTexts()
  const app = useAppTexts()
  const range = useDateRange()
  const move = useMoving({ meeting, date, close })
  const { times, setTimes, errors } = move
  return (
    <Modal opened onClose={close} title={t('move.title', { when: range(date) })} size="lg">
      <form
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault()
          void move.run()
        }}
      >
        <Stack>
          <Text size="sm">{t('move.text', { zone: meeting.timeZone })}</Text>
          <SpanFields
            {...times}
            errors={errors}
            setStart={(start) =>
              setTimes({ start, end: addMinutes(start, minutesBetween(times.start, times.end)) })
            }
            setEndTime={(time) => setTimes({ ...times, end: endAfter(times.start, time) })}
          />
          {errors.end !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {errors.end}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {app('act.cancel')}
            </Button>
            <Button type="submit" loading={move.running}>
              {t('move.act')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface Errors {
  readonly start?: string
  readonly end?: string
}

function useMoving({ meeting, date, close }: MoveDateProps) {
  const t = useMeetingTexts()
  const app = useAppTexts()
  const readAgain = useReadMeetings()
  const [times, setTimes] = useState({
    start: date.start.slice(0, 16),
    end: date.end.slice(0, 16),
  })
  const [errors, setErrors] = useState<Errors>({})
  const [running, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    setErrors({})
    try {
      const { id, version } = meeting
      await moveDate({ id, version, originalStart: date.originalStart }, times)
      await readAgain()
      tellDone(t('move.said'))
      close()
    } catch (error) {
      if (isProblem(error) && error.input?.endsWith('start'))
        setErrors({ start: fromServer(error.sentence) })
      else if (isProblem(error) && error.input?.endsWith('end'))
        setErrors({ end: fromServer(error.sentence) })
      else tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return { times, setTimes, errors, running, run }
}
