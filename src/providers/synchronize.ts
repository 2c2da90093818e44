/**
 * Loads people or meetings of an account into tables. A run goes page by page; what a page brought,
 * the counts and where the next page begins are written together, so a run that was cut off goes on
 * where it stopped. Rows are written through the pipeline, and only when they differ: webhooks and
 * queries see changes, not loads.
 */
import { type Tx, withTransaction } from '#database'
import { isRefusal } from '#errors'
import type { FailureVerdict, JobDefinition, JobResult, JobRun } from '#jobs'
import type { Values } from '#pipeline'
import type { Directory, DirectoryMeeting, DirectoryPage, DirectoryPerson } from './contract.ts'
import type { Needs } from './needs.ts'
import { openAccount } from './open-account.ts'
import { ProviderError } from './provider-error.ts'
import { refusals } from './refusals.ts'
import { type RowFilter, rowFilter } from './row-filter.ts'
import * as rows from './synchronization-rows.ts'

export const synchronizeKind = 'providers.synchronize'

export interface SynchronizePayload {
  readonly synchronizationId: string
  readonly mode: rows.Mode
}

/** So many pages in one run of the job; then it shows how far it is, and others have their turn. */
const pagesPerRun = 5
/** What changed while the last load went through the pages must not be missed. */
const overlapMs = 10 * 60_000
const deletionsAtOnce = 200

export function synchronizeJob(needs: Needs): JobDefinition<SynchronizePayload> {
  return {
    kind: synchronizeKind,
    run: (job) => synchronize(needs, job),
    onFailure: afterFailure,
    failed: (tx, { id, payload }, message) => endRun(needs, tx, id, payload, message),
    concurrency: 2,
    timeLimitMs: 300_000,
  }
}

async function synchronize(
  needs: Needs,
  job: JobRun<SynchronizePayload>,
): Promise<JobResult | undefined> {
  const found = await rows.findSynchronization(needs.db, job.payload.synchronizationId)
  if (found === undefined) return { friendlyMessage: 'The synchronization was deleted.' }
  if (found.run !== undefined && found.run.job !== job.id) {
    if (await rows.isUnderWay(needs.db, found.run.job)) {
      return { friendlyMessage: `Skipped: a ${found.run.mode} load is still running.` }
    }
  }
  const { provider } = await openAccount(needs, found.configurationId, { signal: job.signal })
  const list = listOf(provider.directory, found.entity, found.name)
  let run = found.run?.job === job.id ? found.run : await begin(needs, found, job)
  for (let page = 0; page < pagesPerRun; page += 1) {
    const answer = await list({ since: sinceOf(found, run), cursor: run.cursor })
    run = await storePage(needs, found, run, answer)
    if (answer.next === undefined) return await finish(needs, found, run)
  }
  return { runAgainAt: needs.clock.now(), friendlyMessage: progressOf(found, run) }
}

type Item = DirectoryPerson | DirectoryMeeting
type List = (request: {
  readonly since: Date | undefined
  readonly cursor: string | undefined
}) => Promise<DirectoryPage<Item>>

function listOf(directory: Directory | undefined, entity: rows.Entity, provider: string): List {
  const list = directory?.[entity]?.bind(directory)
  if (list !== undefined) return list
  const known = rows.entities.filter((each) => directory?.[each] !== undefined).join(', ')
  throw refusals['entity-not-listed']({ provider, entity, known: known || 'nothing' })
}

/** Without a full load before there is nothing to add to. */
const modeOf = ({ lastFullOn }: rows.SynchronizationRow, { mode }: SynchronizePayload) =>
  lastFullOn === undefined ? 'full' : mode

function sinceOf(found: rows.SynchronizationRow, { mode }: rows.RunRow): Date | undefined {
  if (mode === 'full' || found.lastLoadOn === undefined) return undefined
  return new Date(found.lastLoadOn.getTime() - overlapMs)
}

async function begin(
  needs: Needs,
  found: rows.SynchronizationRow,
  { id: job, payload }: JobRun<SynchronizePayload>,
): Promise<rows.RunRow> {
  const counts = { pages: 0, loaded: 0, changed: 0, failed: 0 }
  const run: rows.RunRow = {
    job,
    mode: modeOf(found, payload),
    beganOn: needs.clock.now(),
    cursor: undefined,
    counts,
  }
  await withTransaction(needs.db, async (tx) => {
    await rows.forgetSeen(tx, found.id)
    for (const id of await rows.errorsOf(tx, found.id)) {
      await write(needs, tx, { message: 'Delete', table: 'gr_synchronizationerror', id })
    }
    await writeRun(needs, tx, found, run)
  })
  return run
}

