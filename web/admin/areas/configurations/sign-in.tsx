/** Signing in at a provider: a window of its own, whose result page tells this one. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { ServerText } from '../../server-words/server-text.tsx'
import type { SignIn } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

/** What the result page of the pop-up says: it posts one of these to who opened it. */
const signedIn = 'greenroom:signed-in'
const refused = 'greenroom:sign-in-refused '

interface PopUp {
  /** Opens the provider's page; has to be called by a click, or browsers stop it. */
  readonly open: () => void
  /** The browser did not let the window open. */
  readonly blocked: boolean
  /** What the provider or the hub said no with. */
  readonly problem: string | undefined
}

export function useSignInWindow(
  id: string,
  purpose: 'account' | 'action',
  o: { readonly onSignedIn: () => void; readonly onRefused?: (problem: string) => void },
): PopUp {
  const [blocked, setBlocked] = useState(false)
  const [problem, setProblem] = useState<string>()
  const opened = useRef<Window | null>(null)
  const hear = useEffectEvent((event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin || typeof event.data !== 'string') return
    if (event.source !== opened.current) return
    if (event.data === signedIn) {
      opened.current?.close()
      setProblem(undefined)
      o.onSignedIn()
    } else if (event.data.startsWith(refused)) {
      const sentence = event.data.slice(refused.length)
      opened.current?.close()
      setProblem(sentence)
      o.onRefused?.(sentence)
    }
  })
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>) => hear(event)
    window.addEventListener('message', listen)
    return () => window.removeEventListener('message', listen)
  }, [])
  const open = () => {
    const page = purpose === 'account' ? 'authenticate' : 'authenticate-me'
    const address = `/admin/configurations/${id}/${page}`
    opened.current = window.open(address, 'greenroom-sign-in', 'popup,width=560,height=720')
    setBlocked(opened.current === null)
  }
  return { open, blocked, problem }
}

interface SignInPanelProps {
  readonly signIn: SignIn
  /** Whose page opens. */
  readonly provider: string
  readonly window: PopUp
  /** It is what to do next. */
  readonly primary?: boolean
  readonly disabled?: boolean
}

export function SignInPanel(props: SignInPanelProps) {
  const { signIn, provider, window, primary = false, disabled = false } = props
  const t = useConfigurationTexts()
  const isIn = signIn.state === 'authorized'
  return (
    <Stack gap="xs">
      {window.problem !== undefined && (
        <Alert color="red" role="alert" title={t('signIn.refused')}>
          <ServerText text={window.problem} />
        </Alert>
      )}
      {window.blocked && (
        <Alert color="yellow" role="alert" title={t('signIn.blocked')}>
          {t('signIn.blocked.text')}
        </Alert>
      )}
      {!isIn && signIn.state !== 'not-authorized' && (
        <Alert color="yellow" role="alert">
          {t(signIn.state === 'token-expired' ? 'signIn.expired' : 'signIn.changed')}
        </Alert>
      )}
      <Group gap="sm">
        <Button
          variant={isIn || !primary ? 'default' : 'filled'}
          rightSection={<IconExternalLink size={16} />}
          onClick={window.open}
          disabled={disabled}
        >
          {t(isIn ? 'signIn.again' : 'signIn.button', { provider })}
        </Button>
        {isIn && (
          <Text size="sm" c="dimmed">
            {signIn.accountName === undefined
              ? t('signIn.in')
              : t('signIn.inAs', { name: signIn.accountName })}
          </Text>
        )}
      </Group>
    </Stack>
  )
}
