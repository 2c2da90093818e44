import { Alert, Anchor, Button, Stack, Tabs, Text } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useMay, useMayWith } from '../../api/me.ts'
import {
  lookupId,
  type Row,
  rowOptions,
  shownValue,
  updateRow,
  useChange,
} from '../../api/records.ts'
import { useAddressState, useParameter } from '../../app/address.ts'
import { ActButton } from '../../components/act-button.tsx'
import { CustomFields, useCustomNames } from '../../components/custom-fields.tsx'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields, SaveBar } from '../../components/record-form.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { ContactAccounts, ContactMails, ContactRegistrations } from './contact-history.tsx'
import { useContactTexts } from './contact-texts.ts'
import { duplicatesOfOptions } from './duplicates.ts'
import { TellApartButton } from './tell-apart-button.tsx'

const person = [
  'firstname',
  'lastname',
  'emailaddress1',
  'telephone1',
  'mobilephone',
  'parentcustomerid',
  'jobtitle',
]

const more = [
  'emailaddress2',
  'address1_line1',
  'address1_postalcode',
  'address1_city',
  'address1_country',
  'donotemail',
  'description',
]

export function ContactPage() {
  const contactId = useParameter('contactId')
  return contactId === 'new' ? <NewContact /> : <KnownContact key={contactId} id={contactId} />
}

function NewContact() {
  const t = useContactTexts()
  const trail = [{ label: t('contacts.title'), to: '/contacts' as const }]
  return (
    <Page title={t('contacts.new')} trail={trail}>
      <Person id={undefined} />
    </Page>
  )
}

const select = [
  'fullname',
  'emailaddress1',
  'statecode',
  'merged',
  '_masterid_value',
  '_ownerid_value',
]

function KnownContact({ id }: { id: string }) {
  const t = useContactTexts()
  const may = useMay()
  const { data: row } = useSuspenseQuery(rowOptions('contacts', id, { select }))
  const isActive = row.statecode === 0
  const mayWrite = useMayWith()('Update', 'contact', row)
  return (
    <Page
      title={String(row.fullname ?? row.emailaddress1 ?? t('contact.nameless'))}
      trail={[{ label: t('contacts.title'), to: '/contacts' }]}
      badge={!isActive && <StateBadge tone="gray">{t('contact.inactive')}</StateBadge>}
      actions={mayWrite && row.merged !== true && <StateAct id={id} row={row} />}
    >
      {row.merged === true && <MergedInto row={row} />}
      {isActive && may('Update', 'contact') && may('Read', 'contact', 'all') && <Similar id={id} />}
      <Parts id={id} email={String(row.emailaddress1 ?? '')} />
    </Page>
  )
}

function StateAct({ id, row }: { id: string; row: Row }) {
  const t = useContactTexts()
  const isActive = row.statecode === 0
  const change = useChange(
    () =>
      updateRow('contacts', id, {
        statecode: isActive ? 1 : 0,
        statuscode: isActive ? 2 : 1,
      }),
    ['contacts'],
  )
  if (!isActive) {
    return (
      <ActButton variant="default" act={() => change.mutateAsync(undefined)}>
        {t('contact.activate')}
      </ActButton>
    )
  }
  return (
    <ActButton
      variant="default"
      act={() => change.mutateAsync(undefined)}
      confirm={{
        title: t('contact.deactivate'),
        text: t('contact.deactivate.text'),
        yes: t('contact.deactivate'),
      }}
    >
      {t('contact.deactivate')}
    </ActButton>
  )
}

function MergedInto({ row }: { row: Row }) {
  const t = useContactTexts()
  const master = lookupId(row, 'masterid')
  return (
    <Alert color="blue" title={t('merged.title')}>
      {t('merged.text')}{' '}
      {master !== undefined && (
        <Anchor
          component={Link}
          to={`/contacts/${master}`}
          size="sm"
          c="inherit"
          underline="always"
        >
          {shownValue(row, 'masterid')}
        </Anchor>
      )}
    </Alert>
  )
}

/** Never in the way: it comes when it is known, and says how many. */
function Similar({ id }: { id: string }) {
  const t = useContactTexts()
  const { data } = useQuery(duplicatesOfOptions(id))
  const found = data?.value ?? []
  if (found.length === 0) return null
  return (
    <Alert
      color="yellow"
      icon={<IconUsersGroup />}
      title={t('similar.title', { count: found.length })}
    >
      <Stack gap="xs" align="flex-start">
        {found.slice(0, 5).map(({ contact, rules, mayMerge }) => (
          <Text key={contact.id} size="sm">
            <Anchor component={Link} to={`/contacts/${contact.id}`} size="sm" underline="always">
              {contact.name ?? contact.email ?? t('contact.nameless')}
            </Anchor>
            {': '}
            {rules.map((rule) => t(`rule.${rule}`)).join(', ')}{' '}
            {mayMerge ? (
              <Button
                component={Link}
                to={`/contacts/${id}/merge/${contact.id}`}
                size="compact-xs"
                variant="default"
                ml={6}
              >
                {t('duplicates.compare')}
              </Button>
            ) : (
              t('duplicates.notYours')
            )}
            <TellApartButton one={{ id, name: null }} other={contact} size="compact-xs" ml={6} />
          </Text>
        ))}
      </Stack>
    </Alert>
  )
}

const parts = ['person', 'registrations', 'mails', 'accounts'] as const

const tableOf = {
  person: 'contact',
  registrations: 'msevtmgt_eventregistration',
  mails: 'gr_mail',
  accounts: 'gr_accountperson',
} as const

function Parts({ id, email }: { id: string; email: string }) {
  const t = useContactTexts()
  const may = useMay()
  const navigate = useNavigate()
  const [wanted] = useAddressState('tab')
  const shown = parts.filter((part) => may('Read', tableOf[part]))
  const tab = shown.find((part) => part === wanted) ?? 'person'
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) =>
        // What was searched for in one list means nothing in the next.
        void navigate({ to: `/contacts/${id}`, search: { tab: next } as never, replace: true })
      }
    >
      <Tabs.List mb="md">
        {shown.map((part) => (
          <Tabs.Tab key={part} value={part}>
            {t(`part.${part}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Suspense fallback={<PageLoading />}>
        {tab === 'person' && <Person id={id} />}
        {tab === 'registrations' && <ContactRegistrations id={id} />}
        {tab === 'mails' && <ContactMails id={id} email={email} />}
        {tab === 'accounts' && <ContactAccounts email={email} />}
      </Suspense>
    </Tabs>
  )
}

function Person({ id }: { id: string | undefined }) {
  const t = useContactTexts()
  const navigate = useNavigate()
  const custom = useCustomNames('contact')
  const columns = [...person, ...more, ...custom]
  const draft = useRecordDraft({ table: 'contact', id, columns })
  const { mayWrite } = draft
  return (
    <Stack>
      <Sheet title={t('contact.person')}>
        <RecordFields draft={draft} columns={person} disabled={!mayWrite} />
      </Sheet>
      <Sheet title={t('contact.more')}>
        <RecordFields
          draft={draft}
          columns={more}
          disabled={!mayWrite}
          notes={{ donotemail: t('contact.noMail') }}
        />
        <CustomFields draft={draft} disabled={!mayWrite} />
      </Sheet>
      {mayWrite && (
        <SaveBar
          draft={draft}
          onSaved={(saved) => void navigate({ to: `/contacts/${saved}`, replace: true })}
        />
      )}
    </Stack>
  )
}
