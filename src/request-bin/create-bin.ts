import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import type { Caller } from '#pipeline'
import { insertBin } from './bin-rows.ts'
import { defaultHours, mostBins } from './limits.ts'
import { refusals } from './refusals.ts'
import { addressOf, type Bin, plainAnswer } from './request-bin.ts'

const hourMs = 3_600_000

export interface BinOrder {
  readonly name?: string
  /** How long it lives; default 24. */
  readonly hours?: number
}

/** @throws the refusal `bin-full` where the hub has as many as it keeps. */
export async function createBin(
  { db, clock, publicUrl }: { readonly db: Db; readonly clock: Clock; readonly publicUrl: string },
  caller: Caller,
  order: BinOrder,
): Promise<Bin> {
  const createdOn = clock.now()
  const bin = {
    id: randomUUID(),
    name: order.name?.trim() || 'Request bin',
    token: randomBytes(24).toString('base64url'),
    createdBy: caller.userId,
    createdOn,
    expiresOn: new Date(createdOn.getTime() + (order.hours ?? defaultHours) * hourMs),
  }
  const isMade = await withTransaction(db, (tx) => insertBin(tx, bin))
  if (!isMade) throw refusals['bin-full']({ limit: mostBins })
  const { id, name, expiresOn } = bin
  const url = addressOf(publicUrl, bin.token)
  return { id, name, url, createdOn, expiresOn, answer: plainAnswer, requests: 0 }
}
