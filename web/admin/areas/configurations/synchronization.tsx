/** People or meetings of an account: load them now, on a schedule, see them. */
import { Alert, Anchor, Badge, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type Row, rowsOptions } from '../../api/records.ts'
import { useAppTexts } from '../../app/app-texts.ts'
import { ActButton } from '../../components/act-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { type RecordDraft, useRecordDraft } from '../../components/record-draft.ts'
import { RecordFields } from '../../components/record-form.tsx'
import { type GridColumn, RecordGrid } from '../../components/record-grid.tsx'
import { Facts, Sheet } from '../../components/sheet.tsx'
import { tellDone, tellProblem } from '../../components/tell.tsx'
import { UnsavedGuard } from '../../components/unsaved-guard.tsx'
import { ServerText } from '../../server-words/server-text.tsx'
import { useFormat } from '../../texts/format.ts'
import { type Configuration, useAccountActs } from './accounts.ts'
import { useConfigurationTexts } from './configuration-texts.ts'

type Entity = 'people' | 'meetings'

interface SynchronizationProps {
  readonly account: Configuration
  readonly entity: Entity
}

const sets = { people: 'gr_accountpeople', meetings: 'gr_accountmeetings' } as const

export function Synchronization({ account, entity }: SynchronizationProps) {
  const t = useConfigurationTexts()
  const acts = useAccountActs()
  const client = useQueryClient()
  const own = `_gr_webinarconfigurationid_value eq ${account.id}`
  const query = rowsOptions({
    set: 'gr_synchronizations',
    select: ['gr_lastfullon', 'gr_lastincrementalon', 'gr_progress'],
    filter: `${own} and gr_entity eq '${entity}'`,
  })
  // A load runs as a system job: its progress and rows appear while the page is open.
  const { data: found } = useSuspenseQuery({ ...query, refetchInterval: 5_000 })
  const [row] = found
  const load = async (mode: 'full' | 'incremental') => {
    await acts.load(account.id, entity, mode)
    await client.invalidateQueries({ queryKey: ['rows', 'gr_synchronizations'] })
  }
  return (
    <Sheet
      title={t(`holdings.${entity}`)}
      note={t('holdings.note', { provider: account.providerName })}
      actions={
        <>
          {row !== undefined && (
            <ActButton
              variant="default"
              said={t('holdings.started')}
              act={() => load('full')}
              disabled={!account.active}
            >
              {t('holdings.full')}
            </ActButton>
          )}
          <ActButton
            said={t('holdings.started')}
            act={() => load(row === undefined ? 'full' : 'incremental')}
            disabled={!account.active}
          >
            {t('holdings.load')}
          </ActButton>
        </>
      }
    >
      {row === undefined ? (
        <EmptyState title={t('holdings.empty')} text={t('holdings.empty.text')} />
      ) : (
        <>
          <Progress row={row} />
          <Errors synchronizationId={String(row.gr_synchronizationid)} />
          <Loaded account={account} entity={entity} />
          <Schedule id={String(row.gr_synchronizationid)} />
        </>
      )}
    </Sheet>
  )
}

function Progress({ row }: { readonly row: Row }) {
  const t = useConfigurationTexts()
  const format = useFormat()
  const moment = (value: unknown) =>
    typeof value === 'string' ? format.dateTime(value) : t('fact.never')
  return (
    <Facts
      of={[
        [t('holdings.lastFull'), moment(row.gr_lastfullon)],
        [t('holdings.lastChanges'), moment(row.gr_lastincrementalon)],
        [
          t('holdings.progress'),
          typeof row.gr_progress === 'string' && row.gr_progress !== '' ? (
            <ServerText key="progress" text={row.gr_progress} />
          ) : undefined,
        ],
      ]}
    />
  )
}

function Errors({ synchronizationId }: { readonly synchronizationId: string }) {
  const t = useConfigurationTexts()
  const { data = [] } = useQuery({
    ...rowsOptions({
      set: 'gr_synchronizationerrors',
      select: ['gr_name', 'gr_providerid'],
      filter: `_gr_synchronizationid_value eq ${synchronizationId}`,
      top: 20,
    }),
    refetchInterval: 10_000,
  })
  if (data.length === 0) return null
  return (
    <Alert color="yellow" title={t('holdings.errors', { count: data.length })}>
      <Stack gap={2}>
        {data.map((each) => (
          <Text key={String(each.gr_synchronizationerrorid)} size="sm">
            {each.gr_providerid === null ? (
              ''
            ) : (
              <Badge size="xs">{String(each.gr_providerid)}</Badge>
            )}{' '}
            <ServerText text={String(each.gr_name)} />
          </Text>
        ))}
      </Stack>
    </Alert>
  )
}

