/**
 * Whoever writes a registration (site, console, Data API, import): cancelled and inactive mean the
 * same, sessions go with their event, and the counters of events and sessions stay exact. The
 * pipeline holds the row between `pre` and the commit, so nobody counts a cancellation twice.
 */
import type { Clock } from '#clock'
import {
  countEventRegistrations,
  countPasses,
  countSessionRegistrations,
  readSession,
} from '#events'
import type { Execution, Values } from '#pipeline'
import { tally } from './allot-seats.ts'
import { promotion } from './promotion.ts'
import { newRegistration, registrationTable, takesSeat } from './registration.ts'
import { freeNumbers } from './registration-number.ts'
import { activePasses, activeSessionRegistrations } from './registration-rows.ts'
import { anybodyWaits } from './waitlist-rows.ts'

/** What a registration by staff or import needs that its form does not ask for. */
export async function completeRegistration(execution: Execution): Promise<void> {
  const { target } = execution
  if (isEmpty(target.msevtmgt_name)) {
    target.msevtmgt_name = (await freeNumbers(execution.db, 1))[0]
  }
  target.msevtmgt_internalregistrationstatus ??= newRegistration.msevtmgt_internalregistrationstatus
}

/** A session registration knows its event, also when only the session was given. */
export async function completeSessionRegistration({ db, target }: Execution): Promise<void> {
  if (!isEmpty(target.msevtmgt_event) || typeof target.msevtmgt_sessionid !== 'string') return
  const session = await readSession(db, target.msevtmgt_sessionid)
  if (session !== undefined) target.msevtmgt_event = session.msevtmgt_event
}

/** `statecode` and `msevtmgt_iscanceled` say the same; cancelling notes the time. */
export async function agreeOnCancellation(execution: Execution, clock: Clock): Promise<void> {
  const { target, pre, message } = execution
  const cancelled = !takesSeat(target)
  if (message === 'Create' && !cancelled) return
  Object.assign(
    target,
    cancelled
      ? { statecode: 1, statuscode: 2, msevtmgt_iscanceled: true }
      : { statecode: 0, statuscode: 1, msevtmgt_iscanceled: false, gr_canceledon: null },
  )
  if (cancelled && (pre === undefined || takesSeat(pre))) target.gr_canceledon ??= clock.now()
}

/** Messages that count the seats of a whole batch themselves. */
const countedByMessage: readonly (string | undefined)[] = [
  'gr_Register',
  'gr_AddSessions',
  'gr_PromoteWaitlist',
  'gr_RegisterFromWaitlist',
  'gr_SettlePurchase',
]

/** After Create: one more. */
export async function countNewSeat(execution: Execution): Promise<void> {
  if (countedByMessage.includes(execution.parent?.message)) return
  await count(execution, undefined, execution.post ?? execution.target)
}

/** After Update: more or fewer, when it was cancelled, reactivated or moved. */
export async function recountSeat(execution: Execution): Promise<void> {
  const { pre = {}, post = { ...pre, ...execution.target } } = execution
  await count(execution, pre, post)
  const freed = takesSeat(pre) && !takesSeat(post)
  if (freed && execution.table === registrationTable) {
    await cancelSessions(execution)
    await withdrawPasses(execution)
  }
}

/** Passes of a cancelled registration open nothing any more, and can be sold again. */
async function withdrawPasses(execution: Execution): Promise<void> {
  const passes = await activePasses(execution.tx, execution.id)
  if (passes.length === 0) return
  await execution.executeAll(
    passes.map(({ attendeePassId }) => ({
      message: 'Update',
      table: 'msevtmgt_attendeepass',
      id: attendeePassId,
      target: { statecode: 1, statuscode: 2 },
      internal: true,
    })),
  )
  const sold = tally(passes.map(({ passId }) => passId))
  await countPasses(execution.tx, new Map([...sold].map(([id, count]) => [id, { sold: -count }])))
}

/** A capacity that was raised may have room for those who wait. */
export async function offerNewSeats(execution: Execution): Promise<void> {
  const { table, id, pre } = execution
  const eventId = table === 'msevtmgt_event' ? id : String(pre?.msevtmgt_event)
  await offerSeats(execution, eventId)
}

async function offerSeats(execution: Execution, eventId: string): Promise<void> {
  if (await anybodyWaits(execution.db, eventId)) execution.enqueue(promotion(eventId))
}

/** Before Delete: one fewer. Its session registrations are deleted by messages of their own. */
export async function countDeletedSeat(execution: Execution): Promise<void> {
  await count(execution, execution.pre ?? {}, undefined)
}

async function count(
  execution: Execution,
  before: Values | undefined,
  after: Values | undefined,
): Promise<void> {
  const changes = new Map<string, number>()
  const change = (row: Values | undefined, by: number) => {
    if (row === undefined || !takesSeat(row)) return
    const of = String(
      execution.table === registrationTable ? row.msevtmgt_eventid : row.msevtmgt_sessionid,
    )
    changes.set(of, (changes.get(of) ?? 0) + by)
  }
  change(before, -1)
  change(after, 1)
  const real = new Map([...changes].filter(([, by]) => by !== 0))
  const write =
    execution.table === registrationTable ? countEventRegistrations : countSessionRegistrations
  await write(execution.tx, real)
  if ([...real.values()].every((by) => by > 0)) return
  const row = before ?? {}
  await offerSeats(execution, String(row.msevtmgt_eventid ?? row.msevtmgt_event))
}

async function cancelSessions(execution: Execution): Promise<void> {
  const sessions = await activeSessionRegistrations(execution.tx, execution.id)
  await execution.executeAll(
    sessions.map(({ sessionRegistrationId }) => ({
      message: 'Update',
      table: 'msevtmgt_sessionregistration',
      id: sessionRegistrationId,
      target: { msevtmgt_iscanceled: true },
      internal: true,
    })),
  )
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
