import { Button, Select } from '@mantine/core'
import { IconLifebuoy, IconRefresh } from '@tabler/icons-react'
import { useMay } from '../../api/me.ts'
import { type Row, shownValue, useChange } from '../../api/records.ts'
import { request } from '../../api/request.ts'
import { useAddressState } from '../../app/address.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { RecordGrid } from '../../components/record-grid.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { useRecoveryTexts } from './recovery-texts.ts'
import { OutcomeBadge, outcome, outcomes, useKindName } from './recovery-words.tsx'

/** What could not be processed, the oldest first: it waits longest. */
export function RecoveryList() {
  const t = useRecoveryTexts()
  const may = useMay()
  const format = useFormat()
  const kindName = useKindName()
  const [wanted] = useAddressState('state')
  const chosen = outcomes.find((each) => each === (wanted === '' ? 'open' : wanted))
  return (
    <Page fill title={t('recovery.title')} note={t('recovery.note')}>
      <RecordGrid
        label={t('recovery.title')}
        rowKey="gr_recoveryitemid"
        query={{
          set: 'gr_recoveryitems',
          select: [
            'gr_name',
            'gr_kind',
            '_gr_event_value',
            'gr_error',
            'gr_attempts',
            'gr_outcome',
            'createdon',
          ],
          filter: chosen === undefined ? undefined : `gr_outcome eq ${outcome[chosen]}`,
          orderBy: 'createdon',
        }}
        searchIn={['gr_name', 'gr_error']}
        filters={<OutcomeFilter />}
        refreshEvery={30_000}
        open={(row) => `/recovery/${String(row.gr_recoveryitemid)}`}
        {...(may('Update', 'gr_recoveryitem')
          ? {
              selected: (rows: readonly Row[], clear: () => void) => (
                <ReplaySeveral rows={rows} clear={clear} />
              ),
            }
          : {})}
        columns={[
          {
            name: 'gr_name',
            title: t('item.name'),
            show: (row) => fromServer(String(row.gr_name)),
          },
          {
            name: 'gr_error',
            title: t('item.problem'),
            sort: false,
            show: (row) => fromServer(String(row.gr_error ?? '')),
          },
          { name: 'gr_kind', title: t('item.kind'), show: (row) => kindName(row.gr_kind) },
          {
            name: 'gr_event',
            title: t('item.event'),
            sort: false,
            show: (row) => shownValue(row, 'gr_event'),
          },
          // All are open where only open ones are asked for.
          ...(chosen === 'open'
            ? []
            : [
                {
                  name: 'gr_outcome',
                  title: t('item.outcome'),
                  show: (row: Row) => <OutcomeBadge value={row.gr_outcome} />,
                },
              ]),
          { name: 'gr_attempts', title: t('item.tries'), number: true },
          {
            name: 'createdon',
            title: t('item.since'),
            show: (row) => format.dateTime(String(row.createdon)),
          },
        ]}
        empty={
          <EmptyState
            icon={<IconLifebuoy size={26} stroke={1.5} />}
            title={t('recovery.empty')}
            text={t('recovery.empty.text')}
          />
        }
      />
    </Page>
  )
}

function OutcomeFilter() {
  const t = useRecoveryTexts()
  const [state, setState] = useAddressState('state')
  return (
    <Select
      aria-label={t('item.outcome')}
      w={150}
      allowDeselect={false}
      data={[...outcomes, 'all' as const].map((each) => ({
        value: each,
        label: t(`outcome.${each}`),
      }))}
      value={state === '' ? 'open' : state}
      onChange={(next) => setState(next === 'open' ? '' : (next ?? ''))}
    />
  )
}

interface ReplaySeveralProps {
  readonly rows: readonly Row[]
  readonly clear: () => void
}

function ReplaySeveral({ rows, clear }: ReplaySeveralProps) {
  const t = useRecoveryTexts()
  const app = useAppTexts()
  const replay = useChange(
    () =>
      request<{ results: readonly { done: boolean }[] }>('/api/v1/recovery-items/replay', {
        method: 'POST',
        body: { ids: rows.map((row) => String(row.gr_recoveryitemid)) },
      }),
    ['gr_recoveryitems'],
  )
  const run = async () => {
    try {
      const { results } = await replay.mutateAsync(undefined)
      const done = results.filter((each) => each.done).length
      tellDone(t('replay.some', { done, all: results.length }))
      clear()
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <Button
      size="xs"
      loading={replay.isPending}
      leftSection={<IconRefresh size={14} />}
      onClick={() => void run()}
    >
      {t('replay.act')}
    </Button>
  )
}
