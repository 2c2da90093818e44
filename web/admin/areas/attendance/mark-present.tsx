import { Group, Radio, Text } from '@mantine/core'
import { TimeInput } from '@mantine/dates'
import { useState } from 'react'
import { type Line, markPresent, type Report, type Scope } from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { ReasonForm } from './reason-form.tsx'
import { atClock, clockAt } from './zone-clock.ts'

interface MarkPresentProps {
  readonly scope: Scope
  readonly line: Line
  readonly event: Report['event']
  readonly close: () => void
}

/** By hand: the whole of it, or from then until then. */
export function MarkPresent({ scope, line, event, close }: MarkPresentProps) {
  const t = useAttendanceTexts()
  const [planned] = event.planned
  const zone = event.timeZone
  const [way, setWay] = useState('whole')
  const [from, setFrom] = useState(planned === undefined ? '' : clockAt(zone, planned.from))
  const [to, setTo] = useState(planned === undefined ? '' : clockAt(zone, planned.to))
  const times =
    way === 'times' && planned !== undefined
      ? { from: atClock(zone, planned.from, from), to: atClock(zone, planned.from, to) }
      : {}
  return (
    <ReasonForm
      eventId={scope.eventId}
      act={t('mark.act')}
      close={close}
      disabled={way === 'times' && from >= to}
      run={(reason) =>
        markPresent(line.registrationId, {
          reason,
          ...(scope.sessionId === undefined ? {} : { sessionId: scope.sessionId }),
          ...times,
        })
      }
    >
      <Text size="sm">{t('mark.note')}</Text>
      {event.planned.length === 1 && (
        <Radio.Group value={way} onChange={setWay} aria-label={t('mark.how')}>
          <Group gap="lg">
            <Radio value="whole" label={t('mark.whole')} />
            <Radio value="times" label={t('mark.times')} />
          </Group>
        </Radio.Group>
      )}
      {way === 'times' && (
        <Group gap="sm">
          <TimeInput
            label={t('mark.from')}
            value={from}
            onChange={(change) => setFrom(change.currentTarget.value.slice(0, 5))}
          />
          <TimeInput
            label={t('mark.to')}
            value={to}
            error={from >= to && t('mark.order')}
            onChange={(change) => setTo(change.currentTarget.value.slice(0, 5))}
          />
        </Group>
      )}
    </ReasonForm>
  )
}
