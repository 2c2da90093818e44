/** Letters to those who wait and those who pay. */
import type { Execution, Step } from '#pipeline'
import type { LetterKind } from './kinds.ts'
import { letterRequest } from './send-letter.ts'

const after = { stage: 40, rank: 700 } as const

/** Who pays at once needs no letter that asks for it. */
const patienceMs = 5 * 60_000

export const orderSteps: readonly Step[] = [
  {
    ...after,
    name: 'Mail: somebody waits',
    message: 'Create',
    table: 'msevtmgt_waitlistitem',
    run: async (execution) => {
      const letter = { kind: 'waitlistJoined', waitlistItemId: execution.id, sequence: 0 } as const
      execution.enqueue(letterRequest(letter))
    },
  },
  {
    ...after,
    name: 'Mail: somebody is invited from the waitlist',
    message: 'Update',
    table: 'msevtmgt_waitlistitem',
    filteringColumns: ['gr_invitationends'],
    run: invite,
  },
  {
    ...after,
    name: 'Mail: a purchase waits for its payment',
    message: 'Create',
    table: 'msevtmgt_eventpurchase',
    run: askForPayment,
  },
  {
    ...after,
    name: 'Mail: a purchase was settled',
    message: 'Update',
    table: 'msevtmgt_eventpurchase',
    filteringColumns: ['gr_state'],
    needsPreImage: true,
    run: tellSettlement,
  },
]

async function invite(execution: Execution): Promise<void> {
  const { msevtmgt_invited: invited, gr_invitationends: ends } = execution.post ?? {}
  if (invited !== true || !(ends instanceof Date)) return
  execution.enqueue(
    letterRequest({
      kind: 'waitlistInvitation',
      waitlistItemId: execution.id,
      sequence: 0,
      version: ends.toISOString(),
    }),
  )
}

async function askForPayment(execution: Execution): Promise<void> {
  const now = execution.operationCreatedOn.getTime()
  const ends = execution.post?.gr_expireson
  // Not after a third of the time: who needs the letter needs time to pay, too.
  const third = ends instanceof Date ? (ends.getTime() - now) / 3 : patienceMs
  const runAt = new Date(now + Math.min(patienceMs, third))
  const letter = { kind: 'paymentWaiting', purchaseId: execution.id, sequence: 0 } as const
  execution.enqueue({ ...letterRequest(letter, runAt), key: `mail:waiting:${execution.id}` })
}

const lettersOf: ReadonlyMap<unknown, LetterKind> = new Map<unknown, LetterKind>([
  [100000001, 'paymentPaid'],
  [100000003, 'paymentExpired'],
])

async function tellSettlement(execution: Execution): Promise<void> {
  const { pre, post, id } = execution
  const kind = lettersOf.get(post?.gr_state)
  if (kind === undefined || pre?.gr_state === post?.gr_state) return
  execution.enqueue(letterRequest({ kind, purchaseId: id, sequence: 0 }))
}
