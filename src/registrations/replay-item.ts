/**
 * gr_ReplayRecoveryItem: what could not be processed goes through the same message as the first
 * time, in the transaction that marks it as replayed, so that it happens once or not at all.
 */
import type { Clock } from '#clock'
import type { Execution, MessageDefinition, MessageOutput, Request } from '#pipeline'
import { recoveryKind, recoveryOutcome } from './choices.ts'
import { lockRecoveryItem, type RecoveryRow } from './recovery-rows.ts'
import { refusals } from './refusals.ts'
import { registrationTable } from './registration.ts'

type Payload = Readonly<Record<string, unknown>>

/** Makes the request that a kind of item is replayed with; check-ins come from above. */
export type ReplayRequests = Readonly<
  Partial<Record<number, (execution: Execution, payload: Payload) => Promise<Request>>>
>

const ownRequests: ReplayRequests = {
  [recoveryKind.registration.value]: async (_, payload) => ({
    message: 'gr_Register',
    table: registrationTable,
    // Whoever tried again by themselves meanwhile is not registered a second time.
    input: { ...payload, mergeDuplicates: true },
  }),
  [recoveryKind.payment.value]: async (_, payload) => ({
    message: 'gr_SettlePurchase',
    table: 'msevtmgt_eventpurchase',
    id: String(payload.purchaseId),
    input: { settlement: 'paid', by: String(payload.by ?? 'replay') },
  }),
}

export function replayMessage(clock: Clock, more: ReplayRequests): MessageDefinition {
  const requests = { ...ownRequests, ...more }
  return {
    name: 'gr_ReplayRecoveryItem',
    table: 'gr_recoveryitem',
    // Whatever the message gives that the item was kept for.
    offer: { on: 'row', takes: {}, gives: 'Object' },
    async run(executions) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await replay(each, requests, clock.now()))
      return results
    },
  }
}

async function replay(
  execution: Execution,
  requests: ReplayRequests,
  now: Date,
): Promise<MessageOutput | Error> {
  const { id } = execution
  const item = await lockRecoveryItem(execution.tx, id)
  if (item === undefined) return refusals['unknown-recovery-item']({ id })
  if (item.gr_outcome === recoveryOutcome.replayed.value) return { id, output: outputOf(item) }
  if (item.gr_outcome === recoveryOutcome.discarded.value) {
    return refusals['recovery-item-discarded']({ name: item.gr_name })
  }
  const request = await requestOf(execution, item, requests)
  const { output } = await execution.execute(request)
  if (output.state === 'paidAfterExpiry') {
    throw refusals['recovery-still-without-seat']({ name: item.gr_name })
  }
  const result = JSON.stringify(output)
  await settle(execution, now, {
    gr_outcome: recoveryOutcome.replayed.value,
    gr_result: result.length <= 20_000 ? result : null,
  })
  return { id, output: { ...output } }
}

async function requestOf(
  execution: Execution,
  item: RecoveryRow,
  requests: ReplayRequests,
): Promise<Request> {
  const make = requests[item.gr_kind]
  if (make === undefined) throw refusals['recovery-kind-by-hand']({ name: item.gr_name })
  return await make(execution, readPayload(item.gr_payload))
}

/** @throws `recovery-payload-invalid` for anything but a JSON object */
export function readPayload(text: string): Payload {
  const input = 'gr_payload'
  const parsed = parse(text)
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Payload
  }
  throw refusals['recovery-payload-invalid']({}, { input, expected: 'a JSON object' })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw refusals['recovery-payload-invalid']({}, { input: 'gr_payload', cause })
  }
}

function outputOf({ gr_result }: RecoveryRow): Payload {
  return gr_result === null ? {} : (JSON.parse(gr_result) as Payload)
}

export async function settle(
  execution: Execution,
  now: Date,
  target: Readonly<Record<string, unknown>>,
): Promise<void> {
  await execution.execute({
    message: 'Update',
    table: 'gr_recoveryitem',
    id: execution.id,
    internal: true,
    target: { ...target, gr_settledon: now, gr_settledby: execution.caller.userId },
  })
}
