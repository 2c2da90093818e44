/** What operations on bins do, with the rights that it takes. */
import { type Static, Type } from 'typebox'
import { requireRight } from '#console'
import { withTransaction } from '#database'
import type { Caller } from '#pipeline'
import { deleteBin, deleteRequests, listRequests, setAnswer } from './bin-rows.ts'
import { createBin } from './create-bin.ts'
import { longestDelayMs, longestHours } from './limits.ts'
import type { RequestBinNeeds } from './needs.ts'
import { readBin, readBins } from './read-bin.ts'
import type { Answer, Bin } from './request-bin.ts'

export const orderBody = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 100 })),
  hours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: longestHours })),
})

export const answerBody = Type.Object({
  status: Type.Integer({ minimum: 200, maximum: 599 }),
  delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: longestDelayMs })),
  retryAfter: Type.Optional(Type.String({ maxLength: 100, pattern: '^[\\x20-\\x7e]+$' })),
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
})

export interface BinActs {
  create(caller: Caller, order: { name?: string; hours?: number }): Promise<Bin>
  list(caller: Caller): Promise<readonly Bin[]>
  read(caller: Caller, id: string): ReturnType<typeof readWithRequests>
  answerWith(caller: Caller, id: string, answer: Static<typeof answerBody>): Promise<Bin>
  clear(caller: Caller, id: string): Promise<void>
  remove(caller: Caller, id: string): Promise<void>
}

/** A bin shows what endpoints are told: it takes the rights that an endpoint takes. */
export function binActs(needs: RequestBinNeeds): BinActs {
  const { db } = needs
  return {
    async create(caller, order) {
      requireRight(caller, 'Create', 'serviceendpoint')
      return await createBin(needs, caller, order)
    },
    async list(caller) {
      requireRight(caller, 'Read', 'serviceendpoint')
      return await readBins(needs)
    },
    async read(caller, id) {
      requireRight(caller, 'Update', 'serviceendpoint')
      return await readWithRequests(needs, id)
    },
    async answerWith(caller, id, answer) {
      requireRight(caller, 'Update', 'serviceendpoint')
      const { answer: _now, ...bin } = await readBin(needs, id)
      const whole = wholeAnswer(answer)
      await withTransaction(db, (tx) => setAnswer(tx, id, whole))
      return { ...bin, answer: whole }
    },
    async clear(caller, id) {
      requireRight(caller, 'Update', 'serviceendpoint')
      await readBin(needs, id)
      await withTransaction(db, (tx) => deleteRequests(tx, id))
    },
    async remove(caller, id) {
      requireRight(caller, 'Delete', 'serviceendpoint')
      await readBin(needs, id)
      await withTransaction(db, (tx) => deleteBin(tx, id))
    },
  }
}

async function readWithRequests(needs: RequestBinNeeds, id: string) {
  const bin = await readBin(needs, id)
  return { ...bin, received: await listRequests(needs.db, id) }
}

const wholeAnswer = ({
  status,
  delayMs,
  retryAfter,
  times,
}: Static<typeof answerBody>): Answer => ({
  status,
  delayMs: delayMs ?? 0,
  retryAfter,
  times,
})
