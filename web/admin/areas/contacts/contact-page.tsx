import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { useParameter } from '../../app/address.ts'
import { CustomFields, useCustomNames } from '../../components/custom-fields.tsx'
import { Page } from '../../components/page.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { useContactTexts } from './contact-texts.ts'

const person = [
  'firstname',
  'lastname',
  'emailaddress1',
  'telephone1',
  'mobilephone',
  'parentcustomerid',
  'jobtitle',
]

export function ContactPage() {
  const t = useContactTexts()
  const may = useMay()
  const navigate = useNavigate()
  const contactId = useParameter('contactId')
  const id = contactId === 'new' ? undefined : contactId
  const custom = useCustomNames('contact')
  const draft = useRecordDraft({
    table: 'contact',
    id,
    columns: [...person, 'fullname', ...custom],
  })
  const mayWrite = may(id === undefined ? 'Create' : 'Update', 'contact')
  return (
    <Page
      title={id === undefined ? t('contacts.new') : String(draft.values.fullname ?? '')}
      trail={[{ label: t('contacts.title'), to: '/contacts' }]}
    >
      <Sheet title={t('contact.person')}>
        <RecordFields draft={draft} columns={person} disabled={!mayWrite} />
        <CustomFields draft={draft} disabled={!mayWrite} />
        {mayWrite && (
          <SaveBar
            draft={draft}
            onSaved={(saved) => void navigate({ to: `/contacts/${saved}`, replace: true })}
          />
        )}
      </Sheet>
    </Page>
  )
}
