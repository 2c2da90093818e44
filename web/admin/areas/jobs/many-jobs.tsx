/** One act on many jobs: those that are ticked, or all that the list shows; with progress. */
import { Button, Group, Menu, Modal, Progress, Stack, Text } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { useRef, useState } from 'react'
import { literal } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ProblemAlert } from '../../components/page-problem.tsx'
import { type JobTextKey, useJobTexts } from './job-texts.ts'
import {
  type Act,
  actsFor,
  changeMany,
  filterOf,
  type JobChoice,
  useReadJobsAgain,
} from './jobs.ts'

interface ManyJobsProps {
  readonly choice: JobChoice
  /** Left out: all that match. */
  readonly ids?: readonly string[]
  readonly done?: () => void
}

export function ManyJobs({ choice, ids, done }: ManyJobsProps) {
  const t = useJobTexts()
  const [act, setAct] = useState<Act>()
  const acts = actsFor(choice.status)
  const readAgain = useReadJobsAgain()
  // Not before: rows that leave the list would take this question with them.
  const close = () => {
    setAct(undefined)
    done?.()
    void readAgain()
  }
  return (
    <>
      {acts.length === 0 ? null : ids === undefined ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} />}>
              {t('many.all')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {acts.map((each) => (
              <Menu.Item key={each} onClick={() => setAct(each)}>
                {t(`many.${each}` as JobTextKey)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        acts.map((each) => (
          <Button key={each} size="xs" variant="default" onClick={() => setAct(each)}>
            {t(`act.${each}` as JobTextKey)}
          </Button>
        ))
      )}
      {act !== undefined && <Run act={act} choice={choice} ids={ids} close={close} />}
    </>
  )
}

interface RunProps extends Pick<ManyJobsProps, 'choice'> {
  readonly act: Act
  readonly ids: readonly string[] | undefined
  readonly close: () => void
}

interface Progressed {
  readonly changed: number
  readonly refused: number
  readonly state: 'running' | 'stopped' | 'done'
}

function Run({ act, choice, ids, close }: RunProps) {
  const t = useJobTexts()
  const app = useAppTexts()
  const [until, setUntil] = useState(dayjs().add(1, 'hour').format('YYYY-MM-DD HH:mm:ss'))
  const total = useTotal(choice, ids)
  const { progress, error, run, stop } = useRun(act, choice, ids, until)
  const gone = (progress?.changed ?? 0) + (progress?.refused ?? 0)
  const running = progress?.state === 'running'
  return (
    <Modal
      opened
      onClose={running ? () => undefined : close}
      withCloseButton={!running}
      title={t(`many.${act}` as JobTextKey)}
    >
      <Stack>
        {progress === undefined ? (
          <Text size="sm">{t(`many.${act}.text` as JobTextKey, { count: total })}</Text>
        ) : (
          <>
            <Progress
              value={total === 0 ? 100 : (100 * gone) / total}
              animated={running}
              aria-label={t('many.progress')}
            />
            <Text size="sm" role="status">
              {t('many.changed', { count: progress.changed })}{' '}
              {progress.refused > 0 && t('many.refused', { count: progress.refused })}
            </Text>
          </>
        )}
        {act === 'postpone' && progress === undefined && (
          <DateTimePicker
            label={t('postpone.until')}
            valueFormat="lll"
            value={until}
            onChange={(next) => next !== null && setUntil(next)}
          />
        )}
        <ProblemAlert error={error} />
        <Group justify="flex-end">
          {running && (
            <Button variant="default" onClick={stop}>
              {t('many.stop')}
            </Button>
          )}
          {progress === undefined && (
            <>
              <Button variant="default" onClick={close} data-autofocus>
                {app(act === 'cancel' ? 'confirm.keep' : 'act.cancel')}
              </Button>
              <Button
                disabled={total === 0}
                color={act === 'cancel' ? 'red' : undefined}
                onClick={() => void run()}
              >
                {t((act === 'cancel' ? 'many.cancel' : `act.${act}`) as JobTextKey)}
              </Button>
            </>
          )}
          {progress !== undefined && !running && (
            <Button onClick={close}>{app('act.close')}</Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

/** How many there are when it begins; others may come or go meanwhile. */
function useTotal(choice: JobChoice, ids: readonly string[] | undefined): number {
  const words = (choice.name ?? '').split(/\s+/).filter(Boolean)
  const named = words.map((word) => `contains(name,${literal(word)})`)
  const filter = [filterOf(choice), ...named].filter(Boolean).join(' and ')
  const { data = 0 } = useQuery({
    queryKey: ['jobs', 'total', filter],
    queryFn: async ({ signal }) => {
      const where = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`
      const address = `/api/data/v9.2/asyncoperations?$select=name&$top=1&$count=true${where}`
      return (await request<{ '@odata.count': number }>(address, { signal }))['@odata.count']
    },
    enabled: ids === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return ids?.length ?? data
}

function useRun(act: Act, choice: JobChoice, ids: readonly string[] | undefined, until: string) {
  const [progress, setProgress] = useState<Progressed>()
  const [error, setError] = useState<unknown>()
  const stopped = useRef(false)
  const run = async () => {
    let [changed, refused] = [0, 0]
    let after: string | undefined
    const time = act === 'postpone' ? { until: dayjs(until).toISOString() } : {}
    setProgress({ changed, refused, state: 'running' })
    try {
      do {
        const what = ids === undefined ? { matching: choice } : { ids }
        const part = await changeMany({ act, ...what, ...time, ...(after && { after }) })
        changed += part.changed
        refused += part.refused
        after = part.next
        setProgress({ changed, refused, state: 'running' })
      } while (after !== undefined && !stopped.current)
    } catch (problem) {
      setError(problem)
    }
    setProgress({ changed, refused, state: after === undefined ? 'done' : 'stopped' })
  }
  return { progress, error, run, stop: () => (stopped.current = true) }
}
