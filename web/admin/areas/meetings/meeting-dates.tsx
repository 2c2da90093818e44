import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { ActButton } from '../../components/act-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useMeetingTexts } from './meeting-texts.ts'
import { useDateRange } from './meeting-words.tsx'
import {
  cancelDate,
  type Meeting,
  type MeetingDate,
  useMayChange,
  useReadMeetings,
} from './meetings.ts'
import { MoveDate } from './move-date.tsx'

/** As many as are looked at without asking for more. */
const shownFirst = 12

interface MeetingDatesProps {
  readonly meeting: Meeting
  readonly isOpen: boolean
}

/** The dates of a series; each can be moved or cancelled alone while it is not over. */
export function MeetingDates({ meeting, isOpen }: MeetingDatesProps) {
  const t = useMeetingTexts()
  const mayChangeIt = useMayChange()
  const [all, setAll] = useState(false)
  const [moving, setMoving] = useState<MeetingDate>()
  if (meeting.recurrence === null || meeting.recurrence.frequency === 'once') return null
  const from = Math.max(
    0,
    meeting.dates.findIndex(({ originalStart }) => originalStart === meeting.next?.originalStart),
  )
  const window = meeting.dates.slice(Math.max(0, Math.min(from, meeting.dates.length - shownFirst)))
  const shown = all ? meeting.dates : window.slice(0, shownFirst)
  const mayChange = isOpen && mayChangeIt(meeting)
  return (
    <Sheet title={t('dates.title', { count: meeting.dates.length })} note={t('dates.note')}>
      <ul className="meeting-rows">
        {shown.map((date) => (
          <DateLine
            key={date.originalStart}
            meeting={meeting}
            date={date}
            mayChange={mayChange}
            move={() => setMoving(date)}
          />
        ))}
      </ul>
      {shown.length < meeting.dates.length && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t('dates.all', { count: meeting.dates.length })}
        </Button>
      )}
      {moving !== undefined && (
        <MoveDate
          key={moving.originalStart}
          meeting={meeting}
          date={moving}
          close={() => setMoving(undefined)}
        />
      )}
    </Sheet>
  )
}

interface DateLineProps {
  readonly meeting: Meeting
  readonly date: MeetingDate
  readonly mayChange: boolean
  readonly move: () => void
}

function DateLine({ meeting, date, mayChange, move }: DateLineProps) {
  const t = useMeetingTexts()
  const range = useDateRange()
  const isOff = date.state === 'cancelled'
  const isOver = meeting.next === null || date.endsAt < meeting.next.startsAt
  return (
    <li data-off={isOff || undefined}>
      <div className="row-main">
        <span className="date-text">{range(date)}</span>
        {date.state === 'moved' && (
          <Text size="xs" c="dimmed">
            {t('dates.movedFrom', { when: range(asBefore(meeting, date)) })}
          </Text>
        )}
      </div>
      <Group gap="xs">
        {date.state !== 'planned' && (
          <Badge
            className={`meeting-badge meeting-${isOff ? 'gray' : 'blue'}`}
            variant="light"
            color={isOff ? 'gray' : 'blue'}
          >
            {t(isOff ? 'dates.cancelled' : 'dates.moved')}
          </Badge>
        )}
        {mayChange && !isOff && !isOver && (
          <>
            <Button size="compact-sm" variant="default" onClick={move}>
              {t('act.move')}
            </Button>
            <CancelDate meeting={meeting} date={date} />
          </>
        )}
      </Group>
    </li>
  )
}

/** Its time before it was moved; every date of a series is as long as the first. */
function asBefore(meeting: Meeting, date: MeetingDate) {
  const length = Date.parse(`${meeting.end}Z`) - Date.parse(`${meeting.start}Z`)
  const end = new Date(Date.parse(`${date.originalStart}Z`) + length)
  return { start: date.originalStart, end: end.toISOString() }
}

function CancelDate({ meeting, date }: { readonly meeting: Meeting; readonly date: MeetingDate }) {
  const t = useMeetingTexts()
  const range = useDateRange()
  const readAgain = useReadMeetings()
  const { id, version } = meeting
  return (
    <ActButton
      size="compact-sm"
      variant="default"
      act={async () => {
        await cancelDate({ id, version, originalStart: date.originalStart })
        await readAgain()
      }}
      said={t('dates.cancel.said')}
      confirm={{
        title: t('dates.cancel.title', { when: range(date) }),
        text: t('dates.cancel.text'),
        yes: t('dates.cancel'),
      }}
    >
      {t('act.cancelDate')}
    </ActButton>
  )
}
