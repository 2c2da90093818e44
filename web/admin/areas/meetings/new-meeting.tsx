import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { currentLanguage } from '../../texts/language.ts'
import { addMinutes, clockIn } from './local-time.ts'
import { type MeetingForm, useMeetingDraft } from './meeting-draft.ts'
import { MeetingFields } from './meeting-form.tsx'
import { useMeetingTexts } from './meeting-texts.ts'
import { createMeeting, type Options, optionsOptions, useReadMeetings } from './meetings.ts'

/** The form, with what is known filled in: the reader's zone, the next full hour, an account. */
export function NewMeeting() {
  const t = useMeetingTexts()
  const may = useMay()
  const { data: options } = useSuspenseQuery(optionsOptions)
  return (
    <Page
      title={t('new.title')}
      note={t('new.note')}
      trail={[{ label: t('meetings.title'), to: '/meetings' }]}
    >
      {may('Create', 'gr_meeting') ? (
        <Fields options={options} />
      ) : (
        <EmptyState title={t('new.mayNot')} text={t('new.mayNot.text')} />
      )}
    </Page>
  )
}

function Fields({ options }: { readonly options: Options }) {
  const navigate = useNavigate()
  const readAgain = useReadMeetings()
  const [initial] = useState(() => startingForm(options))
  const draft = useMeetingDraft(initial)
  return (
    <MeetingFields
      isNew
      draft={draft}
      options={options}
      send={createMeeting}
      onSaved={({ id }) => {
        void readAgain()
        void navigate({ to: `/meetings/${id}`, replace: true })
      }}
    />
  )
}

const hourMs = 3_600_000

function startingForm({ accounts, user, languages }: Options): MeetingForm {
  const timeZone = user.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const nextHour = new Date(Math.ceil(Date.now() / hourMs) * hourMs)
  const start = clockIn(timeZone, nextHour)
  const usable = accounts.find(({ obstacle }) => obstacle === null)
  return {
    configurationId: usable?.configurationId ?? '',
    ...{ title: '', description: '', password: '' },
    ...{ start, end: addMinutes(start, 60), timeZone },
    recurrence: { frequency: 'once' },
    language: letterLanguage(languages, user.language),
    ...{ attendees: [], cohosts: [] },
  }
}

/** The user's own, else that of the console, else English. */
function letterLanguage(languages: readonly string[], own: string | null): string {
  const wanted = [own, currentLanguage()].flatMap((tag) => (tag === null ? [] : tag.split('-')[0]))
  return wanted.find((tag) => tag !== undefined && languages.includes(tag)) ?? 'en'
}