function Loaded({ account, entity }: SynchronizationProps) {
  const t = useConfigurationTexts()
  const format = useFormat()
  const set = sets[entity]
  const moment = (name: string, title: string): GridColumn => ({
    name,
    title,
    show: (row) => (typeof row[name] === 'string' ? format.dateTime(row[name]) : ''),
  })
  const columns: Readonly<Record<Entity, readonly GridColumn[]>> = {
    people: [
      { name: 'gr_name', title: t('person.name') },
      { name: 'gr_email', title: t('person.email') },
      { name: 'gr_state', title: t('person.state') },
    ],
    meetings: [
      { name: 'gr_name', title: t('meeting.title'), show: meetingLink },
      moment('gr_start', t('meeting.start')),
      { name: 'gr_hostemail', title: t('meeting.host') },
      { name: 'gr_state', title: t('person.state') },
    ],
  }
  const shown = columns[entity]
  return (
    <RecordGrid
      label={t(`holdings.${entity}`)}
      height={340}
      rowKey={entity === 'people' ? 'gr_accountpersonid' : 'gr_accountmeetingid'}
      refreshEvery={10_000}
      query={{
        set,
        select: [
          ...shown.map(({ name }) => name),
          ...(entity === 'meetings' ? ['gr_weblink'] : []),
        ],
        filter: `_gr_webinarconfigurationid_value eq ${account.id}`,
        orderBy: entity === 'people' ? 'gr_name' : 'gr_start desc',
      }}
      columns={shown}
      empty={<EmptyState title={t('holdings.nothing')} text={t('holdings.nothing.text')} />}
    />
  )
}

/** Links come from the provider: only web addresses are links here. */
function meetingLink(row: Row) {
  const title = String(row.gr_name)
  const link = String(row.gr_weblink ?? '')
  if (!/^https?:\/\//.test(link)) return title
  return (
    <Anchor href={link} target="_blank" rel="noreferrer" inherit>
      {title}
    </Anchor>
  )
}

const rules = {
  hourly: 'FREQ=HOURLY',
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
} as const

/** Row filter and schedules; a rule that was written elsewhere is kept as it is. */
function Schedule({ id }: { readonly id: string }) {
  const t = useConfigurationTexts()
  const columns = ['gr_incrementalrule', 'gr_fullrule', 'gr_filter']
  const draft = useRecordDraft({ table: 'gr_synchronization', id, columns })
  const choice = (column: 'gr_incrementalrule' | 'gr_fullrule', label: string) => {
    const value = String(draft.values[column] ?? '')
    const known = Object.entries(rules).map(([name, rule]) => ({
      value: rule as string,
      label: t(`schedule.${name as keyof typeof rules}`),
    }))
    const isKnown = value === '' || known.some((each) => each.value === value)
    return (
      <Select
        label={label}
        placeholder={t('schedule.never')}
        clearable
        data={isKnown ? known : [...known, { value, label: value }]}
        value={value === '' ? null : value}
        onChange={(next) => draft.set(column, next)}
        error={draft.errors[column]}
        w={{ base: '100%', sm: 260 }}
      />
    )
  }
  return (
    <Stack gap="sm">
      <Group>
        {choice('gr_incrementalrule', t('schedule.changes'))}
        {choice('gr_fullrule', t('schedule.full'))}
      </Group>
      <RecordFields
        draft={draft}
        columns={['gr_filter']}
        beside={1}
        labels={{ gr_filter: t('schedule.filter') }}
        notes={{ gr_filter: t('schedule.filter.note') }}
      />
      <ScheduleBar draft={draft} />
    </Stack>
  )
}

/** Loads write their progress into the same row: that is nobody else's change. */
function ScheduleBar({ draft }: { readonly draft: RecordDraft }) {
  const app = useAppTexts()
  const save = async () => {
    try {
      if ((await draft.save({ overwrite: true })) !== undefined) tellDone(app('said.saved'))
    } catch (error) {
      tellProblem(app('problem.title'), error)
    }
  }
  return (
    <>
      <UnsavedGuard dirty={draft.dirty && !draft.saving} />
      {draft.dirty && (
        <Group gap="xs">
          <Button loading={draft.saving} onClick={() => void save()}>
            {app('act.save')}
          </Button>
          <Button variant="default" onClick={draft.reset}>
            {app('act.discard')}
          </Button>
        </Group>
      )}
    </>
  )
}
