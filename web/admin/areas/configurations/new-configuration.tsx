/** Connecting an account: choose the provider, fill in, sign in where it is needed, done. */
import { Group, SimpleGrid, Stack, Stepper, Text, UnstyledButton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddressState } from '../../app/address.ts'
import { Page } from '../../components/page.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { choicesOptions, type ProviderChoice } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { ConnectDone } from './connect-done.tsx'
import { ConnectForm } from './connect-form.tsx'
import { ConnectSignIn } from './connect-sign-in.tsx'
import { ProviderLogo } from './provider-logo.tsx'

export function NewConfiguration() {
  const t = useConfigurationTexts()
  const { data: choices } = useSuspenseQuery(choicesOptions)
  const [provider] = useAddressState('provider')
  const chosen = choices.find(({ id }) => id === provider)
  return (
    <Page
      title={t('new.title')}
      note={chosen === undefined ? t('new.note') : undefined}
      trail={[{ label: t('list.title'), to: '/configurations' }]}
    >
      {chosen === undefined ? (
        <ProviderCards choices={choices} />
      ) : (
        <Connect key={chosen.id} choice={chosen} />
      )}
    </Page>
  )
}

function ProviderCards({ choices }: { readonly choices: readonly ProviderChoice[] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      {choices.map(({ id, name, description, logo }) => (
        <UnstyledButton
          key={id}
          className="sheet choice-card"
          p="md"
          renderRoot={(props) => (
            <Link to="/configurations/new" search={{ provider: id } as never} {...props} />
          )}
        >
          <Group wrap="nowrap" align="flex-start">
            <ProviderLogo src={logo} size={44} />
            <Stack gap={2}>
              <Text fw={600}>{fromServer(name)}</Text>
              <Text size="sm" c="dimmed">
                <ServerText text={description} />
              </Text>
            </Stack>
          </Group>
        </UnstyledButton>
      ))}
    </SimpleGrid>
  )
}

/** The account's id stands in the address as soon as there is one, so that a reload goes on. */
function Connect({ choice }: { readonly choice: ProviderChoice }) {
  const t = useConfigurationTexts()
  const [account, setAccount] = useAddressState('account')
  const [stage, setStage] = useState<'fill' | 'sign-in' | 'done'>('fill')
  const [fault, setFault] = useState<string>()
  const signsIn = choice.auth === 'authorize' || stage === 'sign-in'
  const steps = signsIn ? (['fill', 'sign-in', 'done'] as const) : (['fill', 'done'] as const)
  return (
    <Stack gap="lg">
      <Stepper
        active={
          stage === 'done' ? steps.length + 1 : 1 + (steps as readonly string[]).indexOf(stage)
        }
        size="sm"
        allowNextStepsSelect={false}
      >
        <Stepper.Step label={t('step.provider')} />
        <Stepper.Step label={t('step.account')} />
        {signsIn && <Stepper.Step label={t('step.signIn')} />}
        <Stepper.Step label={t('step.done')} />
      </Stepper>
      {stage === 'fill' && (
        <ConnectForm
          choice={choice}
          account={account === '' ? undefined : account}
          fault={fault}
          onCreated={setAccount}
          onSaved={(next) => {
            setFault(undefined)
            setStage(next)
          }}
        />
      )}
      {stage === 'sign-in' && (
        <ConnectSignIn
          choice={choice}
          account={account}
          onDone={() => setStage('done')}
          onBack={(problem) => {
            setFault(problem)
            setStage('fill')
          }}
        />
      )}
      {stage === 'done' && <ConnectDone choice={choice} account={account} />}
    </Stack>
  )
}
