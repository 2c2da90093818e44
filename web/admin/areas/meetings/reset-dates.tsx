import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useAppTexts } from '../../app/app-texts.ts'
import { useMeetingTexts } from './meeting-texts.ts'
import { useDateRange } from './meeting-words.tsx'
import type { ResetDate } from './meetings.ts'

/** Under the dates of the form: which changed ones would follow the series again, and to when. */
export function ResetNotice({ resets }: { readonly resets: readonly ResetDate[] }) {
  const t = useMeetingTexts()
  if (resets.length === 0) return null
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle />}
      title={t('reset.title', { count: resets.length })}
    >
      <ResetLines resets={resets} />
    </Alert>
  )
}

interface ResetQuestionProps {
  readonly opened: boolean
  readonly resets: readonly ResetDate[]
  readonly running: boolean
  readonly close: () => void
  readonly yes: () => void
}

/** The hub refused to reset dates silently: the person decides. */
export function ResetQuestion({ opened, resets, running, close, yes }: ResetQuestionProps) {
  const t = useMeetingTexts()
  const app = useAppTexts()
  return (
    <Modal opened={opened} onClose={close} title={t('reset.title', { count: resets.length })}>
      <Stack>
        <ResetLines resets={resets} />
        <Text size="sm">{t('reset.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {app('act.cancel')}
          </Button>
          <Button loading={running} onClick={yes}>
            {t('reset.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function ResetLines({ resets }: { readonly resets: readonly ResetDate[] }) {
  const t = useMeetingTexts()
  const range = useDateRange()
  return (
    <ul className="reset-lines">
      {resets.map((date) => {
        const { originalStart, becomes, state } = date
        const when = range(date)
        return (
          <li key={originalStart}>
            {becomes === null
              ? t(state === 'moved' ? 'reset.movedGone' : 'reset.cancelledGone', { when })
              : t('reset.moved', { when, usual: range(becomes) })}
          </li>
        )
      })}
    </ul>
  )
}
