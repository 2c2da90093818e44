import { Accordion, Stack } from '@mantine/core'
import { useTable } from '../../../api/tables.ts'
import { type RecordDraft, useRecordDraft } from '../../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../../components/record-form.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { TimeZoneField } from '../../../components/time-zone-field.tsx'
import { useReadAgain } from '../event-overview.ts'
import { type EventTextKey, useEventTexts } from '../event-texts.ts'
import { format } from '../event-words.tsx'
import { FormatChoice } from '../format-choice.tsx'
import type { TabProps } from '../tabs.ts'

/** What fields are called. */
const words: Readonly<Record<string, EventTextKey>> = {
  msevtmgt_name: 'event.name',
  msevtmgt_description: 'event.description',
  msevtmgt_eventstartdate: 'event.start',
  msevtmgt_eventenddate: 'event.end',
  msevtmgt_webinarconfigurationid: 'event.account',
  msevtmgt_webinartype: 'event.webinarType',
  gr_webinarurl: 'event.webinarUrl',
  gr_webinarpassword: 'event.webinarPassword',
  msevtmgt_building: 'event.building',
  msevtmgt_room: 'event.room',
  msevtmgt_primaryvenue: 'event.venue',
  msevtmgt_maximumeventcapacity: 'event.capacity',
  msevtmgt_showwaitlist: 'event.showWaitlist',
  msevtmgt_autoregisterwaitlistitems: 'event.autoRegister',
  msevtmgt_numberofinvitations: 'event.invitations',
  gr_joinearlyminutes: 'event.joinEarly',
  gr_attendanceminutes: 'event.attendanceMinutes',
  gr_attendanceshare: 'event.attendanceShare',
  gr_reminders: 'event.reminders',
  msevtmgt_eventtype: 'event.type',
  msevtmgt_language: 'event.language',
  msevtmgt_primarygoal: 'event.goal',
  msevtmgt_expectedoutcome: 'event.outcome',
  msevtmgt_registrationstarget: 'event.target',
  msevtmgt_budgetallocated: 'event.budget',
  ownerid: 'event.owner',
}

/** Sentences under fields. */
const notes: Readonly<Record<string, EventTextKey>> = {
  msevtmgt_webinarconfigurationid: 'event.account.note',
  gr_webinarurl: 'event.webinarUrl.note',
  msevtmgt_maximumeventcapacity: 'event.capacity.note',
  msevtmgt_autoregisterwaitlistitems: 'event.autoRegister.note',
  msevtmgt_numberofinvitations: 'event.invitations.note',
  gr_joinearlyminutes: 'event.joinEarly.note',
  gr_attendanceminutes: 'event.attendanceMinutes.note',
  gr_attendanceshare: 'event.attendanceShare.note',
  gr_reminders: 'event.reminders.note',
}

const basics = ['msevtmgt_name', 'msevtmgt_description']
const times = ['msevtmgt_eventstartdate', 'msevtmgt_eventenddate']
const online = ['msevtmgt_webinarconfigurationid', 'msevtmgt_webinartype', 'gr_webinarpassword']
const place = ['msevtmgt_building', 'msevtmgt_room', 'msevtmgt_primaryvenue']
const seats = [
  'msevtmgt_maximumeventcapacity',
  'msevtmgt_numberofinvitations',
  'msevtmgt_showwaitlist',
  'msevtmgt_autoregisterwaitlistitems',
]
const attending = [
  'gr_joinearlyminutes',
  'gr_reminders',
  'gr_attendanceminutes',
  'gr_attendanceshare',
]
const more = [
  'msevtmgt_eventtype',
  'msevtmgt_language',
  'msevtmgt_primarygoal',
  'msevtmgt_registrationstarget',
  'msevtmgt_budgetallocated',
  'ownerid',
  'msevtmgt_expectedoutcome',
]

/** Everything about the event that people fill in, the columns of administrators included. */
export function DetailsTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const readAgain = useReadAgain()
  const custom = useTable('msevtmgt_event')
    .columns.filter((column) => column.custom)
    .map(({ name }) => name)
  const draft = useRecordDraft({
    table: 'msevtmgt_event',
    id: eventId,
    columns: [
      ...basics,
      ...times,
      'gr_timezone',
      'msevtmgt_eventformat',
      ...online,
      'gr_webinarurl',
      ...place,
      ...seats,
      ...attending,
      ...more,
      ...custom,
    ],
  })
  const { mayWrite } = draft
  return (
    <Stack maw={860}>
      <Sheet title={t('details.basics')}>
        <Fields draft={draft} columns={basics} beside={1} disabled={!mayWrite} />
      </Sheet>
      <Times draft={draft} disabled={!mayWrite} />
      <Place draft={draft} disabled={!mayWrite} />
      <Sheet title={t('details.seats')}>
        <Fields draft={draft} columns={seats} disabled={!mayWrite} />
      </Sheet>
      <Sheet title={t('details.attending')} note={t('details.attending.note')}>
        <Fields draft={draft} columns={attending} disabled={!mayWrite} />
      </Sheet>
      <MoreFields draft={draft} columns={[...more, ...custom]} disabled={!mayWrite} />
      {mayWrite && (
        <div className="save-bar" data-dirty={draft.dirty || undefined}>
          <SaveBar draft={draft} onSaved={() => void readAgain()} />
        </div>
      )}
    </Stack>
  )
}

interface FieldsProps {
  readonly draft: RecordDraft
  readonly columns: readonly string[]
  readonly disabled: boolean
  readonly beside?: 1 | 2
}

function Fields({ draft, columns, disabled, beside = 2 }: FieldsProps) {
  const t = useEventTexts()
  const said = (keys: Readonly<Record<string, EventTextKey>>) =>
    Object.fromEntries(
      columns.flatMap((name) => (keys[name] === undefined ? [] : [[name, t(keys[name])]])),
    )
  return (
    <RecordFields
      draft={draft}
      columns={columns}
      labels={said(words)}
      notes={said(notes)}
      beside={beside}
      disabled={disabled}
    />
  )
}

function Times({ draft, disabled }: { draft: RecordDraft; disabled: boolean }) {
  const t = useEventTexts()
  return (
    <Sheet title={t('details.when')} note={t('details.when.note')}>
      <Fields draft={draft} columns={times} disabled={disabled} />
      <TimeZoneField
        label={t('event.zone')}
        description={t('event.zone.note')}
        allowDeselect={false}
        disabled={disabled}
        value={String(draft.values.gr_timezone ?? 'UTC')}
        error={draft.errors.gr_timezone}
        onChange={(zone) => draft.set('gr_timezone', zone)}
      />
    </Sheet>
  )
}

function Place({ draft, disabled }: { draft: RecordDraft; disabled: boolean }) {
  const t = useEventTexts()
  const chosen = draft.values.msevtmgt_eventformat
  const asked = draft.values.msevtmgt_webinarconfigurationid
    ? online
    : ['msevtmgt_webinarconfigurationid', 'gr_webinarurl']
  return (
    <Sheet title={t('details.where')}>
      <FormatChoice draft={draft} disabled={disabled} />
      {chosen !== format.onSite && <Fields draft={draft} columns={asked} disabled={disabled} />}
      {chosen !== format.webinar && <Fields draft={draft} columns={place} disabled={disabled} />}
    </Sheet>
  )
}

function MoreFields(props: FieldsProps) {
  const t = useEventTexts()
  return (
    <Accordion variant="contained" className="sheet-accordion">
      <Accordion.Item value="more">
        <Accordion.Control>{t('details.more')}</Accordion.Control>
        <Accordion.Panel>
          <Fields {...props} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
