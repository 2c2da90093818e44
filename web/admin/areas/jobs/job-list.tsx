import { ActionIcon, Group, Select, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../../api/me.ts'
import { type Row, rowOptions, shownValue } from '../../api/records.ts'
import { useAddressState } from '../../app/address.ts'
import { Choice } from '../../components/choice.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { type GridColumn, RecordGrid } from '../../components/record-grid.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import { type JobTextKey, useJobTexts } from './job-texts.ts'
import { JobBadge, useKindName } from './job-words.tsx'
import { filterOf, type JobChoice, summaryOptions, type View, views } from './jobs.ts'
import { ManyJobs } from './many-jobs.tsx'

const hour = 3_600_000

const times = { hour, day: 24 * hour, week: 168 * hour } as const

type TimeName = keyof typeof times

/** Everything that the hub does by itself: what waits, what runs, what failed and why. */
export function JobList() {
  const t = useJobTexts()
  const may = useMay()
  const { choice, view, searched } = useChoice()
  const columns = useColumns(view)
  const mayWrite = may('Update', 'asyncoperation')
  return (
    <Page fill title={t('jobs.title')} note={t('jobs.note')}>
      <Views view={view} />
      <RecordGrid
        key={JSON.stringify(choice)}
        label={t('jobs.title')}
        rowKey="asyncoperationid"
        refreshEvery={view === 'waiting' || view === 'running' ? 3_000 : 10_000}
        query={{
          set: 'asyncoperations',
          select: [
            'name',
            'statecode',
            'statuscode',
            'gr_kind',
            'createdon',
            'startedon',
            'completedon',
            'postponeuntil',
            'retrycount',
            'friendlymessage',
          ],
          filter: filterOf(choice),
          orderBy: 'createdon desc',
        }}
        searchIn={['name']}
        open={(row) => `/jobs/${String(row.asyncoperationid)}`}
        columns={columns}
        filters={
          <>
            <Filters />
            {mayWrite && <ManyJobs choice={{ ...choice, ...searched }} />}
          </>
        }
        {...(mayWrite
          ? {
              selected: (rows: readonly Row[], clear: () => void) => (
                <ManyJobs
                  choice={choice}
                  ids={rows.map((row) => String(row.asyncoperationid))}
                  done={clear}
                />
              ),
            }
          : {})}
        empty={<EmptyState title={t('jobs.empty')} text={t('jobs.empty.text')} />}
      />
    </Page>
  )
}

function useChoice() {
  const [wantedView] = useAddressState('view')
  const [kind] = useAddressState('kind')
  const [stepId] = useAddressState('step')
  const [regardingId] = useAddressState('regarding')
  const [name] = useAddressState('q')
  const [time] = useAddressState('time')
  const view = views.find((each) => each === wantedView)
  const choice: JobChoice = {
    ...(view === undefined ? {} : { status: view }),
    ...(kind === '' ? {} : { kind }),
    ...(stepId === '' ? {} : { stepId }),
    ...(regardingId === '' ? {} : { regardingId }),
    ...(time in times ? { createdFrom: startOf(time as TimeName) } : {}),
  }
  return { choice, view, searched: name === '' ? {} : { name } }
}

/** To the minute, so that the same list is not asked for anew with every drawing. */
function startOf(time: TimeName): string {
  const minute = 60_000
  return new Date(Math.floor((Date.now() - times[time]) / minute) * minute).toISOString()
}

function useColumns(view: View | undefined): readonly GridColumn[] {
  const t = useJobTexts()
  const format = useFormat()
  const kindName = useKindName()
  const when = (row: Row, name: string) =>
    row[name] === null || row[name] === undefined ? '' : format.fromNow(String(row[name]))
  const ended = view === undefined || ['failed', 'succeeded', 'canceled'].includes(view)
  return [
    { name: 'name', title: t('job.name'), show: (row) => fromServer(shownValue(row, 'name')) },
    {
      name: 'statuscode',
      title: t('job.status'),
      show: (row) => <JobBadge row={row} />,
    },
    { name: 'createdon', title: t('job.created'), show: (row) => when(row, 'createdon') },
    ended
      ? { name: 'completedon', title: t('job.ended'), show: (row: Row) => when(row, 'completedon') }
      : {
          name: 'postponeuntil',
          title: t('job.next'),
          show: (row: Row) => when(row, 'postponeuntil'),
        },
    { name: 'retrycount', title: t('job.retries'), number: true },
    {
      name: 'gr_kind',
      title: t('job.kind'),
      show: (row) => kindName(String(row.gr_kind ?? '')),
    },
    ...(view === 'failed' || view === 'suspended'
      ? [
          {
            name: 'friendlymessage',
            title: t('job.message'),
            sort: false as const,
            show: (row: Row) => fromServer(shownValue(row, 'friendlymessage')),
          },
        ]
      : []),
  ]
}

function Views({ view }: { readonly view: View | undefined }) {
  const t = useJobTexts()
  const [, setView] = useAddressState('view')
  const { data } = useQuery(summaryOptions)
  const counts: Readonly<Partial<Record<View, number>>> = data?.counts ?? {}
  const label = (each: View) => {
    const count = counts[each] ?? 0
    const name = t(`view.${each}` as JobTextKey)
    return count === 0 ? name : `${name} (${count})`
  }
  return (
    <Choice
      label={t('jobs.views')}
      value={view ?? 'all'}
      onChange={(next) => setView(next === 'all' ? '' : next)}
      data={[
        { value: 'all' as const, label: t('view.all') },
        ...views.map((each) => ({ value: each, label: label(each) })),
      ]}
    />
  )
}

function Filters() {
  const t = useJobTexts()
  const kindName = useKindName()
  const { data } = useQuery(summaryOptions)
  const [kind, setKind] = useAddressState('kind')
  const [time, setTime] = useAddressState('time')
  const [stepId, setStep] = useAddressState('step')
  const [regardingId, setRegarding] = useAddressState('regarding')
  const kinds = [...new Set([...(data?.kinds ?? []), ...(kind === '' ? [] : [kind])])]
  return (
    <>
      <Select
        aria-label={t('job.kind')}
        placeholder={t('filter.kind')}
        clearable
        searchable
        w={{ base: '100%', xs: 210 }}
        data={kinds.map((each) => ({ value: each, label: kindName(each) }))}
        value={kind === '' ? null : kind}
        onChange={(next) => setKind(next ?? '')}
      />
      <Select
        aria-label={t('job.created')}
        placeholder={t('filter.time')}
        clearable
        w={{ base: '100%', xs: 150 }}
        data={(Object.keys(times) as TimeName[]).map((each) => ({
          value: each,
          label: t(`time.${each}` as JobTextKey),
        }))}
        value={time === '' ? null : time}
        onChange={(next) => setTime(next ?? '')}
      />
      {stepId !== '' && <Condition label={<StepName id={stepId} />} drop={() => setStep('')} />}
      {regardingId !== '' && (
        <Condition label={t('filter.regarding')} drop={() => setRegarding('')} />
      )}
    </>
  )
}

/** A condition that came with the link; it can be taken away. */
function Condition({ label, drop }: { readonly label: ReactNode; readonly drop: () => void }) {
  const t = useJobTexts()
  return (
    <Group gap={4} wrap="nowrap" className="job-condition">
      <span>{label}</span>
      <Tooltip label={t('filter.drop')}>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('filter.drop')}
          onClick={drop}
        >
          <IconX size={14} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

function StepName({ id }: { readonly id: string }) {
  const t = useJobTexts()
  const { data } = useQuery(rowOptions('sdkmessageprocessingsteps', id, { select: ['name'] }))
  return data === undefined ? t('filter.step') : shownValue(data, 'name')
}
