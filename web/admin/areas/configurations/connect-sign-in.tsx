/** The step in which a person signs in at the provider. */
import { Anchor, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { type Check, type ProviderChoice, signInsOptions, useAccountActs } from './accounts.ts'
import { CheckAlert } from './check-alert.tsx'
import { useConfigurationTexts } from './configuration-texts.ts'
import { ProviderLogo } from './provider-logo.tsx'
import { SignInPanel, useSignInWindow } from './sign-in.tsx'

interface ConnectSignInProps {
  readonly choice: ProviderChoice
  readonly account: string
  readonly onDone: () => void
  /** To the fields, with why the sign-in was refused. */
  readonly onBack: (problem: string | undefined) => void
}

export function ConnectSignIn({ choice, account, onDone, onBack }: ConnectSignInProps) {
  const t = useConfigurationTexts()
  const acts = useAccountActs()
  const { data: signIns } = useSuspenseQuery(signInsOptions(account))
  const [check, setCheck] = useState<Check>()
  const [problem, setProblem] = useState<unknown>()
  const finish = async () => {
    try {
      const found = await acts.verify(account)
      if (found.status === 'healthy') onDone()
      else setCheck(found)
    } catch (error) {
      setProblem(error)
    }
  }
  const popUp = useSignInWindow(account, 'account', {
    onSignedIn: () => void finish(),
    onRefused: onBack,
  })
  return (
    <Sheet
      title={t('connect.signIn.title', { provider: choice.signInName })}
      actions={<ProviderLogo src={choice.logo} size={32} />}
    >
      <Stack gap="md" maw="65ch">
        <Text size="sm">{t('connect.signIn.text', { provider: choice.signInName })}</Text>
        <ProblemAlert error={problem} />
        {check !== undefined && <CheckAlert check={check} />}
        {signIns.service !== null && (
          <SignInPanel
            signIn={signIns.service}
            provider={choice.signInName}
            window={popUp}
            primary
          />
        )}
        <Anchor component="button" type="button" size="sm" onClick={() => onBack(undefined)}>
          {t('connect.back')}
        </Anchor>
      </Stack>
    </Sheet>
  )
}
