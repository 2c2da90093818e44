/** Speakers and team get their own way in when what they present is live; each of them once. */
import { type Db, withTransaction } from '#database'
import { isLive, isStreamed, readOccasion } from '#events'
import { enqueue, type JobDefinition, type JobRequest } from '#jobs'
import type { Occasion, ReadNeeds } from './read-subject.ts'
import { letterRequest } from './send-letter.ts'

const presentersJobKind = 'mail.presenters'

export function presentersRequest(occasion: Occasion): JobRequest<Occasion> {
  return {
    kind: presentersJobKind,
    name: 'Mail: let presenters in',
    payload: occasion,
    uniqueKey: `presenters:${occasion.id}`,
    regarding: occasion,
  }
}

export function presentersJob(needs: ReadNeeds): JobDefinition<Occasion> {
  return {
    kind: presentersJobKind,
    async run({ payload }) {
      const count = await invitePresenters(needs, needs.db, payload)
      return { friendlyMessage: `${count} presenters are written to, unless they were before.` }
    },
    onFailure: (error, attempt) => ({
      next: attempt < 5 ? 'retry' : 'fail',
      afterMs: attempt * 10_000,
      friendlyMessage: error instanceof Error ? error.message : String(error),
    }),
  }
}

async function invitePresenters(needs: ReadNeeds, db: Db, occasion: Occasion): Promise<number> {
  const found = await readOccasion(db, occasion.table, occasion.id)
  if (found === undefined || !isLive(found) || !isStreamed(found)) return 0
  const presenters = await needs.presentersOf(occasion.table, occasion.id)
  await withTransaction(db, (tx) =>
    enqueue(
      tx,
      presenters.map(({ id }) =>
        letterRequest({ kind: 'presenterLink', occasion, personId: id, sequence: 0 }),
      ),
    ),
  )
  return presenters.length
}