async function storePage(
  needs: Needs,
  found: rows.SynchronizationRow,
  run: rows.RunRow,
  { items, problems, next }: DirectoryPage<Item>,
): Promise<rows.RunRow> {
  const columns = found.entity === 'people' ? personColumns : meetingColumns
  const filter = rowFilter(found.filter, columns)
  return await withTransaction(needs.db, async (tx) => {
    const done = await storeItems(needs, tx, found, run, items, filter)
    const failures = [...problems, ...done.failures]
    for (const { id, message } of failures) await writeError(needs, tx, found, id, message)
    const { pages, loaded, changed, failed } = run.counts
    const after = {
      ...run,
      cursor: next,
      counts: {
        pages: pages + 1,
        loaded: loaded + done.loaded,
        changed: changed + done.changed,
        failed: failed + failures.length,
      },
    }
    await writeRun(needs, tx, found, after)
    return after
  })
}

interface Stored {
  loaded: number
  changed: number
  readonly failures: { readonly id: string; readonly message: string }[]
}

async function storeItems(
  needs: Needs,
  tx: Tx,
  found: rows.SynchronizationRow,
  run: rows.RunRow,
  items: readonly Item[],
  filter: RowFilter,
): Promise<Stored> {
  const chosen = items
    .map((item) => ('title' in item ? meetingValues(item) : personValues(item)))
    .filter(filter)
  const ids = chosen.map((values) => String(values.gr_providerid))
  const known = await rows.storedRows(tx, found.entity, found.configurationId, ids)
  const stored: Stored = { loaded: 0, changed: 0, failures: [] }
  const written: string[] = []
  for (const values of chosen) {
    const id = String(values.gr_providerid)
    try {
      const isNew = await storeRow(needs, tx, found, run, values, known.get(id))
      stored.loaded += 1
      if (isNew) stored.changed += 1
      written.push(id)
    } catch (error) {
      if (!isRefusal(error)) throw error
      stored.failures.push({ id, message: `${error.sentence} ${error.advice}` })
      if (known.has(id)) written.push(id)
    }
  }
  if (run.mode === 'full') await rows.noteSeen(tx, found.id, written)
  return stored
}

async function storeRow(
  needs: Needs,
  tx: Tx,
  { entity, configurationId }: rows.SynchronizationRow,
  { beganOn }: rows.RunRow,
  values: Values,
  known: rows.StoredRow | undefined,
): Promise<boolean> {
  const table = rows.tableOf[entity]
  const target = { ...values, gr_loadedon: beganOn }
  if (known === undefined) {
    const created = { ...target, gr_webinarconfigurationid: configurationId }
    await write(needs, tx, { message: 'Create', table, target: created })
    return true
  }
  if (Object.entries(values).every(([name, value]) => isSame(value, known.values[name]))) {
    return false
  }
  await write(needs, tx, { message: 'Update', table, id: known.id, target })
  return true
}

const isSame = (one: unknown, other: unknown) =>
  one instanceof Date && other instanceof Date
    ? one.getTime() === other.getTime()
    : (one ?? null) === (other ?? null)

export const personColumns = ['name', 'providerid', 'email', 'state', 'changedon'] as const

const personValues = (person: DirectoryPerson): Values => ({
  gr_name: (person.name || person.email || person.id).slice(0, 300),
  gr_providerid: person.id,
  gr_email: person.email ?? null,
  gr_state: person.state ?? null,
  gr_changedon: person.changedOn ?? null,
})

export const meetingColumns = [
  'name',
  'providerid',
  'start',
  'end',
  'timezone',
  'hostemail',
  'state',
  'weblink',
  'changedon',
] as const

const meetingValues = (meeting: DirectoryMeeting): Values => ({
  gr_name: (meeting.title || meeting.id).slice(0, 300),
  gr_providerid: meeting.id,
  gr_start: meeting.start ?? null,
  gr_end: meeting.end ?? null,
  gr_timezone: meeting.timeZone ?? null,
  gr_hostemail: meeting.hostEmail ?? null,
  gr_state: meeting.state ?? null,
  gr_weblink: meeting.webLink ?? null,
  gr_changedon: meeting.changedOn ?? null,
})

