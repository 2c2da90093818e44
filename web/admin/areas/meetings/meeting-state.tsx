import { Alert, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconTrash } from '@tabler/icons-react'
import { ActButton } from '../../components/act-button.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { useMeetingTexts } from './meeting-texts.ts'
import { useDateRange } from './meeting-words.tsx'
import { cancelMeeting, type Meeting, makeAgain, setRight, useReadMeetings } from './meetings.ts'

interface MeetingStateProps {
  readonly meeting: Meeting
  readonly mayAct: boolean
}

/** What somebody should know or decide about how the meeting stands at the provider. */
export function MeetingState(props: MeetingStateProps) {
  const { status, difference } = props.meeting
  if (status === 'waiting') return <Waiting {...props} />
  if (status === 'failed') return <Failed {...props} />
  if (status === 'deleted') return <Deleted {...props} />
  if (status === 'scheduled' && difference !== null) {
    return <Differs {...props} difference={difference} />
  }
  return null
}

/** Cancels all of it, after a question that says how many people are told. */
export function CancelMeeting({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const readAgain = useReadMeetings()
  return (
    <ActButton
      variant="default"
      act={async () => {
        await cancelMeeting(meeting.id)
        await readAgain()
      }}
      said={t('cancel.said')}
      confirm={{
        title: t('cancel.title', { title: meeting.title }),
        text: t('cancel.text', { count: invitedCount(meeting) }),
        yes: t('act.cancelAll'),
      }}
    >
      {t('act.cancelAll')}
    </ActButton>
  )
}

/** Everybody who has an entry in a calendar. */
const invitedCount = ({ attendees, cohosts, host }: Meeting) =>
  [...attendees, ...cohosts].filter(({ invited }) => invited).length + (host.email === null ? 0 : 1)

function Waiting({ meeting }: MeetingStateProps) {
  const t = useMeetingTexts()
  return (
    <Alert
      color="blue"
      icon={<IconClock />}
      title={t('state.waiting', { account: meeting.accountName ?? '' })}
    >
      {t('state.waiting.text')}
    </Alert>
  )
}

function Failed({ meeting: { accountName, statusReason } }: MeetingStateProps) {
  const t = useMeetingTexts()
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle />}
      title={t('state.failed', { account: accountName ?? '' })}
    >
      <Stack gap={4}>
        {statusReason !== null && <Text size="sm">{fromServer(statusReason)}</Text>}
        <Text size="sm">{t('state.failed.text')}</Text>
      </Stack>
    </Alert>
  )
}

/** The hub makes nothing again by itself: somebody had a reason to delete it. */
function Deleted({ meeting, mayAct }: MeetingStateProps) {
  const t = useMeetingTexts()
  const format = useFormat()
  const readAgain = useReadMeetings()
  const account = meeting.accountName ?? ''
  const date = meeting.goneOn === null ? '' : format.dateTime(meeting.goneOn)
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconTrash />}
      title={t('gone.title', { account, date })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('gone.text')}</Text>
        {mayAct && (
          <Group gap="xs">
            <ActButton
              act={async () => {
                await makeAgain(meeting.id)
                await readAgain()
              }}
              said={t('gone.again.said')}
            >
              {t('gone.again')}
            </ActButton>
            <CancelMeeting meeting={meeting} />
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

interface DiffersProps extends MeetingStateProps {
  readonly difference: NonNullable<Meeting['difference']>
}

function Differs({ meeting, mayAct, difference }: DiffersProps) {
  const t = useMeetingTexts()
  const format = useFormat()
  const range = useDateRange()
  const readAgain = useReadMeetings()
  const { title, start, end, noticedOn, dates, moreDates } = difference
  const isMoved = start !== null || end !== null
  const there = [
    title === null ? '' : `“${title}”`,
    isMoved ? range({ start: start ?? meeting.start, end: end ?? meeting.end }) : '',
  ].filter((part) => part !== '')
  const mayBeMended =
    there.length > 0 || dates.some((each) => each.originalStart !== null && each.start !== null)
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconAlertTriangle />}
      title={t('differs.title', {
        account: meeting.accountName ?? '',
        date: format.dateTime(noticedOn),
      })}
    >
      <Stack gap="sm">
        {there.length > 0 && (
          <Text size="sm">{t('differs.there', { what: there.join(', ') })}</Text>
        )}
        {dates.length > 0 && <OddDates meeting={meeting} dates={dates} more={moreDates} />}
        <Text size="sm">{t('differs.text')}</Text>
        {mayAct && mayBeMended && (
          <Group gap="xs">
            <ActButton
              act={async () => {
                await setRight(meeting.id)
                await readAgain()
              }}
              said={t('differs.right.said')}
            >
              {t('differs.right')}
            </ActButton>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

interface OddDatesProps {
  readonly meeting: Meeting
  readonly dates: DiffersProps['difference']['dates']
  readonly more: number
}

/** Single dates of a series: as they are here, and what became of them there. */
function OddDates({ meeting, dates, more }: OddDatesProps) {
  const t = useMeetingTexts()
  const range = useDateRange()
  const words = ({ originalStart, start, end }: OddDatesProps['dates'][number]) => {
    const own = meeting.dates.find((each) => each.originalStart === originalStart)
    const there = start === null ? '' : range({ start, end: end ?? start })
    if (own === undefined || own.state === 'cancelled') return t('differs.date.added', { there })
    const when = range(own)
    return t(start === null ? 'differs.date.deleted' : 'differs.date.moved', { when, there })
  }
  return (
    <>
      <ul className="meeting-differences">
        {dates.map((each) => (
          <li key={each.originalStart ?? each.start}>{words(each)}</li>
        ))}
        {more > 0 && <li>{t('differs.date.more', { count: more })}</li>}
      </ul>
      {dates.some(({ start }) => start === null) && (
        <Text size="sm">{t('differs.date.deleted.text')}</Text>
      )}
    </>
  )
}
