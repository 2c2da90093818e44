import { Button, Select } from '@mantine/core'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { useAddressState } from '../../app/address.ts'
import { useMayOpen } from '../../app/needs.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'

export function ContactList() {
  const t = useContactTexts()
  const format = useFormat()
  const may = useMay()
  const [state] = useAddressState('state')
  const add = may('Create', 'contact') && (
    <Button component={Link} to="/contacts/new" leftSection={<IconPlus size={16} />}>
      {t('contacts.new')}
    </Button>
  )
  return (
    <Page fill title={t('contacts.title')} note={t('contacts.note')} actions={<Acts add={add} />}>
      <RecordGrid
        label={t('contacts.title')}
        rowKey="contactid"
        query={{
          set: 'contacts',
          select: ['fullname', 'emailaddress1', 'jobtitle', 'telephone1', 'modifiedon'],
          orderBy: 'fullname',
          filter: state === 'all' ? undefined : `statecode eq ${state === 'inactive' ? 1 : 0}`,
        }}
        searchIn={['fullname', 'emailaddress1', 'jobtitle']}
        filters={<StateFilter />}
        open={(row) => `/contacts/${String(row.contactid)}`}
        columns={[
          {
            name: 'fullname',
            title: t('contact.name'),
            show: (row) => String(row.fullname ?? row.emailaddress1 ?? ''),
          },
          { name: 'emailaddress1', title: t('contact.email') },
          { name: 'jobtitle', title: t('contact.job') },
          { name: 'telephone1', title: t('contact.phone') },
          {
            name: 'modifiedon',
            title: t('contact.changed'),
            show: (row) => format.fromNow(String(row.modifiedon)),
          },
        ]}
        empty={
          state === '' ? (
            <EmptyState title={t('contacts.empty')} text={t('contacts.empty.text')} action={add} />
          ) : undefined
        }
      />
    </Page>
  )
}

function Acts({ add }: { add: React.ReactNode }) {
  const t = useContactTexts()
  const mayOpen = useMayOpen()
  return (
    <>
      {mayOpen('/contacts/duplicates') && (
        <Button
          component={Link}
          to="/contacts/duplicates"
          variant="default"
          leftSection={<IconUsersGroup size={16} />}
        >
          {t('duplicates.find')}
        </Button>
      )}
      {add}
    </>
  )
}

function StateFilter() {
  const t = useContactTexts()
  const [state, setState] = useAddressState('state')
  return (
    <Select
      aria-label={t('contact.state')}
      w={150}
      allowDeselect={false}
      data={[
        { value: '', label: t('contact.state.active') },
        { value: 'inactive', label: t('contact.state.inactive') },
        { value: 'all', label: t('contact.state.all') },
      ]}
      value={state}
      onChange={(next) => setState(next ?? '')}
    />
  )
}