/** After the last page of a full load whatever was not seen is gone at the provider. */
async function finish(
  needs: Needs,
  found: rows.SynchronizationRow,
  run: rows.RunRow,
): Promise<JobResult> {
  const deleted = run.mode === 'full' ? await deleteUnseen(needs, found) : 0
  const friendlyMessage = `${progressOf(found, run)}${deleted > 0 ? ` ${deleted} are gone at the provider and were deleted.` : ''}`
  return {
    friendlyMessage,
    complete: async (tx) => {
      await rows.forgetSeen(tx, found.id)
      const last = run.mode === 'full' ? 'gr_lastfullon' : 'gr_lastincrementalon'
      await update(needs, tx, found.id, {
        ...noRun,
        [last]: run.beganOn,
        gr_progress: friendlyMessage.slice(0, 1000),
      })
    },
  }
}

async function deleteUnseen(needs: Needs, found: rows.SynchronizationRow): Promise<number> {
  const table = rows.tableOf[found.entity]
  for (let deleted = 0; ; ) {
    const ids = await rows.unseenRows(needs.db, found, deletionsAtOnce)
    if (ids.length === 0) return deleted
    await withTransaction(needs.db, async (tx) => {
      for (const id of ids) await write(needs, tx, { message: 'Delete', table, id })
    })
    deleted += ids.length
  }
}

function progressOf({ entity }: rows.SynchronizationRow, { mode, counts }: rows.RunRow): string {
  const { pages, loaded, changed, failed } = counts
  const errors = failed === 0 ? '' : `, ${failed} with errors`
  return `${mode === 'full' ? 'Full' : 'Incremental'} load: ${loaded} ${entity} from ${pages} pages, ${changed} new or changed${errors}.`
}

async function writeRun(
  needs: Needs,
  tx: Tx,
  found: rows.SynchronizationRow,
  run: rows.RunRow,
): Promise<void> {
  await update(needs, tx, found.id, {
    gr_runjob: run.job,
    gr_runmode: run.mode,
    gr_runbeganon: run.beganOn,
    gr_runcursor: run.cursor ?? null,
    gr_runcounts: run.counts,
    gr_progress: progressOf(found, run),
  })
}

const noRun = {
  gr_runjob: null,
  gr_runmode: null,
  gr_runbeganon: null,
  gr_runcursor: null,
  gr_runcounts: null,
} as const

async function endRun(
  needs: Needs,
  tx: Tx,
  job: string,
  { synchronizationId }: SynchronizePayload,
  message: string,
): Promise<void> {
  const found = await rows.findSynchronization(tx, synchronizationId)
  if (found?.run?.job !== job) return
  await update(needs, tx, found.id, { ...noRun, gr_progress: message.slice(0, 1000) })
}

const update = (needs: Needs, tx: Tx, id: string, target: Values) =>
  write(needs, tx, { message: 'Update', table: 'gr_synchronization', id, target })

async function writeError(
  needs: Needs,
  tx: Tx,
  found: rows.SynchronizationRow,
  providerId: string | undefined,
  message: string,
): Promise<void> {
  const target = {
    gr_name: message.slice(0, 1000),
    gr_synchronizationid: found.id,
    gr_providerid: providerId?.slice(0, 300) ?? null,
    gr_occurredon: needs.clock.now(),
  }
  await write(needs, tx, { message: 'Create', table: 'gr_synchronizationerror', target })
}

interface Writing {
  readonly message: 'Create' | 'Update' | 'Delete'
  readonly table: string
  readonly id?: string
  readonly target?: Values
}

async function write({ pipeline, system }: Needs, tx: Tx, request: Writing): Promise<void> {
  await pipeline.executeIn(tx, system, { ...request, internal: true })
}

/** A vendor that is away is waited for; the run goes on where it stopped. */
const waits = [30, 120, 600, 1800, 3600]

function afterFailure(error: unknown, attempt: number): FailureVerdict {
  if (isRefusal(error)) {
    return { next: 'fail', friendlyMessage: `${error.sentence} ${error.advice}` }
  }
  const friendlyMessage = `The load stopped: ${error instanceof Error ? error.message : String(error)}`
  const isFinal = error instanceof ProviderError && ['auth', 'scope'].includes(error.kind)
  const wait = waits[attempt - 1]
  if (isFinal || wait === undefined) return { next: 'fail', friendlyMessage }
  const asked = error instanceof ProviderError ? (error.retryAfterSeconds ?? 0) : 0
  return { next: 'retry', afterMs: Math.max(wait, asked) * 1000, friendlyMessage }
}
