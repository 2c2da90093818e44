import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMay } from '../../../api/me.ts'
import { type RecordDraft, useRecordDraft } from '../../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../../components/record-form.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { CopyLine } from '../copy-line.tsx'
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
  const mayWrite = may('Update', 'msevtmgt_event')
  return (
    <Stack maw={860}>
      <Sheet title={t('website.page')} note={overview.registration.refusal ?? t('website.open')}>
        {overview.publicLink !== null && (
          <CopyLine label={t('links.public')} value={overview.publicLink} />
        )}
        <Fields
          draft={draft}
          columns={address}
          disabled={!mayWrite}
          notes={['msevtmgt_readableeventid', 'msevtmgt_websitepreference']}
        />
      </Sheet>
      <PictureField eventId={eventId} disabled={!may('Update', 'gr_picture')} />
      <Sheet title={t('website.window')} note={t('website.window.note')}>
        <Fields draft={draft} columns={window} disabled={!mayWrite} notes={[]} />
      </Sheet>
      <Sheet title={t('website.form')}>
        <Fields
          draft={draft}
          columns={form}
          disabled={!mayWrite}
          notes={['msevtmgt_allowcustomagenda', 'gr_paymentprovider']}
        />
      </Sheet>
      {mayWrite && (
        <div className="save-bar">
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
  readonly notes: readonly string[]
}

function Fields({ draft, columns, disabled, notes }: FieldsProps) {
  const t = useEventTexts()
  const named = columns.flatMap((name) => {
    const key = words[name]
    return key === undefined ? [] : [[name, key] as const]
  })
  return (
    <RecordFields
      draft={draft}
      columns={columns}
      disabled={disabled}
      labels={Object.fromEntries(named.map(([name, key]) => [name, t(key)]))}
      notes={Object.fromEntries(
        named
          .filter(([name]) => notes.includes(name))
          .map(([name, key]) => [name, t(`${key}.note` as EventTextKey)]),
      )}
    />
  )
}
