import { Group, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { useBinTexts } from './bin-texts.ts'
import { type Bin, useBinActs } from './bins.ts'

interface AnswerFormProps {
  readonly bin: Bin
  readonly close: () => void
}

const longestDelayMs = 65_000

/** Lets the bin fail or dawdle, to see what becomes of deliveries then. */
export function AnswerForm({ bin, close }: AnswerFormProps) {
  const t = useBinTexts()
  const app = useAppTexts()
  const acts = useBinActs()
  const [status, setStatus] = useState<number | ''>(bin.answer.status)
  const [delayMs, setDelay] = useState<number | ''>(bin.answer.delayMs)
  const [times, setTimes] = useState<number | ''>(bin.answer.times || '')
  const [retryAfter, setRetryAfter] = useState(bin.answer.retryAfter ?? '')
  const save = async () => {
    await acts.answerWith(bin.id, {
      status: status === '' ? 200 : status,
      delayMs: delayMs === '' ? 0 : delayMs,
      ...(retryAfter === '' ? {} : { retryAfter }),
      ...(times === '' ? {} : { times }),
    })
    close()
  }
  const number = (next: string | number) => (next === '' ? '' : Number(next))
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t('answer.status')}
          min={200}
          max={599}
          allowDecimal={false}
          value={status}
          onChange={(next) => setStatus(number(next))}
        />
        <NumberInput
          label={t('answer.delay')}
          min={0}
          max={longestDelayMs}
          allowDecimal={false}
          value={delayMs}
          onChange={(next) => setDelay(number(next))}
        />
        <NumberInput
          label={t('answer.for')}
          description={t('answer.for.text')}
          min={1}
          allowDecimal={false}
          value={times}
          onChange={(next) => setTimes(number(next))}
        />
        <TextInput
          label="Retry-After"
          description={t('answer.retryAfter')}
          maxLength={100}
          value={retryAfter}
          onChange={(event) => setRetryAfter(event.currentTarget.value)}
        />
      </SimpleGrid>
      <Group justify="flex-end">
        <ActButton act={save} said={app('said.saved')}>
          {app('act.save')}
        </ActButton>
      </Group>
    </Stack>
  )
}
