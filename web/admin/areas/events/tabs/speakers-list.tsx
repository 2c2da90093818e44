import { Button, Drawer, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createRow, deleteRow, lookupId, type Row, rowsOptions } from '../../../api/records.ts'
import { useAppTexts } from '../../../app/app-texts.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { LookupField } from '../../../components/lookup-field.tsx'
import type { Reference } from '../../../components/record-draft.ts'
import { tellProblem } from '../../../components/tell.tsx'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import { RowList } from '../row-list.tsx'

interface SpeakersListProps {
  readonly event: Reference
}

/** Who speaks: people, and at what they are engaged. */
export function SpeakersList({ event }: SpeakersListProps) {
  const t = useEventTexts()
  return (
    <RowList
      title={t('speakers.title')}
      note={t('speakers.note')}
      empty={t('speakers.empty')}
      add={t('speakers.add')}
      rowKey="msevtmgt_speakerengagementid"
      nameOf={nameOf}
      opens={(row) => lookupId(row, 'msevtmgt_speaker') ?? personOf(row, 'msevtmgt_speakerid')}
      query={{
        set: 'msevtmgt_speakerengagements',
        select: ['msevtmgt_name'],
        filter: `_msevtmgt_event_value eq ${event.id}`,
        expand:
          'msevtmgt_speaker($select=msevtmgt_name,msevtmgt_title,msevtmgt_email),msevtmgt_session($select=msevtmgt_name)',
        orderBy: 'createdon',
      }}
      columns={[
        { title: t('speaker.name'), show: nameOf },
        { title: t('speaker.title'), show: (row) => personOf(row, 'msevtmgt_title') },
        { title: t('speaker.email'), show: (row) => personOf(row, 'msevtmgt_email') },
        {
          title: t('speaker.session'),
          show: (row) =>
            String((row.msevtmgt_session as Row | null)?.msevtmgt_name ?? t('speaker.wholeEvent')),
        },
      ]}
      acts={(row) => <EndEngagement row={row} />}
      addForm={(close) => <AddSpeaker event={event} close={close} />}
      form={{
        table: 'msevtmgt_speaker',
        fields: [
          'msevtmgt_name',
          'msevtmgt_title',
          'msevtmgt_email',
          'msevtmgt_linkedin',
          'msevtmgt_about',
        ],
        labels: {
          msevtmgt_name: t('speaker.name'),
          msevtmgt_title: t('speaker.title'),
          msevtmgt_email: t('speaker.email'),
          msevtmgt_about: t('speaker.about'),
        },
        notes: { msevtmgt_email: t('speaker.email.note') },
      }}
    />
  )
}

function personOf(row: Row, column: string): string {
  return String((row.msevtmgt_speaker as Row | null)?.[column] ?? '')
}

const nameOf = (row: Row) => personOf(row, 'msevtmgt_name')

function EndEngagement({ row }: { row: Row }) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  return (
    <ActButton
      size="compact-sm"
      variant="subtle"
      color="red"
      aria-label={`${t('act.remove')}: ${nameOf(row)}`}
      act={async () => {
        await deleteRow('msevtmgt_speakerengagements', String(row.msevtmgt_speakerengagementid))
        await readAgain()
      }}
    >
      {t('act.remove')}
    </ActButton>
  )
}

interface NewSpeaker {
  readonly known: Reference | null
  readonly name: string
  readonly title: string
  readonly email: string
  readonly sessionId: string | null
}

const nobody: NewSpeaker = { known: null, name: '', title: '', email: '', sessionId: null }

/** Somebody who spoke before is chosen, anybody else is written down here. */
function AddSpeaker({ event, close }: { event: Reference; close: () => void }) {
  const t = useEventTexts()
  const app = useAppTexts()
  const readAgain = useReadAgain()
  const [typed, setTyped] = useState<NewSpeaker>(nobody)
  const [saving, setSaving] = useState(false)
  const set = (part: Partial<NewSpeaker>) => setTyped((before) => ({ ...before, ...part }))
  const save = async () => {
    setSaving(true)
    try {
      await engage(event, typed)
      await readAgain()
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={t('speakers.add')}>
      <Stack>
        <LookupField
          targets={['msevtmgt_speaker']}
          label={t('speaker.known')}
          value={typed.known}
          onChange={(known) => set({ known })}
        />
        {typed.known === null && <PersonFields typed={typed} set={set} />}
        <SessionChoice eventId={event.id} typed={typed} set={set} />
        <Button
          w="fit-content"
          loading={saving}
          disabled={typed.known === null && typed.name.trim() === ''}
          onClick={() => void save()}
        >
          {app('act.add')}
        </Button>
      </Stack>
    </Drawer>
  )
}

interface PartProps {
  readonly typed: NewSpeaker
  readonly set: (part: Partial<NewSpeaker>) => void
}

function PersonFields({ typed, set }: PartProps) {
  const t = useEventTexts()
  return (
    <>
      <TextInput
        label={t('speaker.name')}
        withAsterisk
        maxLength={100}
        value={typed.name}
        onChange={(change) => set({ name: change.currentTarget.value })}
      />
      <TextInput
        label={t('speaker.title')}
        maxLength={100}
        value={typed.title}
        onChange={(change) => set({ title: change.currentTarget.value })}
      />
      <TextInput
        type="email"
        label={t('speaker.email')}
        description={t('speaker.email.note')}
        maxLength={100}
        value={typed.email}
        onChange={(change) => set({ email: change.currentTarget.value })}
      />
    </>
  )
}

function SessionChoice({ eventId, typed, set }: PartProps & { readonly eventId: string }) {
  const t = useEventTexts()
  const { data = [] } = useQuery(
    rowsOptions({
      set: 'msevtmgt_sessions',
      select: ['msevtmgt_name'],
      filter: `_msevtmgt_event_value eq ${eventId}`,
      orderBy: 'msevtmgt_starttime',
    }),
  )
  return (
    <Select
      label={t('speaker.session')}
      placeholder={t('speaker.wholeEvent')}
      clearable
      data={data.map((row) => ({
        value: String(row.msevtmgt_sessionid),
        label: String(row.msevtmgt_name),
      }))}
      value={typed.sessionId}
      onChange={(sessionId) => set({ sessionId })}
    />
  )
}

async function engage(event: Reference, { known, name, title, email, sessionId }: NewSpeaker) {
  const speakerId =
    known?.id ??
    (await createRow('msevtmgt_speakers', {
      msevtmgt_name: name.trim(),
      msevtmgt_title: title.trim() === '' ? null : title.trim(),
      msevtmgt_email: email.trim() === '' ? null : email.trim(),
    }))
  await createRow('msevtmgt_speakerengagements', {
    msevtmgt_name: (known?.name ?? name.trim()).slice(0, 100),
    'msevtmgt_speaker@odata.bind': `/msevtmgt_speakers(${speakerId})`,
    'msevtmgt_event@odata.bind': `/msevtmgt_events(${event.id})`,
    ...(sessionId === null
      ? {}
      : { 'msevtmgt_session@odata.bind': `/msevtmgt_sessions(${sessionId})` }),
  })
}
