/**
 * What could not be processed is kept with all that is needed to try again, in a transaction of its
 * own: the one that failed left nothing behind.
 */

import type { Db } from '#database'
import { isRefusal } from '#errors'
import { describeError } from '#jobs'
import type { Caller, Pipeline } from '#pipeline'
import { type recoveryKind, recoveryOutcome } from './choices.ts'
import { findOpenItem } from './recovery-rows.ts'

export interface KeepNeeds {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'execute'>
  /** In whose name the hub itself acts. */
  readonly system: Caller
}

export interface Unprocessed {
  readonly kind: (typeof recoveryKind)[keyof typeof recoveryKind]['value']
  /** A sentence for the list. */
  readonly name: string
  readonly eventId: string | null
  /** What the replay sends again; only what its door takes, so that nothing secret is in it. */
  readonly payload: Readonly<Record<string, unknown>>
  /** What is wrong: a sentence, or the error that was thrown. */
  readonly problem: unknown
  /** Names the thing it is about: the same thing is one open item, however often it fails. */
  readonly reference?: string
}

/** Gives the item's id. */
export async function keepForRecovery(
  { db, pipeline, system }: KeepNeeds,
  unprocessed: Unprocessed,
): Promise<string> {
  const { reference } = unprocessed
  const problem = problemText(unprocessed.problem)
  const known = reference === undefined ? undefined : await findOpenItem(db, reference)
  if (known !== undefined) {
    await pipeline.execute(system, failedAgain(known.gr_recoveryitemid, known.gr_attempts, problem))
    return known.gr_recoveryitemid
  }
  const { id } = await pipeline.execute(system, {
    message: 'Create',
    table: 'gr_recoveryitem',
    internal: true,
    target: {
      gr_name: unprocessed.name.slice(0, 200),
      gr_kind: unprocessed.kind,
      gr_event: unprocessed.eventId,
      gr_payload: JSON.stringify(unprocessed.payload),
      gr_error: problem,
      gr_reference: reference ?? null,
      gr_outcome: recoveryOutcome.open.value,
    },
  })
  return id
}

/** One more try that came to nothing. */
export function failedAgain(id: string, attempts: number | null, problem: string) {
  return {
    message: 'Update',
    table: 'gr_recoveryitem',
    id,
    internal: true,
    target: { gr_attempts: (attempts ?? 1) + 1, gr_error: problem },
  }
}

const longestProblem = 4000

/** What people read: a refusal's own words, a sentence, or the error without anything secret. */
export function problemText(problem: unknown): string {
  if (typeof problem === 'string') return problem.slice(0, longestProblem)
  const text = isRefusal(problem) ? `${problem.sentence} ${problem.advice}` : describeError(problem)
  return text.slice(0, longestProblem)
}
