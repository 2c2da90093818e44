/** One account: how it is, its credentials, how it is called, what was called, what it holds. */
import { Badge, Group, Tabs } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useAddressState, useParameter } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { AccountActs } from './account-acts.tsx'
import { AccountOverview } from './account-overview.tsx'
import { AccountStatus } from './account-status.tsx'
import { type Check, configurationOptions } from './accounts.ts'
import { CheckAlert } from './check-alert.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'
import { ConnectionTab } from './connection-tab.tsx'
import { CredentialsTab } from './credentials-tab.tsx'
import { HoldingsTab } from './holdings-tab.tsx'
import { ProviderLogo } from './provider-logo.tsx'
import { RequestsTab } from './requests-tab.tsx'

export function ConfigurationPage() {
  const t = useConfigurationTexts()
  const may = useMay()
  const id = useParameter('configurationId')
  const { data: account } = useSuspenseQuery(configurationOptions(id))
  const [tab, setTab] = useAddressState('tab')
  const [check, setCheck] = useState<Check>()
  const mayWrite = may('Update', 'msevtmgt_webinarconfiguration')
  const tabs = mayWrite
    ? (['overview', 'credentials', 'connection', 'requests', 'holdings'] as const)
    : (['overview'] as const)
  return (
    <Page
      title={account.name}
      trail={[{ label: t('list.title'), to: '/configurations' }]}
      badge={
        <Group gap="xs">
          <ProviderLogo src={account.logo} />
          <AccountStatus account={account} />
          {!account.active && <Badge color="gray">{t('fact.inactive')}</Badge>}
        </Group>
      }
      actions={mayWrite && <AccountActs account={account} onChecked={setCheck} />}
    >
      {check !== undefined && <CheckAlert check={check} />}
      <Tabs
        value={tab || 'overview'}
        onChange={(next) => setTab(next === 'overview' ? '' : (next ?? ''))}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <AccountOverview account={account} mayWrite={mayWrite} />
        </Tabs.Panel>
        {mayWrite && (
          <>
            <Tabs.Panel value="credentials">
              <CredentialsTab account={account} />
            </Tabs.Panel>
            <Tabs.Panel value="connection">
              <ConnectionTab id={id} />
            </Tabs.Panel>
            <Tabs.Panel value="requests">
              <RequestsTab id={id} />
            </Tabs.Panel>
            <Tabs.Panel value="holdings">
              <HoldingsTab account={account} />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </Page>
  )
}
