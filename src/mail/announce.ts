/** One letter for everybody who is registered: page by page, so that ten thousand are no long transaction. */
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
  readonly kind: LetterKind
  readonly eventId: string
  /** The last registration of the page before. */
  readonly afterId?: string
}

/** Two changes within a minute are one mail: people see what is true in the end. */
const settlingMs = 60_000

/** Registrations per transaction. */
const pageSize = 500

export function announcementRequest(
  kind: LetterKind,
  execution: Execution,
): JobRequest<AnnouncementPayload> {
  const request = requestFor({ kind, eventId: execution.id })
  if (kind !== 'change') return request
  return {
    ...request,
    uniqueKey: `announcement:${execution.id}:change`,
    runAt: new Date(execution.operationCreatedOn.getTime() + settlingMs),
  }
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

/** The letters of a page, and the next page, exist if and only if the page is done. */
export function announcementJob(o: { pipeline: Pipeline }): JobDefinition<AnnouncementPayload> {
  return {
    kind: announcementJobKind,
    run: async ({ payload }): Promise<JobResult> => ({
      complete: (tx) => announce(o.pipeline, tx, payload),
    }),
    onFailure: (error, attempt) => ({
      next: attempt < 5 ? 'retry' : 'fail',
      afterMs: attempt * 10_000,
      friendlyMessage: error instanceof Error ? error.message : String(error),
    }),
  }
}

async function announce(pipeline: Pipeline, tx: Tx, payload: AnnouncementPayload): Promise<void> {
  const { kind, eventId, afterId = null } = payload
  const page = await rows.activeRegistrations(tx, eventId, { afterId, limit: pageSize })
  for (const { id, sequence } of page) {
    await pipeline.executeIn(tx, systemCaller, sequenceUpdate(id, sequence + 1))
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
