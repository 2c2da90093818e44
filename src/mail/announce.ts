/** One letter for everybody whom it concerns: page by page, so that ten thousand are no long transaction. */
import type { Clock } from '#clock'
import type { Tx } from '#database'
import { systemCaller } from '#identity'
import { enqueue, type JobDefinition, type JobRequest, type JobResult } from '#jobs'
import type { Execution, Pipeline } from '#pipeline'
import type { LetterKind } from './kinds.ts'
import * as rows from './mail-rows.ts'
import { letterRequest } from './send-letter.ts'
import { sequenceUpdate } from './sequence.ts'

const announcementJobKind = 'mail.announcement'

interface AnnouncementPayload {
  readonly kind: Extract<LetterKind, 'change' | 'eventCancelled'>
  readonly eventId: string
  /** The last registration of the page before. */
  readonly afterId?: string
}

/** Two changes within a minute are one mail: people see what is true in the end. */
const settlingMs = 60_000

/** Registrations per transaction. */
const pageSize = 500

/** Everybody who is registered hears that there will be no event. */
export function cancelledAnnouncement({ id }: Execution): JobRequest<AnnouncementPayload> {
  return requestFor({ kind: 'eventCancelled', eventId: id })
}

/**
 * A change of an event, or of a session of it, is announced to those whom it concerns. All changes
 * of an event share one announcement, so that nobody gets two letters.
 */
export async function announceChangeOf(execution: Execution, eventId: string): Promise<void> {
  const { id: occasionId, operationCreatedOn: changedOn, tx } = execution
  await rows.noteChange(tx, { occasionId, eventId, changedOn })
  execution.enqueue({
    ...requestFor({ kind: 'change', eventId }),
    uniqueKey: `announcement:${eventId}:change`,
    runAt: new Date(changedOn.getTime() + settlingMs),
  })
}

function requestFor(payload: AnnouncementPayload): JobRequest<AnnouncementPayload> {
  return {
    kind: announcementJobKind,
    name: `Mail: tell everybody (${payload.kind})`,
    payload,
    key: `announcement:${payload.eventId}`,
    regarding: { table: 'msevtmgt_event', id: payload.eventId },
  }
}

interface AnnouncementNeeds {
  readonly pipeline: Pipeline
  readonly clock: Clock
}

/** The letters of a page, and the next page, exist if and only if the page is done. */
export function announcementJob(o: AnnouncementNeeds): JobDefinition<AnnouncementPayload> {
  return {
    kind: announcementJobKind,
    run: async ({ payload }): Promise<JobResult> => ({
      complete: (tx) => announce(o, tx, payload),
    }),
    onFailure: (error, attempt) => ({
      next: attempt < 5 ? 'retry' : 'fail',
      afterMs: attempt * 10_000,
      friendlyMessage: error instanceof Error ? error.message : String(error),
    }),
  }
}

async function announce(
  { pipeline, clock }: AnnouncementNeeds,
  tx: Tx,
  payload: AnnouncementPayload,
): Promise<void> {
  const { kind, eventId, afterId = null } = payload
  const readPage = kind === 'change' ? rows.registrationsToTell : rows.activeRegistrations
  const page = await readPage(tx, eventId, { afterId, limit: pageSize })
  const toldOn = clock.now()
  for (const { id, sequence } of page) {
    await pipeline.executeIn(tx, systemCaller, sequenceUpdate(id, sequence + 1, toldOn))
  }
  await enqueue(
    tx,
    page.map(({ id, sequence }) =>
      letterRequest({ kind, registrationId: id, sequence: sequence + 1 }),
    ),
  )
  const last = page.at(-1)
  if (page.length === pageSize && last !== undefined) {
    await enqueue(tx, [requestFor({ ...payload, afterId: last.id })])
  }
}
