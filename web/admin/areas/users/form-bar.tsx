import { Button, Group } from '@mantine/core'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellDone } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { useSending } from '../../components/use-sending.ts'

interface FormBarProps {
  readonly dirty: boolean
  readonly save: () => Promise<unknown>
  readonly reset: () => void
}

/** Save and discard; asks before typed things get lost. */
export function FormBar({ dirty, save, reset }: FormBarProps) {
  const t = useAppTexts()
  const { sending, send } = useSending()
  return (
    <Group gap="xs">
      <UnsavedGuard dirty={dirty && !sending} />
      <Button
        loading={sending}
        disabled={!dirty}
        onClick={() =>
          void send(async () => {
            await save()
            tellDone(t('said.saved'))
          })
        }
      >
        {t('act.save')}
      </Button>
      {dirty && (
        <Button variant="default" onClick={reset}>
          {t('act.discard')}
        </Button>
      )}
    </Group>
  )
}
