import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { useContactTexts } from './contact-texts.ts'

export function ContactList() {
  const t = useContactTexts()
  const format = useFormat()
  const may = useMay()
  const add = may('Create', 'contact') && (
    <Button component={Link} to="/contacts/new" leftSection={<IconPlus size={16} />}>
      {t('contacts.new')}
    </Button>
  )
  return (
    <Page fill title={t('contacts.title')} note={t('contacts.note')} actions={add}>
      <RecordGrid
        label={t('contacts.title')}
        rowKey="contactid"
        query={{
          set: 'contacts',
          select: ['fullname', 'emailaddress1', 'jobtitle', 'telephone1', 'modifiedon'],
          orderBy: 'fullname',
        }}
        searchIn={['fullname', 'emailaddress1', 'jobtitle']}
        open={(row) => `/contacts/${String(row.contactid)}`}
        columns={[
          { name: 'fullname', title: t('contact.name') },
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
          <EmptyState title={t('contacts.empty')} text={t('contacts.empty.text')} action={add} />
        }
      />
    </Page>
  )
}
