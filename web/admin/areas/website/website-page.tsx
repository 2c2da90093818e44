/** For developers of event websites: applications that may call, and what answers hold. */
import { Badge, Box, Button, Tabs } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import type { Row } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { useWebsiteTexts } from './website-texts.ts'

const tables = {
  applications: 'msevtmgt_webapplication',
  tables: 'msevtmgt_websiteentityconfiguration',
} as const

export function WebsitePage() {
  const t = useWebsiteTexts()
  const may = useMay()
  const [view, setView] = useAddressState('view')
  const shown = view === 'tables' ? 'tables' : 'applications'
  const add = may('Create', tables[shown]) && (
    <Button component={Link} to={`/website/${shown}/new`} leftSection={<IconPlus size={16} />}>
      {t(`new.${shown}`)}
    </Button>
  )
  return (
    <Page fill title={t('website.title')} note={t(`note.${shown}`)} actions={add}>
      <Tabs value={shown} onChange={(next) => setView(next === 'tables' ? 'tables' : '')}>
        <Tabs.List>
          <Tabs.Tab value="applications">{t('applications.title')}</Tabs.Tab>
          <Tabs.Tab value="tables">{t('tables.title')}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      <Box display="flex" flex={1} mih={320} style={{ flexDirection: 'column' }}>
        {shown === 'applications' ? <Applications add={add} /> : <TableConfigurations add={add} />}
      </Box>
    </Page>
  )
}

interface ListProps {
  readonly add: React.ReactNode
}

function Applications({ add }: ListProps) {
  const t = useWebsiteTexts()
  return (
    <RecordGrid
      key="applications"
      label={t('applications.title')}
      rowKey="msevtmgt_webapplicationid"
      query={{
        set: 'msevtmgt_webapplications',
        select: ['msevtmgt_name', 'msevtmgt_origin', 'statecode'],
        orderBy: 'msevtmgt_name',
      }}
      open={(row) => `/website/applications/${String(row.msevtmgt_webapplicationid)}`}
      columns={[
        { name: 'msevtmgt_name', title: t('field.name') },
        { name: 'msevtmgt_origin', title: t('field.origin') },
        { name: 'statecode', title: t('field.state'), show: (row) => <State row={row} /> },
      ]}
      empty={
        <EmptyState
          title={t('applications.empty')}
          text={t('applications.empty.text')}
          action={add}
        />
      }
    />
  )
}

function TableConfigurations({ add }: ListProps) {
  const t = useWebsiteTexts()
  return (
    <RecordGrid
      key="tables"
      label={t('tables.title')}
      rowKey="msevtmgt_websiteentityconfigurationid"
      query={{
        set: 'msevtmgt_websiteentityconfigurations',
        select: [
          'msevtmgt_name',
          'msevtmgt_selectedentity',
          'msevtmgt_selectedfields',
          'statecode',
        ],
        orderBy: 'msevtmgt_name',
      }}
      open={(row) => `/website/tables/${String(row.msevtmgt_websiteentityconfigurationid)}`}
      columns={[
        { name: 'msevtmgt_name', title: t('field.name') },
        { name: 'msevtmgt_selectedentity', title: t('field.table') },
        {
          name: 'msevtmgt_selectedfields',
          title: t('field.columns'),
          show: (row) => <span className="code">{namesOf(row).join(', ')}</span>,
          sort: false,
        },
        { name: 'statecode', title: t('field.state'), show: (row) => <State row={row} /> },
      ]}
      empty={<EmptyState title={t('tables.empty')} text={t('tables.empty.text')} action={add} />}
    />
  )
}

function State({ row }: { readonly row: Row }) {
  const t = useWebsiteTexts()
  const isActive = row.statecode === 0
  return (
    <Badge variant="light" color={isActive ? 'green' : 'gray'}>
      {t(isActive ? 'state.active' : 'state.inactive')}
    </Badge>
  )
}

function namesOf({ msevtmgt_selectedfields: text }: Row): readonly string[] {
  try {
    const names: unknown = JSON.parse(String(text ?? '[]'))
    return Array.isArray(names) ? names.map(String) : []
  } catch {
    return []
  }
}
