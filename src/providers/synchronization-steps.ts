/** A synchronization is checked when it is written, and its schedules follow it. */
import { fromRRule, nextOccurrence } from '#calendar'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { cancel, enqueue, ensureSchedule } from '#jobs'
import type { Caller, Execution, Step } from '#pipeline'
import { requireConfiguration } from './configuration.ts'
import type { Needs } from './needs.ts'
import { definitionOf } from './open-account.ts'
import { requireRight } from './policy.ts'
import { refusals } from './refusals.ts'
import { rowFilter } from './row-filter.ts'
import {
  type Entity,
  entities,
  findSynchronization,
  type Mode,
  openJobs,
  synchronizationOf,
} from './synchronization-rows.ts'
import {
  meetingColumns,
  personColumns,
  type SynchronizePayload,
  synchronizeKind,
} from './synchronize.ts'

const table = 'gr_synchronization'

export function synchronizationSteps(needs: Pick<Needs, 'clock'>): readonly Step[] {
  const filtered = ['gr_fullrule', 'gr_incrementalrule', 'gr_filter', 'gr_entity']
  return (['Create', 'Update'] as const).flatMap((message): Step[] => [
    {
      name: 'Providers: check row filter and schedules of a synchronization',
      message,
      table,
      stage: 20,
      needsPreImage: message === 'Update',
      ...(message === 'Update' ? { filteringColumns: filtered } : {}),
      run: async (execution) => check(execution),
    },
    {
      name: 'Providers: schedule a synchronization',
      message,
      table,
      stage: 40,
      ...(message === 'Update' ? { filteringColumns: filtered } : {}),
      run: (execution) => schedule(needs, execution),
    },
  ])
}

function check({ target, pre }: Execution): void {
  const entity = target.gr_entity ?? pre?.gr_entity
  if (!entities.some((each) => each === entity)) {
    const known = entities.join(', ')
    throw refusals['entity-not-listed']({ provider: 'The hub', entity: String(entity), known })
  }
  const columns = entity === 'people' ? personColumns : meetingColumns
  const filter = target.gr_filter ?? pre?.gr_filter
  rowFilter(typeof filter === 'string' ? filter : null, columns)
  checkRule('Schedule of full loads', target.gr_fullrule)
  checkRule('Schedule of incremental loads', target.gr_incrementalrule)
}

function checkRule(label: string, rule: unknown): void {
  if (typeof rule !== 'string') return
  try {
    fromRRule(rule)
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw refusals['rule-not-valid']({ label, problem: error.sentence }, { cause: error })
  }
}

const next = (rule: string, start: Date, after: Date) =>
  nextOccurrence(fromRRule(rule), start, after)

/** A schedule that was taken away is cancelled with its next load. */
async function schedule({ clock }: Pick<Needs, 'clock'>, { tx, id }: Execution): Promise<void> {
  const found = await findSynchronization(tx, id)
  if (found === undefined) return
  for (const [mode, rule] of [
    ['full', found.fullRule],
    ['incremental', found.incrementalRule],
  ] as const) {
    const uniqueKey = `synchronize:${id}:${mode}`
    if (rule === null) {
      for (const job of await openJobs(tx, uniqueKey)) await cancel(tx, job, clock.now())
      continue
    }
    const wanted = {
      kind: synchronizeKind,
      name: `${found.name}: ${mode} load`,
      rule,
      payload: { synchronizationId: id, mode } satisfies SynchronizePayload,
      uniqueKey,
    }
    await ensureSchedule(tx, wanted, clock.now(), next)
  }
}

export interface LoadWish {
  readonly configurationId: string
  readonly entity: Entity
  readonly mode: Mode
}

/** Loads now; makes the synchronization where there is none. Gives its id and the job's. */
export async function loadNow(
  needs: Needs,
  caller: Caller,
  { configurationId, entity, mode }: LoadWish,
): Promise<{ readonly synchronizationId: string; readonly jobId: string | undefined }> {
  requireRight(caller, 'Update')
  const configuration = await requireConfiguration(needs.db, configurationId)
  definitionOf(needs, configuration)
  const known = await synchronizationOf(needs.db, configurationId, entity)
  const synchronizationId =
    known ?? (await make(needs, caller, configuration.name, configurationId, entity))
  const payload: SynchronizePayload = { synchronizationId, mode }
  const jobIds = await withTransaction(needs.db, (tx) =>
    enqueue(tx, [
      {
        kind: synchronizeKind,
        name: `${configuration.name}: ${mode} load of ${entity}`.slice(0, 250),
        payload,
        ownerId: caller.userId,
        regarding: { table, id: synchronizationId },
      },
    ]),
  )
  return { synchronizationId, jobId: jobIds[0] }
}

async function make(
  { pipeline }: Needs,
  caller: Caller,
  name: string,
  configurationId: string,
  entity: Entity,
): Promise<string> {
  const { id } = await pipeline.execute(caller, {
    message: 'Create',
    table,
    target: {
      gr_name: `${name}: ${entity}`.slice(0, 200),
      gr_webinarconfigurationid: configurationId,
      gr_entity: entity,
    },
  })
  return id
}
