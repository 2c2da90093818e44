/** Ordering, reading and cancelling replays. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { general, isRefusal } from '#errors'
import { type Audit, mayDo } from '#identity'
import { cancel, enqueue } from '#jobs'
import type { Caller } from '#pipeline'
import type { Registry } from '../registry.ts'
import { refusals } from './refusals.ts'
import { replayJobKind } from './replay-job.ts'
import * as rows from './replay-rows.ts'
import { replayedDeliveries, replayState } from './tables.ts'

export interface ReplayOrder {
  /** Default `failed`. */
  readonly deliveries?: keyof typeof replayedDeliveries
  /** Deliveries of changes in this range; the end is not in it. */
  readonly createdFrom?: Date
  readonly createdTo?: Date
  /** Deliveries that ended (failed) since then. */
  readonly endedFrom?: Date
  readonly endpointId?: string
  readonly stepId?: string
  /** Only the delivery of this system job. */
  readonly jobId?: string
  /** Where to, in place of the endpoint each was for. */
  readonly toEndpointId?: string
  /** At most; default 50. */
  readonly perSecond?: number
  /** Adds the header `x-greenroom-replay`; default false: nothing tells them apart. */
  readonly marked?: boolean
}

export interface Replay {
  readonly id: string
  readonly name: string
  readonly state: keyof typeof replayState
  readonly systemJobId: string | null
  readonly total: number
  readonly sent: number
  /** Were sent by somebody else meanwhile. */
  readonly skipped: number
  readonly perSecond: number
  readonly orderedOn: Date
  readonly endedOn: Date | null
}

export interface Replays {
  order(caller: Caller, order: ReplayOrder): Promise<Replay>
  read(caller: Caller, id: string): Promise<Replay>
  list(caller: Caller): Promise<readonly Replay[]>
  /** What has been sent already stays sent. */
  cancel(caller: Caller, id: string): Promise<Replay>
}

interface ReplayNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly registry: Pick<Registry, 'endpoint' | 'refresh'>
  readonly audit?: Pick<Audit, 'note'> | undefined
}

const usualPerSecond = 50

export function createReplays(needs: ReplayNeeds): Replays {
  const { db, clock } = needs
  return {
    async order(caller, order) {
      requireRight(caller, 'Update')
      await requireTarget(needs, order.toEndpointId)
      return toReplay(await startReplay(needs, caller, order))
    },
    async read(caller, id) {
      requireRight(caller, 'Read')
      return toReplay(await find(db, id))
    },
    async list(caller) {
      requireRight(caller, 'Read')
      return (await rows.listReplays(db)).map(toReplay)
    },
    async cancel(caller, id) {
      requireRight(caller, 'Update')
      const { systemJobId, name } = await find(db, id)
      await withTransaction(db, async (tx) => {
        if ((await rows.lockRunning(tx, id)) === undefined) return
        await rows.endReplay(tx, id, replayState.canceled.value, clock.now())
        if (systemJobId !== null) await cancel(tx, systemJobId, clock.now()).catch(unlessEnded)
        await needs.audit?.note(tx, { action: 'cancel replay', caller, ...about(id, name) })
      })
      return toReplay(await find(db, id))
    },
  }
}

/** A job that is between two parts can be cancelled; one that has ended need not. */
function unlessEnded(error: unknown): void {
  if (!isRefusal(error, 'job-cannot')) throw error
}

function requireRight(caller: Caller, privilege: 'Read' | 'Update'): void {
  if (mayDo(caller, privilege, 'serviceendpoint')) return
  const who = `The user ${caller.userId}`
  throw general['not-allowed']({ who, act: 'replay to', table: 'serviceendpoint' })
}

async function requireTarget({ registry }: ReplayNeeds, id: string | undefined): Promise<void> {
  if (id === undefined || registry.endpoint(id) !== undefined) return
  await registry.refresh()
  if (registry.endpoint(id) === undefined) {
    throw general['not-found']({ what: 'Service Endpoint', id })
  }
}

async function find(db: Db, id: string): Promise<rows.ReplayRow> {
  const row = await rows.findReplay(db, id)
  if (row === undefined) throw general['not-found']({ what: 'replay', id })
  return row
}

const about = (id: string, name: string) => ({
  ...{ table: 'gr_replay', recordId: id, recordName: name },
})

async function startReplay(needs: ReplayNeeds, caller: Caller, order: ReplayOrder) {
  const { db, clock, audit } = needs
  const orderedOn = clock.now()
  const selection = selectionOf(order, orderedOn)
  const total = await rows.countDeliveries(db, selection)
  if (total === 0) throw refusals['replay-empty']()
  const id = randomUUID()
  const name = `Replay of ${total} ${total === 1 ? 'delivery' : 'deliveries'}`
  return await withTransaction(db, async (tx) => {
    const job = { kind: replayJobKind, name, payload: { replay: id }, ownerId: caller.userId }
    const [systemJobId = null] = await enqueue(tx, [job], orderedOn)
    await rows.insertReplay(tx, {
      ...selection,
      ...{ id, name, systemJobId, total, orderedOn, orderedBy: caller.userId },
      targetEndpointId: order.toEndpointId ?? null,
      perSecond: order.perSecond ?? usualPerSecond,
      marked: order.marked ?? false,
    })
    const changes = Object.entries(order).map(([column, now]) => ({ column, old: null, new: now }))
    await audit?.note(tx, { action: 'replay deliveries', caller, ...about(id, name), changes })
    return await find(tx, id)
  })
}

/** What happens after the order is not part of it: replays must not chase themselves. */
function selectionOf(order: ReplayOrder, now: Date): rows.ReplaySelection {
  const soon = new Date(now.getTime() + 1)
  const createdTo = order.createdTo === undefined || order.createdTo > soon ? soon : order.createdTo
  return {
    deliveries: replayedDeliveries[order.deliveries ?? 'failed'].value,
    createdFrom: order.createdFrom ?? null,
    createdTo,
    endedFrom: order.endedFrom ?? null,
    endpointId: order.endpointId ?? null,
    stepId: order.stepId ?? null,
    jobId: order.jobId ?? null,
  }
}

const stateNames = new Map(
  Object.entries(replayState).map(([name, { value }]) => [value as number, name]),
)

function toReplay(row: rows.ReplayRow): Replay {
  const { id, name, systemJobId, total, sent, skipped, perSecond, orderedOn, endedOn } = row
  const state = stateNames.get(row.state) as keyof typeof replayState
  return { id, name, state, systemJobId, total, sent, skipped, perSecond, orderedOn, endedOn }
}
