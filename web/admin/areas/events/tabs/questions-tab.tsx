import { ActionIcon, Button, Drawer, Group, Stack, Switch, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useMay } from '../../../api/me.ts'
import {
  createRow,
  deleteRow,
  type Row,
  rowsOptions,
  shownValue,
  updateRow,
} from '../../../api/records.ts'
import { useAppTexts } from '../../../app/app-texts.ts'
import { ActButton } from '../../../components/act-button.tsx'
import { LookupField } from '../../../components/lookup-field.tsx'
import { PageLoading } from '../../../components/page-loading.tsx'
import { type Reference, useRecordDraft } from '../../../components/record-draft.ts'
import { RecordFields } from '../../../components/record-form.tsx'
import { Sheet } from '../../../components/sheet.tsx'
import { tellProblem } from '../../../components/tell.tsx'
import { useReadAgain } from '../event-overview.ts'
import { useEventTexts } from '../event-texts.ts'
import type { TabProps } from '../tabs.ts'

const set = 'msevtmgt_eventcustomregistrationfields'
const table = 'msevtmgt_eventcustomregistrationfield'
const questionTable = 'msevtmgt_customregistrationfield'

/** What people are asked when they register, in which order, and what they must answer. */
export function QuestionsTab({ eventId }: TabProps) {
  const t = useEventTexts()
  const may = useMay()
  const [adding, { open, close }] = useDisclosure()
  const { data: rows } = useSuspenseQuery(
    rowsOptions({
      set,
      select: ['msevtmgt_order', 'gr_isrequired'],
      expand: `${questionTable}($select=msevtmgt_text,msevtmgt_type,msevtmgt_choices,msevtmgt_isrequired)`,
      filter: `_msevtmgt_event_value eq ${eventId} and statecode eq 0`,
      orderBy: 'msevtmgt_order,createdon',
    }),
  )
  return (
    <Stack maw={860}>
      <Sheet
        title={t('tab.questions')}
        note={t(rows.length === 0 ? 'questions.empty' : 'questions.note')}
        actions={
          may('Create', table) && (
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={open}>
              {t('questions.add')}
            </Button>
          )
        }
      >
        <ol className="questions">
          {rows.map((row, index) => (
            <Question key={String(row[`${table}id`])} row={row} rows={rows} index={index} />
          ))}
        </ol>
      </Sheet>
      <Drawer position="right" size="lg" opened={adding} onClose={close} title={t('questions.add')}>
        {adding && (
          <Suspense fallback={<PageLoading />}>
            <AddQuestion eventId={eventId} order={rows.length + 1} close={close} />
          </Suspense>
        )}
      </Drawer>
    </Stack>
  )
}

interface QuestionProps {
  readonly row: Row
  readonly rows: readonly Row[]
  readonly index: number
}

const questionOf = (row: Row) => (row[questionTable] ?? {}) as Row

function Question({ row, rows, index }: QuestionProps) {
  const t = useEventTexts()
  const may = useMay()
  const change = useChanging()
  const question = questionOf(row)
  const id = String(row[`${table}id`])
  const text = String(question.msevtmgt_text ?? '')
  const required = (row.gr_isrequired ?? question.msevtmgt_isrequired) === true
  const mayWrite = may('Update', table)
  const choices = String(question.msevtmgt_choices ?? '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  return (
    <li>
      <div className="question-text">
        <strong>{text}</strong>
        <span>
          {[shownValue(question, 'msevtmgt_type'), choices.join(', ')].filter(Boolean).join(' · ')}
        </span>
      </div>
      <Group gap="xs" wrap="nowrap">
        <Switch
          label={t('question.required')}
          checked={required}
          disabled={!mayWrite}
          onChange={(event) =>
            void change(() => updateRow(set, id, { gr_isrequired: event.currentTarget.checked }))
          }
        />
        {mayWrite && <Moves rows={rows} index={index} text={text} />}
        {may('Delete', table) && (
          <ActButton
            size="compact-sm"
            variant="default"
            aria-label={`${t('act.remove')}: ${text}`}
            act={() => change(() => deleteRow(set, id))}
          >
            {t('act.remove')}
          </ActButton>
        )}
      </Group>
    </li>
  )
}

function useChanging() {
  const app = useAppTexts()
  const readAgain = useReadAgain()
  return async (act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    } finally {
      await readAgain()
    }
  }
}

function Moves({ rows, index, text }: Omit<QuestionProps, 'row'> & { readonly text: string }) {
  const t = useEventTexts()
  const change = useChanging()
  const move = (to: number) => change(() => reorder(rows, index, to))
  return (
    <>
      <Tooltip label={t('question.up')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={index === 0}
          aria-label={`${t('question.up')}: ${text}`}
          onClick={() => void move(index - 1)}
        >
          <IconArrowUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('question.down')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={index === rows.length - 1}
          aria-label={`${t('question.down')}: ${text}`}
          onClick={() => void move(index + 1)}
        >
          <IconArrowDown size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

/** Numbers all anew: orders that came by import have gaps and repeats. */
async function reorder(rows: readonly Row[], from: number, to: number): Promise<void> {
  const order = [...rows]
  order.splice(to, 0, ...order.splice(from, 1))
  for (const [index, row] of order.entries()) {
    if (row.msevtmgt_order === index + 1) continue
    await updateRow(set, String(row[`${table}id`]), { msevtmgt_order: index + 1 })
  }
}

interface AddQuestionProps extends TabProps {
  readonly order: number
  readonly close: () => void
}

const choiceTypes: readonly unknown[] = [100000002, 100000003]

/** A question of another event is asked again, or a new one is written. */
function AddQuestion({ eventId, order, close }: AddQuestionProps) {
  const t = useEventTexts()
  const app = useAppTexts()
  const change = useChanging()
  const [known, setKnown] = useState<Reference | null>(null)
  const draft = useRecordDraft({
    table: questionTable,
    columns: ['msevtmgt_text', 'msevtmgt_type', 'msevtmgt_choices', 'msevtmgt_isrequired'],
    initial: { msevtmgt_type: 100000000, msevtmgt_isrequired: false },
  })
  const hasChoices = choiceTypes.includes(draft.values.msevtmgt_type)
  const add = async () => {
    const id = known?.id ?? (await draft.save())
    if (id === undefined) return
    await createRow(set, {
      msevtmgt_name: (known?.name ?? String(draft.values.msevtmgt_text)).slice(0, 100),
      msevtmgt_order: order,
      'msevtmgt_event@odata.bind': `/msevtmgt_events(${eventId})`,
      [`${questionTable}@odata.bind`]: `/msevtmgt_customregistrationfields(${id})`,
    })
    close()
  }
  return (
    <Stack>
      <LookupField
        targets={[questionTable]}
        label={t('question.known')}
        value={known}
        onChange={setKnown}
      />
      {known === null && (
        <RecordFields
          draft={draft}
          beside={1}
          columns={[
            'msevtmgt_text',
            'msevtmgt_type',
            ...(hasChoices ? ['msevtmgt_choices'] : []),
            'msevtmgt_isrequired',
          ]}
          labels={{
            msevtmgt_text: t('question.text'),
            msevtmgt_type: t('question.type'),
            msevtmgt_choices: t('question.choices'),
            msevtmgt_isrequired: t('question.required'),
          }}
          notes={{ msevtmgt_choices: t('question.choices.note') }}
        />
      )}
      <Button w="fit-content" onClick={() => void change(add)}>
        {app('act.add')}
      </Button>
    </Stack>
  )
}
