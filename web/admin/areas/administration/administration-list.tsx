import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Table,
  Text,
} from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { type Row, shownValue } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { useFormat } from '../../texts/format.ts'
import { table, useAdministrations, yes } from './administration.ts'
import { useAdministrationTexts } from './administration-texts.ts'

export function AdministrationList() {
  const t = useAdministrationTexts()
  const may = useMay()
  const rows = useAdministrations()
  const [view, setView] = useAddressState('view')
  const isActiveView = view !== 'inactive'
  const shown = rows.filter(({ statecode }) => (statecode === 0) === isActiveView)
  const demo = rows.some(isDemo)
  const add = may('Create', table) && (
    <Button component={Link} to="/administration/new" leftSection={<IconPlus size={16} />}>
      {t('list.new')}
    </Button>
  )
  return (
    <Page title={t('list.title')} note={t('list.note')} actions={add}>
      <Stack gap="md">
        {demo && (
          <Alert
            color="red.9"
            variant="filled"
            role="alert"
            icon={<IconAlertTriangle />}
            title={t('demo.on')}
          >
            {t('demo.danger')}
          </Alert>
        )}
        <Group>
          <SegmentedControl
            aria-label={t('list.view')}
            data={[
              { value: 'active', label: t('list.active') },
              { value: 'inactive', label: t('list.inactive') },
            ]}
            value={isActiveView ? 'active' : 'inactive'}
            onChange={(next) => setView(next === 'inactive' ? 'inactive' : '')}
          />
        </Group>
        {shown.length > 0 ? (
          <Records rows={shown} />
        ) : (
          <div className="sheet">
            <EmptyState
              title={t(isActiveView ? 'list.empty' : 'list.emptyInactive')}
              text={t(isActiveView ? 'list.empty.text' : 'list.emptyInactive.text')}
              action={isActiveView && add}
            />
          </div>
        )}
      </Stack>
    </Page>
  )
}

const isDemo = (row: Row) => row.statecode === 0 && row.msevtmgt_enablefinalizationendpoints === yes

function Records({ rows }: { readonly rows: readonly Row[] }) {
  const t = useAdministrationTexts()
  const format = useFormat()
  return (
    <div className="sheet">
      <Table verticalSpacing="sm" aria-label={t('list.title')}>
        <Table.Thead visibleFrom="sm">
          <Table.Tr>
            <Table.Th>{t('field.name')}</Table.Th>
            <Table.Th>{t('field.matching')}</Table.Th>
            <Table.Th>{t('field.duplicates')}</Table.Th>
            <Table.Th>{t('field.changed')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={String(row.msevtmgt_eventadministrationid)}>
              <Table.Td>
                <Group gap="xs">
                  <Anchor
                    component={Link}
                    to={`/administration/${String(row.msevtmgt_eventadministrationid)}`}
                    fw={600}
                  >
                    {String(row.msevtmgt_name)}
                  </Anchor>
                  {row.msevtmgt_enablefinalizationendpoints === yes && (
                    <Badge color="red">{t('demo.badge')}</Badge>
                  )}
                </Group>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                {shownValue(row, 'msevtmgt_contactmatchingstrategy')}
              </Table.Td>
              <Table.Td visibleFrom="sm">{shownValue(row, 'gr_duplicateregistrations')}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Text size="sm" c="dimmed">
                  {format.fromNow(String(row.modifiedon))}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
