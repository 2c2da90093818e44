/** What programs come in with: keys that act as a user, applications with secrets of their own. */
import { Tabs } from '@mantine/core'
import { Suspense } from 'react'
import { useAddressState } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { ApplicationList } from './application-list.tsx'
import { useCredentialTexts } from './credentials-texts.ts'
import { KeyList } from './key-list.tsx'
import { NewApplicationButton } from './new-application.tsx'
import { NewKeyButton } from './new-key.tsx'

/** The buttons stand above the lists: what they show once must outlive an empty list. */
const panels = {
  keys: { list: KeyList, add: NewKeyButton },
  applications: { list: ApplicationList, add: NewApplicationButton },
} as const
const tabs = ['keys', 'applications'] as const

export function CredentialsPage() {
  const t = useCredentialTexts()
  const [chosen, choose] = useAddressState('tab')
  const tab = tabs.find((each) => each === chosen) ?? 'keys'
  const { list: Panel, add: Add } = panels[tab]
  return (
    <Page title={t('credentials.title')} note={t('credentials.note')} actions={<Add />}>
      <Tabs value={tab} onChange={(next) => choose(next === 'keys' ? '' : (next ?? ''))}>
        <Tabs.List mb="md">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === tab && (
              <Suspense fallback={<PageLoading />}>
                <Panel />
              </Suspense>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
