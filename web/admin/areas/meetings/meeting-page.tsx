import { Anchor, Button, Grid, Stack } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useMay } from '../../api/me.ts'
import { useParameter } from '../../app/address.ts'
import { LinkLine } from '../../components/link-line.tsx'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { MeetingDates } from './meeting-dates.tsx'
import { MeetingLettersSheet } from './meeting-letters.tsx'
import { MeetingPeople } from './meeting-people.tsx'
import { CancelMeeting, MeetingState } from './meeting-state.tsx'
import { useMeetingTexts } from './meeting-texts.ts'
import { MeetingBadge, useDateRange } from './meeting-words.tsx'
import { type Meeting, meetingOptions, useMayChange } from './meetings.ts'
import { useRecurrenceWords } from './recurrence-words.ts'
import './meetings.css'

/** One meeting: how it stands, how to get in, when, with whom, and what people were written. */
export function MeetingPage() {
  const t = useMeetingTexts()
  const may = useMay()
  const range = useDateRange()
  const id = useParameter('meetingId')
  const { data: meeting } = useSuspenseQuery(meetingOptions(id))
  const shown = meeting.next ?? meeting.dates.at(-1) ?? meeting
  const isOpen = meeting.status !== 'cancelled' && meeting.next !== null
  const mayAct = useMayChange()(meeting) && isOpen
  return (
    <Page
      title={meeting.title}
      trail={[{ label: t('meetings.title'), to: '/meetings' }]}
      badge={<MeetingBadge status={meeting.status} />}
      note={`${range(shown)} (${meeting.timeZone})`}
      actions={mayAct && <Acts meeting={meeting} />}
    >
      <MeetingState meeting={meeting} mayAct={mayAct} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <About meeting={meeting} />
            <MeetingDates meeting={meeting} isOpen={isOpen} />
            {may('Read', 'gr_mail', 'all') && (
              <Suspense fallback={<PageLoading />}>
                <MeetingLettersSheet meeting={meeting} />
              </Suspense>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Links meeting={meeting} />
            <MeetingPeople meeting={meeting} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Acts({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  return (
    <>
      <Button
        component={Link}
        to={`/meetings/${meeting.id}/change`}
        variant="default"
        leftSection={<IconPencil size={16} />}
      >
        {t('act.change')}
      </Button>
      {meeting.status !== 'deleted' && <CancelMeeting meeting={meeting} />}
    </>
  )
}

function About({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const words = useRecurrenceWords()
  const { host, password, description } = meeting
  const hostName = host.name ?? host.email ?? ''
  return (
    <Sheet title={t('about.title')}>
      <Facts
        of={[
          [t('field.repeats'), words(meeting.recurrence, meeting.start.slice(0, 10))],
          [t('field.zone'), meeting.timeZone],
          [t('about.host'), host.isYou ? t('about.host.you', { name: hostName }) : hostName],
          [t('form.where'), meeting.accountName ?? ''],
          [t('field.password'), password ?? ''],
          [
            t('field.description'),
            description === null ? '' : <Lines key="lines" of={description} />,
          ],
        ]}
      />
    </Sheet>
  )
}

function Lines({ of }: { readonly of: string }) {
  return <span style={{ whiteSpace: 'pre-line' }}>{of}</span>
}

function Links({ meeting: { joinLink, webLink, status } }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  if (status === 'cancelled') return null
  if (joinLink === null && webLink === null) return null
  return (
    <Sheet title={t('links.title')}>
      {joinLink !== null && (
        <LinkLine label={t('links.join')} note={t('links.join.note')} value={joinLink} />
      )}
      {webLink !== null && (
        <Anchor href={webLink} target="_blank" rel="noreferrer" size="sm">
          {t('links.provider')}
        </Anchor>
      )}
    </Sheet>
  )
}
