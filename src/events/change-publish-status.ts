import type { Clock } from '#clock'
import type { Execution } from '#pipeline'
import { publishStatus } from './choices.ts'
import {
  afterwards,
  type OccasionTable,
  occasionColumns,
  type PublishStatus,
  publishLabel,
  publishTransitions,
} from './event.ts'
import { goLiveShortcomings } from './go-live.ts'
import { refusals } from './refusals.ts'

/** What nobody has decided about is a draft. */
export async function startAsDraft({ target }: Execution): Promise<void> {
  target.msevtmgt_publishstatus ??= publishStatus.draft.value
}

/**
 * Whoever writes `msevtmgt_publishstatus` (console, Data API, import) goes through here: only the
 * moves of the table, and Live only when nothing is missing.
 */
export async function checkPublishStatus(execution: Execution, clock: Clock): Promise<void> {
  const from = (execution.pre?.msevtmgt_publishstatus ?? publishStatus.draft.value) as PublishStatus
  const to = execution.target.msevtmgt_publishstatus as PublishStatus | null | undefined
  if (to === undefined || to === from) return
  const table = execution.table as OccasionTable
  // A row that is created may come from elsewhere, at any point of its life.
  if (execution.message === 'Update') checkTransition(table, from, to)
  if (to === publishStatus.live.value) await checkReadiness(execution, table, clock)
}

function checkTransition(
  table: OccasionTable,
  from: PublishStatus,
  to: PublishStatus | null,
): void {
  const allowed = publishTransitions[from]
  if (to !== null && allowed.includes(to)) return
  throw refusals['publish-status-unreachable'](
    {
      noun: occasionColumns[table].noun,
      from: publishLabel(from),
      to: publishLabel(to),
      allowed: allowed.map(publishLabel).join(', '),
    },
    { input: 'msevtmgt_publishstatus', expected: allowed.join(', '), found: String(to) },
  )
}

async function checkReadiness(
  execution: Execution,
  table: OccasionTable,
  clock: Clock,
): Promise<void> {
  const occasion = afterwards(execution)
  const imported = execution.message === 'Create'
  const shortcomings = (
    await goLiveShortcomings(execution.db, table, occasion, clock.now())
  ).filter(
    // Finished events are moved over from other systems as they were.
    ({ code }) => !(imported && code === 'already-over'),
  )
  if (shortcomings.length === 0) return
  throw refusals['not-ready-to-go-live'](
    {
      noun: occasionColumns[table].noun,
      name: String(occasion.msevtmgt_name ?? ''),
      problems: shortcomings.map(({ sentence }, at) => `(${at + 1}) ${sentence}`).join('; '),
      codes: shortcomings.map(({ code }) => code).join(', '),
    },
    { input: 'msevtmgt_publishstatus' },
  )
}
