/** Sends the deliveries of a replay again, part by part. */
import type { Clock } from '#clock'
import type { Tx } from '#database'
import { isRefusal } from '#errors'
import { enqueue, type JobDefinition, type JobResult, retry } from '#jobs'
import { type DeliveryPayload, deliveryJobKind } from '../delivery-job.ts'
import * as rows from './replay-rows.ts'
import { replayState } from './tables.ts'

export const replayJobKind = 'webhook.replay'

/** What the system job of a replay keeps; the rest is in its row. */
export interface ReplayPayload {
  readonly replay: string
}

const partMs = 1000

/**
 * Each run takes what may be sent within a second, in the transaction that ends the run: whatever
 * is killed, every delivery is sent again once, and the next run goes on after it.
 */
export function replayJob({ clock }: { readonly clock: Clock }): JobDefinition<ReplayPayload> {
  return {
    kind: replayJobKind,
    async run({ db, payload }): Promise<JobResult> {
      const replay = await rows.findReplay(db, payload.replay)
      if (replay === undefined || replay.state !== replayState.running.value) {
        return { friendlyMessage: 'The replay has ended.' }
      }
      if (replay.sent + replay.skipped >= replay.total) return finished(replay, clock)
      return {
        friendlyMessage: `${replay.sent} of ${replay.total} deliveries sent again so far.`,
        runAgainAt: new Date(clock.now().getTime() + partMs),
        complete: (tx) => sendPart(tx, payload.replay, clock),
      }
    },
    onFailure: (_, attempt) =>
      attempt < 10
        ? { next: 'retry', afterMs: attempt * 5000 }
        : { next: 'fail', friendlyMessage: 'The replay could not go on; retry this job.' },
  }
}

function finished({ id, sent, skipped }: rows.ReplayRow, clock: Clock): JobResult {
  const note = skipped === 0 ? '' : ` ${skipped} were sent by somebody else meanwhile.`
  return {
    friendlyMessage: `${sent} deliveries sent again.${note}`,
    complete: (tx) => rows.endReplay(tx, id, replayState.finished.value, clock.now()),
  }
}

async function sendPart(tx: Tx, id: string, clock: Clock): Promise<void> {
  const replay = await rows.lockRunning(tx, id)
  if (replay === undefined) return
  const part = await rows.nextDeliveries(tx, replay, replay.perSecond)
  const at = part.at(-1)
  if (at === undefined) return await rows.endReplay(tx, id, replayState.finished.value, clock.now())
  let sent = 0
  for (const delivery of part) if (await sendAgain(tx, replay, delivery, clock)) sent += 1
  await rows.advanceReplay(tx, id, { at, sent, skipped: part.length - sent })
}

/**
 * A failed delivery to its own endpoint is the same system job once more: when it succeeds, it is
 * no dead letter any longer. Everything else is a new one with the same body.
 */
async function sendAgain(
  tx: Tx,
  replay: rows.ReplayRow,
  delivery: rows.FinishedDelivery,
  clock: Clock,
): Promise<boolean> {
  if (!delivery.hasFailed || replay.targetEndpointId !== null) {
    await enqueueCopy(tx, replay, delivery, clock)
    return true
  }
  try {
    await retry(tx, delivery.id, clock.now())
  } catch (error) {
    if (isRefusal(error, 'job-cannot')) return false
    throw error
  }
  if (replay.marked) await rows.markDelivery(tx, delivery.id, replay.id)
  return true
}

async function enqueueCopy(
  tx: Tx,
  { id, targetEndpointId, marked }: rows.ReplayRow,
  delivery: rows.FinishedDelivery,
  clock: Clock,
): Promise<void> {
  const payload = delivery.payload as DeliveryPayload
  const copy: DeliveryPayload = {
    ...payload,
    endpoint: targetEndpointId ?? payload.endpoint,
    // Receivers that know the operation already recognise it.
    replayOf: payload.replayOf ?? delivery.id,
    ...(marked ? { replay: id } : {}),
  }
  const { rowId, rowTable, ownerId, correlationId, depth, stepId, message, table } = delivery
  const job = {
    kind: deliveryJobKind,
    name: delivery.name,
    operationType: 1,
    payload: copy,
    ...(ownerId === null ? {} : { ownerId }),
    ...(correlationId === null ? {} : { correlationId }),
    ...(depth === null ? {} : { depth }),
    ...(stepId === null ? {} : { owningExtensionId: stepId }),
    ...(message === null ? {} : { messageName: message }),
    ...(table === null ? {} : { primaryTable: table }),
    ...(rowId === null || rowTable === null ? {} : { regarding: { table: rowTable, id: rowId } }),
  }
  await enqueue(tx, [job], clock.now())
}
