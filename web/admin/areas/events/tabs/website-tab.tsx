import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/me.ts'
import { LinkLine } from '../../../components/link-line.tsx'
import { type RecordDraft, useRecordDraft } from '../../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../../components/record-form.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { fromServer } from '../../../server-words/server-words.ts'
import { overviewOptions, useReadAgain } from '../event-overview.ts'
import { type EventTextKey, useEventTexts } from '../event-texts.ts'
import type { TabProps } from '../tabs.ts'
import { PictureField } from './picture-field.tsx'

const words: Readonly<Record<string, EventTextKey>> = {
  msevtmgt_readableeventid: 'website.id',
  msevtmgt_websitepreference: 'website.preference',
  gr_registrationsstarton: 'website.opens',
  gr_notyetopenmessage: 'website.notYet',
  msevtmgt_setregistrationsenddate: 'website.closes.set',
  msevtmgt_stopwebsiteregistrationson: 'website.closes',
  msevtmgt_websitemessage: 'website.closed',
  msevtmgt_enablemultiattendeeregistration: 'website.several',
  msevtmgt_enablecaptcha: 'website.captcha',
  msevtmgt_allowcustomagenda: 'website.ownAgenda',
  gr_paymentprovider: 'website.payment',
}

const notes: Readonly<Record<string, EventTextKey>> = {
  msevtmgt_readableeventid: 'website.id.note',
  msevtmgt_websitepreference: 'website.preference.note',
  msevtmgt_allowcustomagenda: 'website.ownAgenda.note',
  gr_paymentprovider: 'website.payment.note',
}

const address = ['msevtmgt_readableeventid', 'msevtmgt_websitepreference']
const window = [
  'gr_registrationsstarton',
  'msevtmgt_setregistrationsenddate',
  'msevtmgt_stopwebsiteregistrationson',
  'gr_notyetopenmessage',
  'msevtmgt_websitemessage',
]
const form = [
  'msevtmgt_enablemultiattendeeregistration',
  'msevtmgt_allowcustomagenda',
  'msevtmgt_enablecaptcha',
  'gr_paymentprovider',
]

/** How the public page looks, who finds it, and when people can register. */
export function WebsiteTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const readAgain = useReadAgain()
  const { data: overview } = useSuspenseQuery(overviewOptions(eventId))
  const columns = [...address, ...window, ...form]
  const draft = useRecordDraft({ table: 'msevtmgt_event', id: eventId, columns })
  const { mayWrite } = draft
  return (
    <Stack maw={860}>
      <Sheet
        title={t('website.page')}
        note={fromServer(overview.registration.refusal ?? '') || t('website.open')}
      >
        {overview.publicLink !== null && (
          <LinkLine label={t('links.public')} value={overview.publicLink} />
        )}
        <Fields draft={draft} columns={address} disabled={!mayWrite} />
      </Sheet>
      {may('Read', 'gr_picture') && (
        <PictureField eventId={eventId} disabled={!may('Update', 'gr_picture')} />
      )}
      <Sheet title={t('website.window')} note={t('website.window.note')}>
        <Fields draft={draft} columns={window} disabled={!mayWrite} />
      </Sheet>
      <Sheet title={t('website.form')}>
        <Fields draft={draft} columns={form} disabled={!mayWrite} />
      </Sheet>
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
}

function Fields({ draft, columns, disabled }: FieldsProps) {
  const t = useEventTexts()
  const said = (keys: Readonly<Record<string, EventTextKey>>) =>
    Object.fromEntries(
      columns.flatMap((name) => (keys[name] === undefined ? [] : [[name, t(keys[name])]])),
    )
  return (
    <RecordFields
      draft={draft}
      columns={columns}
      disabled={disabled}
      labels={said(words)}
      notes={said(notes)}
    />
  )
}
