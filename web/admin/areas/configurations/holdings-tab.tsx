/** What the account holds: people and meetings loaded into tables, and erasing a person there. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { type Configuration, settingsOptions, useAccountActs } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'
import { Synchronization } from './synchronization.tsx'

export function HoldingsTab({ account }: { readonly account: Configuration }) {
  const t = useConfigurationTexts()
  const { data: form } = useSuspenseQuery(settingsOptions(account.id))
  return (
    <Stack gap="md">
      {form.lists.length === 0 && (
        <Sheet title={t('holdings.title')}>
          <EmptyState
            title={t('holdings.none', { provider: account.providerName })}
            text={t('holdings.none.text')}
          />
        </Sheet>
      )}
      {form.lists.map((entity) => (
        <Synchronization key={entity} account={account} entity={entity} />
      ))}
      <ForgetSheet account={account} forgets={form.forgets} />
    </Stack>
  )
}

function ForgetSheet({
  account,
  forgets,
}: {
  readonly account: Configuration
  readonly forgets: boolean
}) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const acts = useAccountActs()
  const [email, setEmail] = useState('')
  const [asking, { open, close }] = useDisclosure()
  const [running, setRunning] = useState(false)
  const forget = async () => {
    setRunning(true)
    try {
      await acts.forget(account.id, email.trim())
      tellDone(t('forget.done', { email: email.trim() }))
      setEmail('')
      close()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <Sheet
      title={t('forget.title')}
      note={t(forgets ? 'forget.note' : 'forget.cannot', { provider: account.providerName })}
    >
      {forgets && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            open()
          }}
        >
          <Group align="flex-end">
            <TextInput
              type="email"
              label={t('forget.email')}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              required
              withAsterisk={false}
              w={{ base: '100%', sm: 320 }}
            />
            <Button type="submit" variant="default" color="red">
              {t('forget.act')}
            </Button>
          </Group>
        </form>
      )}
      <Modal opened={asking} onClose={close} title={t('forget.ask', { email })}>
        <Stack>
          <Text size="sm">{t('forget.ask.text', { provider: account.providerName })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {app('confirm.keep')}
            </Button>
            <Button color="red" loading={running} onClick={() => void forget()}>
              {t('forget.act')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Sheet>
  )
}
