import { useSuspenseQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useParameter } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { type MeetingForm, useMeetingDraft } from './meeting-draft.ts'
import { MeetingFields } from './meeting-form.tsx'
import { useMeetingTexts } from './meeting-texts.ts'
import {
  changeMeeting,
  type Meeting,
  meetingOptions,
  optionsOptions,
  type Person,
  useMayChange,
  useReadMeetings,
} from './meetings.ts'

/** The same form for a meeting that there is; it goes back to its page. */
export function ChangeMeeting() {
  const id = useParameter('meetingId')
  const { data: meeting } = useSuspenseQuery(meetingOptions(id))
  const mayChange = useMayChange()
  if (!mayChange(meeting)) return <Navigate to={`/meetings/${id}`} replace />
  return <Form meeting={meeting} />
}

function Form({ meeting }: { readonly meeting: Meeting }) {
  const t = useMeetingTexts()
  const navigate = useNavigate()
  const readAgain = useReadMeetings()
  const { id } = meeting
  const { data: options } = useSuspenseQuery(optionsOptions)
  // Of when the form was opened: whoever changed it since is not undone.
  const [{ version, form }] = useState(() => ({ version: meeting.version, form: formOf(meeting) }))
  const draft = useMeetingDraft(form, id)
  return (
    <Page
      title={t('change.title')}
      note={t('change.note')}
      trail={[
        { label: t('meetings.title'), to: '/meetings' },
        { label: meeting.title, to: `/meetings/${id}` },
      ]}
    >
      <MeetingFields
        isNew={false}
        draft={draft}
        options={options}
        send={(wish, resetDates) => changeMeeting(id, wish, { version, resetDates })}
        onSaved={() => {
          void readAgain()
          void navigate({ to: `/meetings/${id}`, replace: true })
        }}
      />
    </Page>
  )
}

function formOf(meeting: Meeting): MeetingForm {
  return {
    configurationId: meeting.configurationId,
    title: meeting.title,
    description: meeting.description ?? '',
    start: meeting.start.slice(0, 16),
    end: meeting.end.slice(0, 16),
    timeZone: meeting.timeZone,
    recurrence: meeting.recurrence ?? { frequency: 'once' },
    password: meeting.password ?? '',
    language: meeting.language,
    attendees: meeting.attendees.map(asWish),
    cohosts: meeting.cohosts.map(asWish),
  }
}

function asWish(guest: Meeting['attendees'][number]): Person {
  const { email, name, contactId, accountPersonId } = guest
  return {
    email,
    ...(name === null ? {} : { name }),
    ...(contactId === null ? {} : { contactId }),
    ...(accountPersonId === null ? {} : { accountPersonId }),
  }
}
