/**
 * A reminder's turn: one letter per registration, page by page. The letters of a page, and the job
 * for the next one, are written in the transaction that completes the page, so that a killed hub
 * neither leaves somebody out nor reminds them twice.
 */

import { instantOf } from '#calendar'
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import { enqueue, type JobDefinition, type JobResult } from '#jobs'
import * as rows from './mail-rows.ts'
import {
  findRemindable,
  instantsOf,
  type ReminderPayload,
  reminderJobKind,
  reminderRequest,
} from './plan-reminders.ts'
import { letterRequest } from './send-letter.ts'

/** Registrations per transaction. */
const pageSize = 500

export function reminderJob(o: { db: Db; clock: Clock }): JobDefinition<ReminderPayload> {
  return {
    kind: reminderJobKind,
    async run({ payload }): Promise<JobResult> {
      const obstacle = await obstacleTo(o, payload)
      if (obstacle !== undefined) return { friendlyMessage: obstacle }
      return { complete: (tx) => remindPage(tx, payload) }
    },
    onFailure: (error, attempt) => ({
      next: attempt < 5 ? 'retry' : 'fail',
      afterMs: attempt * 10_000,
      friendlyMessage: error instanceof Error ? error.message : String(error),
    }),
  }
}

async function obstacleTo(
  { db, clock }: { db: Db; clock: Clock },
  { eventId, lead, at }: ReminderPayload,
): Promise<string | undefined> {
  const event = await findRemindable(db, eventId)
  if (event === undefined) return 'The event is not live any more.'
  const planned = instantsOf(event).find((each) => each.lead === lead)
  if (planned === undefined) return 'The event has no such reminder any more.'
  if (planned.at.toISOString() !== at) return 'The event has moved; its new reminder is planned.'
  if (instantOf(event.start, event.zone) <= clock.now()) return 'The event has begun.'
  return undefined
}

async function remindPage(tx: Tx, payload: ReminderPayload): Promise<void> {
  const { eventId, lead, at, afterId = null } = payload
  const page = await rows.activeRegistrations(tx, eventId, { afterId, limit: pageSize })
  const version = `${lead}@${at}`
  await enqueue(
    tx,
    page.map(({ id }) =>
      letterRequest({ kind: 'reminder', registrationId: id, sequence: 0, version }),
    ),
  )
  const last = page.at(-1)
  if (page.length === pageSize && last !== undefined) {
    await enqueue(tx, [reminderRequest({ ...payload, afterId: last.id })])
  }
}
