/** When letters are written: registrations that come and go, events that change or are cancelled. */

import type { Db, Tx } from '#database'
import { publishStatus } from '#events'
import { systemCaller } from '#identity'
import { enqueue, type JobDefinition, type JobRequest, type JobResult } from '#jobs'
import type { Execution, Pipeline, Step } from '#pipeline'
import type { LetterKind } from './mail.ts'
import * as rows from './mail-rows.ts'
import { letterRequest } from './send-letter.ts'

const registrationTable = 'msevtmgt_eventregistration'
const after = { stage: 40, rank: 700 } as const

/** What an attendee must know again. */
const toldColumns = [
  'msevtmgt_name',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'gr_timezone',
  'msevtmgt_building',
  'msevtmgt_primaryvenue',
  'msevtmgt_eventformat',
] as const

export function mailSteps(): Step[] {
  return [
    {
      ...after,
      name: 'Mail: confirm a registration',
      message: 'Create',
      table: registrationTable,
      run: async (execution) => {
        execution.enqueue(
          letterRequest({ kind: 'confirmation', registrationId: execution.id, sequence: 0 }),
        )
      },
    },
    {
      ...after,
      name: 'Mail: cancel a registration',
      message: 'Update',
      table: registrationTable,
      filteringColumns: ['msevtmgt_iscanceled'],
      run: announceCancellation,
    },
    {
      ...after,
      name: 'Mail: a registration was deactivated',
      message: 'SetState',
      table: registrationTable,
      run: announceDeactivation,
    },
    {
      ...after,
      name: 'Mail: an event was changed',
      message: 'Update',
      table: 'msevtmgt_event',
      filteringColumns: toldColumns,
      needsPreImage: true,
      run: announceChange,
    },
    {
      ...after,
      name: 'Mail: an event was cancelled',
      message: 'Update',
      table: 'msevtmgt_event',
      filteringColumns: ['msevtmgt_publishstatus'],
      needsPreImage: true,
      run: announceEventCancelled,
    },
  ]
}

async function announceCancellation(execution: Execution): Promise<void> {
  if (execution.target.msevtmgt_iscanceled !== true) return
  const sequence = await raiseSequence(execution, execution.id)
  execution.enqueue(letterRequest({ kind: 'cancellation', registrationId: execution.id, sequence }))
}

/** Staff may take a registration back by its state alone. */
async function announceDeactivation(execution: Execution): Promise<void> {
  if (execution.post?.statecode !== 1) return
  const sequence = await raiseSequence(execution, execution.id)
  execution.enqueue(letterRequest({ kind: 'cancellation', registrationId: execution.id, sequence }))
}

/** The calendar entry changes once more: its sequence grows with the row, in one transaction. */
async function raiseSequence(execution: Execution, registrationId: string): Promise<number> {
  const subject = await rows.readSubject(execution.tx, registrationId)
  const sequence = (subject?.sequence ?? 0) + 1
  await execution.execute(sequenceUpdate(registrationId, sequence))
  return sequence
}

function sequenceUpdate(id: string, sequence: number) {
  return {
    message: 'Update',
    table: registrationTable,
    id,
    internal: true,
    target: { gr_calendarsequence: sequence },
  }
}

async function announceChange(execution: Execution): Promise<void> {
  const { pre, post } = execution
  if (post?.msevtmgt_publishstatus !== publishStatus.live.value) return
  const changed = toldColumns.some((column) => pre?.[column] !== post[column])
  if (changed) execution.enqueue(announcementRequest('change', execution))
}

async function announceEventCancelled(execution: Execution): Promise<void> {
  const { pre, post } = execution
  const cancelled = publishStatus.cancelled.value
  if (post?.msevtmgt_publishstatus === cancelled && pre?.msevtmgt_publishstatus !== cancelled) {
    execution.enqueue(announcementRequest('cancellation', execution))
  }
}

export const announcementJobKind = 'mail.announcement'

interface AnnouncementPayload {
  readonly kind: LetterKind
  readonly eventId: string
}

/** Two changes within a minute are one mail: people see what is true in the end. */
const settlingMs = 60_000

function announcementRequest(
  kind: LetterKind,
  execution: Execution,
): JobRequest<AnnouncementPayload> {
  return {
    kind: announcementJobKind,
    name: `Mail: tell everybody about the ${kind}`,
    payload: { kind, eventId: execution.id },
    key: `announcement:${execution.id}`,
    ...(kind === 'change'
      ? {
          uniqueKey: `announcement:${execution.id}:change`,
          runAt: new Date(execution.operationCreatedOn.getTime() + settlingMs),
        }
      : {}),
    regarding: { table: 'msevtmgt_event', id: execution.id },
  }
}

/** Fans out in one transaction: every active registration gets its sequence raised and its job. */
export function announcementJob(o: {
  db: Db
  pipeline: Pipeline
}): JobDefinition<AnnouncementPayload> {
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

async function announce(
  pipeline: Pipeline,
  tx: Tx,
  { kind, eventId }: AnnouncementPayload,
): Promise<void> {
  const registrations = await rows.activeRegistrations(tx, eventId)
  for (const { id, sequence } of registrations) {
    await pipeline.executeIn(tx, systemCaller, sequenceUpdate(id, sequence + 1))
  }
  await enqueue(
    tx,
    registrations.map(({ id, sequence }) =>
      letterRequest({ kind, registrationId: id, sequence: sequence + 1 }),
    ),
  )
}
