/** What the provider told about the account, who is signed in, and the consent. */
import { Alert, Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActButton } from '../../components/act-button.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { AccountStatus } from './account-status.tsx'
import { type Configuration, choicesOptions, signInsOptions, useAccountActs } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { TermsLink } from './setting-fields.tsx'
import { SignInPanel, useSignInWindow } from './sign-in.tsx'

interface OverviewProps {
  readonly account: Configuration
  readonly mayWrite: boolean
}

export function AccountOverview({ account, mayWrite }: OverviewProps) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <ServiceFacts account={account} />
      <Stack gap="md">
        <ConsentSheet account={account} mayWrite={mayWrite} />
        <SignInSheets account={account} mayWrite={mayWrite} />
      </Stack>
    </SimpleGrid>
  )
}

function ServiceFacts({ account }: { readonly account: Configuration }) {
  const t = useConfigurationTexts()
  const format = useFormat()
  const { lastUpdate, webinarTypes } = account
  return (
    <Sheet title={t('overview.service')}>
      <Facts
        of={[
          [
            t('fact.provider'),
            <Anchor
              key="provider"
              component={Link}
              to={`/configurations/providers/${account.providerId}`}
              inherit
            >
              {account.providerName}
            </Anchor>,
          ],
          [t('fact.status'), <AccountStatus key="status" account={account} />],
          [
            t('fact.message'),
            account.message === null ? (
              t('fact.none')
            ) : (
              <ServerText key="message" text={account.message} />
            ),
          ],
          [
            t('fact.lastMetrics'),
            lastUpdate === null ? t('fact.never') : format.dateTime(lastUpdate),
          ],
          [t('fact.terms'), address(account.termsOfService) ?? t('fact.none')],
          [t('fact.privacy'), address(account.privacyPolicy) ?? t('fact.none')],
          [t('fact.types'), webinarTypes.map(fromServer).join(', ')],
          [t('fact.occasions'), format.number(account.occasions)],
        ]}
      />
    </Sheet>
  )
}

function address(text: string | null) {
  if (text === null) return undefined
  return <TermsLink href={text} label={text.replace(/^https?:\/\//, '').replace(/\/$/, '')} />
}

function ConsentSheet({ account, mayWrite }: OverviewProps) {
  const t = useConfigurationTexts()
  const format = useFormat()
  const acts = useAccountActs()
  const { consentOn, consentBy, providerName } = account
  if (consentOn !== null) {
    return (
      <Sheet title={t('consent.title')}>
        <Text size="sm">
          {consentBy === null
            ? t('consent.given', { date: format.date(consentOn) })
            : t('consent.givenBy', { name: consentBy, date: format.date(consentOn) })}
        </Text>
      </Sheet>
    )
  }
  return (
    <Alert color="yellow" title={t('consent.title')} role="alert">
      <Stack gap="sm">
        <Text size="sm">{t('consent.prompt', { provider: providerName })}</Text>
        <Group gap="sm">
          {account.termsOfService !== null && (
            <TermsLink href={account.termsOfService} label={t('fact.terms')} />
          )}
          {account.privacyPolicy !== null && (
            <TermsLink href={account.privacyPolicy} label={t('fact.privacy')} />
          )}
        </Group>
        {mayWrite && (
          <Group>
            <ActButton act={() => acts.consent(account.providerId)}>
              {t('consent.accept')}
            </ActButton>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

function SignInSheets({ account, mayWrite }: OverviewProps) {
  const t = useConfigurationTexts()
  const acts = useAccountActs()
  const { data: signIns } = useSuspenseQuery(signInsOptions(account.id))
  const { data: choices } = useSuspenseQuery(choicesOptions)
  const provider = choices.find(({ id }) => id === account.adapter)?.signInName ?? account.adapter
  const refresh = { onSignedIn: () => void acts.refresh() }
  const service = useSignInWindow(account.id, 'account', refresh)
  const own = useSignInWindow(account.id, 'action', refresh)
  return (
    <>
      {signIns.service !== null && (
        <Sheet title={t('signIn.account')} note={t('signIn.account.note')}>
          <SignInPanel
            signIn={signIns.service}
            provider={provider}
            window={service}
            primary
            disabled={!mayWrite || !account.active}
          />
        </Sheet>
      )}
      {signIns.action !== null && (
        <Sheet title={t('signIn.own')} note={t('signIn.own.note')}>
          <SignInPanel
            signIn={signIns.action}
            provider={provider}
            window={own}
            disabled={!account.active}
          />
        </Sheet>
      )}
    </>
  )
}
