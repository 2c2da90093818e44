/** Buttons of an account: Verify, switch on and off, remove. */
import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import {
  IconDots,
  IconKeyOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconShieldCheck,
  IconTrash,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { deleteRow } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { type Check, type Configuration, useAccountActs } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

interface AccountActsProps {
  readonly account: Configuration
  readonly onChecked: (check: Check) => void
}

type Question = 'deactivate' | 'delete-credentials' | 'delete'

export function AccountActs({ account, onChecked }: AccountActsProps) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const acts = useAccountActs()
  const [question, setQuestion] = useState<Question>()
  const [running, setRunning] = useState(false)
  const run = async (act: () => Promise<unknown>, said?: string) => {
    setRunning(true)
    try {
      await act()
      if (said !== undefined) tellDone(said)
      setQuestion(undefined)
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <>
      {account.active ? (
        <Button
          leftSection={<IconShieldCheck size={16} />}
          loading={running && question === undefined}
          onClick={() => void run(async () => onChecked(await acts.verify(account.id)))}
        >
          {t('act.verify')}
        </Button>
      ) : (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={running}
          onClick={() => void run(() => acts.act(account.id, 'activate'), t('said.activated'))}
        >
          {t('act.activate')}
        </Button>
      )}
      <MoreActs account={account} ask={setQuestion} />
      <Questions
        account={account}
        question={question}
        running={running}
        close={() => setQuestion(undefined)}
        run={run}
      />
    </>
  )
}

interface MoreActsProps {
  readonly account: Configuration
  readonly ask: (question: Question) => void
}

function MoreActs({ account, ask }: MoreActsProps) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const may = useMay()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={app('act.more')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {account.active && (
          <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => ask('deactivate')}>
            {t('act.deactivate')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyOff size={16} />} onClick={() => ask('delete-credentials')}>
          {t('act.deleteCredentials')}
        </Menu.Item>
        {may('Delete', 'msevtmgt_webinarconfiguration') && (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => ask('delete')}
          >
            {app('act.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

interface QuestionsProps {
  readonly account: Configuration
  readonly question: Question | undefined
  readonly running: boolean
  readonly close: () => void
  readonly run: (act: () => Promise<unknown>, said?: string) => Promise<void>
}

/** What each act leads to, said before it is done. */
function Questions({ account, question, running, close, run }: QuestionsProps) {
  const t = useConfigurationTexts()
  const app = useAppTexts()
  const acts = useAccountActs()
  const navigate = useNavigate()
  const [last, setLast] = useState<Question>('deactivate')
  if (question !== undefined && question !== last) setLast(question)
  const yes = () => {
    if (last !== 'delete') return run(() => acts.act(account.id, last), app('said.done'))
    return run(async () => {
      await deleteRow('msevtmgt_webinarconfigurations', account.id)
      await navigate({ to: '/configurations' })
      await acts.refresh()
    }, app('said.deleted'))
  }
  return (
    <Modal
      opened={question !== undefined}
      onClose={close}
      title={t(`ask.${last}`, { name: account.name })}
    >
      <Stack>
        <Text size="sm">{t(`ask.${last}.text`)}</Text>
        {account.occasions > 0 && (
          <Text size="sm" fw={600}>
            {t('ask.occasions', { count: account.occasions })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {app('confirm.keep')}
          </Button>
          <Button color="red" loading={running} onClick={() => void yes()}>
            {t(`ask.${last}.yes`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
