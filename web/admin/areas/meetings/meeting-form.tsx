import { Button, Grid, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import { isProblem } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { AccountChoice } from './account-choice.tsx'
import { DatesPreview } from './dates-preview.tsx'
import { FieldNotices } from './field-notices.tsx'
import type { MeetingDraft } from './meeting-draft.ts'
import { useMeetingTexts } from './meeting-texts.ts'
import type { Meeting, Options, Wish } from './meetings.ts'
import { PeopleField } from './people-field.tsx'
import { RecurrenceFields } from './recurrence-fields.tsx'
import { ResetQuestion } from './reset-dates.tsx'
import { TimeFields } from './time-fields.tsx'
import './meetings.css'

interface MeetingFormProps {
  readonly draft: MeetingDraft
  readonly options: Options
  /** Of a meeting that there is: its account stays. */
  readonly isNew: boolean
  /** `resetDates`: the question about changed dates was answered with yes. */
  readonly send: (wish: Wish, resetDates: boolean) => Promise<Meeting>
  readonly onSaved: (saved: Meeting) => void
}

/** What, when, where, who; beside it what will come of it before anything is saved. */
export function MeetingFields(props: MeetingFormProps) {
  const { draft, options, isNew } = props
  const t = useMeetingTexts()
  const save = useSaving(props)
  const account = options.accounts.find(
    ({ configurationId }) => configurationId === draft.form.configurationId,
  )
  return (
    <form
      noValidate
      onSubmit={(submit) => {
        submit.preventDefault()
        void save.run()
      }}
    >
      <UnsavedGuard dirty={draft.dirty && !save.left} />
      <ResetQuestion
        // Who saves at once is faster than the preview, which names the dates.
        opened={save.asking && !draft.looking}
        resets={draft.preview?.resets ?? []}
        running={save.running}
        close={save.keep}
        yes={() => void save.run(true)}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          <Stack>
            <Sheet>
              <What draft={draft} />
              <TimeFields draft={draft} />
              <RecurrenceFields draft={draft} account={account} />
            </Sheet>
            <Sheet title={t('form.where')} note={t(isNew ? 'form.where.note' : 'form.where.stays')}>
              <AccountChoice draft={draft} options={options} isNew={isNew} />
            </Sheet>
            <Sheet title={t('form.who')} note={t('form.who.note')}>
              <PeopleField draft={draft} field="attendees" />
              <PeopleField draft={draft} field="cohosts" />
            </Sheet>
            <Sheet title={t('form.more')}>
              <More
                draft={draft}
                options={options}
                takesPassword={account?.capabilities.password}
              />
            </Sheet>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}>
          <Stack className="meeting-aside">
            <DatesPreview draft={draft} />
            <Group gap="xs">
              <Button type="submit" loading={save.running}>
                {t(isNew ? 'form.schedule' : 'form.save')}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
      </Grid>
    </form>
  )
}

function useSaving({ draft, send, onSaved, isNew }: MeetingFormProps) {
  const t = useMeetingTexts()
  const app = useAppTexts()
  const [running, setRunning] = useState(false)
  const [left, setLeft] = useState(false)
  const [asking, setAsking] = useState(false)
  const run = async (resetDates = false) => {
    setRunning(true)
    try {
      let saved: Meeting | undefined
      const done = await draft.save(async (wish) => {
        saved = await send(wish, resetDates)
        // Drawn at once: the guard of unsaved changes must be gone when the page is left.
        flushSync(() => setLeft(true))
      })
      setAsking(false)
      if (!done) return showFirstError()
      tellDone(t(isNew ? 'form.said.scheduled' : 'form.said.changed'))
      if (saved !== undefined) onSaved(saved)
    } catch (error) {
      if (isProblem(error) && error.code === 'meeting-resets-dates') setAsking(true)
      else tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return { run, running, left, asking, keep: () => setAsking(false) }
}

/** After the errors are drawn. */
function showFirstError(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus()
  })
}

function What({ draft }: { draft: MeetingDraft }) {
  const t = useMeetingTexts()
  return (
    <TextInput
      required
      data-autofocus
      maxLength={200}
      label={t('field.title')}
      placeholder={t('field.title.example')}
      value={draft.form.title}
      error={draft.error('title')}
      onChange={(change) => draft.set({ title: change.currentTarget.value })}
    />
  )
}

interface MoreProps {
  readonly draft: MeetingDraft
  readonly options: Options
  readonly takesPassword: boolean | undefined
}

function More({ draft, options, takesPassword = true }: MoreProps) {
  const t = useMeetingTexts()
  const names = useLanguageNames()
  const { password } = draft.form
  return (
    <>
      <Group grow align="flex-start" preventGrowOverflow={false} gap="md">
        <TextInput
          autoComplete="off"
          maxLength={100}
          miw={220}
          label={t('field.password')}
          description={t(takesPassword ? 'field.password.note' : 'field.password.none')}
          disabled={!takesPassword && password === ''}
          value={password}
          error={draft.error('password')}
          onChange={(change) => draft.set({ password: change.currentTarget.value })}
        />
        <Select
          miw={220}
          label={t('field.language')}
          description={t('field.language.note')}
          allowDeselect={false}
          data={options.languages.map((value) => ({ value, label: names(value) }))}
          value={draft.form.language}
          error={draft.error('language')}
          onChange={(language) => draft.set({ language: language ?? 'en' })}
        />
      </Group>
      <Textarea
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        label={t('field.description')}
        description={t('field.description.note')}
        value={draft.form.description}
        error={draft.error('description')}
        onChange={(change) => draft.set({ description: change.currentTarget.value })}
      />
      <FieldNotices of={draft.notices('password')} />
    </>
  )
}

/** Each language by its own name. */
function useLanguageNames(): (tag: string) => string {
  return (tag) => new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
}
