import { Button, Select } from '@mantine/core'
import { IconMailCog } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { shownValue } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { useMayOpen } from '../../app/needs.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useFormat } from '../../texts/format.ts'
import { useMailTexts } from './mail-texts.ts'
import { MailStateBadge, mailState, mailStates, useKindName } from './mail-words.tsx'

/** Every mail the hub wrote; what was not sent comes first. */
export function MailList() {
  const t = useMailTexts()
  const mayOpen = useMayOpen()
  const format = useFormat()
  const kindName = useKindName()
  const [state] = useAddressState('state')
  const chosen = mailStates.find((each) => each === state)
  const templates = mayOpen('/mail-templates') && (
    <Button
      component={Link}
      to="/mail-templates"
      variant="default"
      leftSection={<IconMailCog size={16} />}
    >
      {t('mails.templates')}
    </Button>
  )
  return (
    <Page fill title={t('mails.title')} note={t('mails.note')} actions={templates}>
      <RecordGrid
        label={t('mails.title')}
        rowKey="gr_mailid"
        query={{
          set: 'gr_mails',
          select: [
            'name',
            'recipient',
            'recipientname',
            'kind',
            '_eventid_value',
            'state',
            'createdon',
            'senton',
          ],
          filter: chosen === undefined ? undefined : `state eq ${mailState[chosen]}`,
          orderBy: 'state desc,createdon desc',
        }}
        searchIn={['name', 'recipient', 'recipientname']}
        filters={<StateFilter />}
        refreshEvery={30_000}
        open={(row) => `/mails/${String(row.gr_mailid)}`}
        columns={[
          { name: 'name', title: t('mail.subject') },
          { name: 'recipient', title: t('mail.to') },
          {
            name: 'state',
            title: t('mail.state'),
            show: (row) => <MailStateBadge state={Number(row.state)} />,
          },
          {
            name: 'createdon',
            title: t('mail.when'),
            show: (row) => format.dateTime(String(row.senton ?? row.createdon)),
          },
          { name: 'kind', title: t('mail.kind'), show: (row) => kindName(String(row.kind)) },
          {
            name: 'eventid',
            title: t('mail.event'),
            sort: false,
            show: (row) => shownValue(row, 'eventid'),
          },
        ]}
        empty={
          chosen === undefined ? (
            <EmptyState title={t('mails.empty')} text={t('mails.empty.text')} />
          ) : undefined
        }
      />
    </Page>
  )
}

function StateFilter() {
  const t = useMailTexts()
  const [state, setState] = useAddressState('state')
  return (
    <Select
      aria-label={t('mail.state')}
      w={150}
      allowDeselect={false}
      data={[
        { value: '', label: t('state.all') },
        ...mailStates.map((each) => ({ value: each, label: t(`state.${each}`) })),
      ]}
      value={state}
      onChange={(next) => setState(next ?? '')}
    />
  )
}
