import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useSetOf } from '../../api/tables.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { tellProblem } from '../../components/tell.tsx'
import { useFormat } from '../../texts/format.ts'
import { type Progress as Done, queryAsCsv, saveFile } from './csv.ts'
import { useQueryTexts } from './query-texts.ts'
import type { Question } from './run-query.ts'

interface CsvButtonProps {
  readonly question: Question
  readonly labels: boolean
}

/** Reads all pages, however many, and gives them as a file; can be stopped. */
export function CsvButton({ question, labels }: CsvButtonProps) {
  const said = useAppTexts()
  const setOf = useSetOf()
  const [done, setDone] = useState<Done>()
  const stop = useRef<AbortController>(undefined)
  const start = async () => {
    const control = new AbortController()
    stop.current = control
    setDone({ rows: 0, total: undefined })
    const { signal } = control
    try {
      saveFile(
        await queryAsCsv(question, { labels, signal, setOf, onProgress: setDone }),
        `query-${new Date().toISOString().slice(0, 10)}.csv`,
      )
    } catch (error) {
      if (!signal.aborted) tellProblem(said('problem.title'), error)
    } finally {
      setDone(undefined)
    }
  }
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={16} />}
        onClick={() => void start()}
      >
        {said('act.download')}
      </Button>
      {done !== undefined && <Downloading done={done} cancel={() => stop.current?.abort()} />}
    </>
  )
}

function Downloading({ done, cancel }: { readonly done: Done; readonly cancel: () => void }) {
  const t = useQueryTexts()
  const said = useAppTexts()
  const format = useFormat()
  const { rows, total } = done
  const text =
    total === undefined
      ? t('csv.rows', { rows: format.number(rows) })
      : t('csv.of', { rows: format.number(rows), total: format.number(total) })
  return (
    <Modal opened onClose={cancel} title={t('csv.title')} closeOnClickOutside={false}>
      <Stack>
        <Progress
          value={total === undefined ? 100 : (rows / Math.max(1, total)) * 100}
          animated
          aria-label={t('csv.title')}
        />
        <Group justify="space-between">
          <Text size="sm" role="status">
            {text}
          </Text>
          <Button variant="default" onClick={cancel}>
            {said('act.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
