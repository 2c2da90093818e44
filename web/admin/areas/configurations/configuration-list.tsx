import { Anchor, Badge, Box, Button, Group, Table, Tabs, Text } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../api/me.ts'
import { useAddressState } from '../../app/address.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { AccountStatus } from './account-status.tsx'
import { type Configuration, configurationsOptions } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { ProviderList } from './provider-list.tsx'
import { ProviderLogo } from './provider-logo.tsx'

export function ConfigurationList() {
  const t = useConfigurationTexts()
  const may = useMay()
  const [view, setView] = useAddressState('view')
  const connect = may('Create', 'msevtmgt_webinarconfiguration') && (
    <Button component={Link} to="/configurations/new" leftSection={<IconPlus size={16} />}>
      {t('list.connect')}
    </Button>
  )
  return (
    <Page title={t('list.title')} note={t('list.note')} actions={connect}>
      <Tabs value={view || 'accounts'} onChange={(next) => setView(next ?? '')} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="accounts">{t('list.accounts')}</Tabs.Tab>
          <Tabs.Tab value="providers">{t('list.providers')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <Accounts connect={connect} />
        </Tabs.Panel>
        <Tabs.Panel value="providers">
          <ProviderList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Accounts({ connect }: { readonly connect: React.ReactNode }) {
  const t = useConfigurationTexts()
  const { data } = useSuspenseQuery(configurationsOptions)
  if (data.length === 0) {
    return (
      <div className="sheet">
        <EmptyState
          title={t('list.empty')}
          text={t('list.empty.text')}
          icon={<IconPlugConnected size={26} stroke={1.5} />}
          action={connect}
        />
      </div>
    )
  }
  return (
    <Table.ScrollContainer minWidth={0} className="sheet">
      <Table highlightOnHover verticalSpacing="sm" aria-label={t('list.accounts')}>
        <Table.Thead visibleFrom="sm">
          <Table.Tr>
            <Table.Th>{t('fact.account')}</Table.Th>
            <Table.Th>{t('fact.status')}</Table.Th>
            <Table.Th>{t('fact.message')}</Table.Th>
            <Table.Th>{t('fact.lastMetrics')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((each) => (
            <AccountRow key={each.id} account={each} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function AccountRow({ account }: { readonly account: Configuration }) {
  const t = useConfigurationTexts()
  const format = useFormat()
  return (
    <Table.Tr>
      <Table.Td>
        <Group wrap="nowrap" gap="sm">
          <ProviderLogo src={account.logo} size={32} />
          <div>
            <Group gap={6}>
              <Anchor component={Link} to={`/configurations/${account.id}`} fw={600}>
                {account.name}
              </Anchor>
              {!account.active && <Badge color="gray">{t('fact.inactive')}</Badge>}
            </Group>
            <Text size="xs" c="dimmed">
              {account.providerName}
            </Text>
            <Box hiddenFrom="sm" mt={4}>
              <AccountStatus account={account} />
            </Box>
          </div>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <AccountStatus account={account} />
      </Table.Td>
      <Table.Td visibleFrom="sm" maw={380}>
        <Text size="sm" lineClamp={2}>
          <ServerText text={account.message ?? ''} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {account.lastUpdate === null ? t('fact.never') : format.fromNow(account.lastUpdate)}
      </Table.Td>
    </Table.Tr>
  )
}
