/**
 * Messages that change what an endpoint is sent. Steps can be registered for them, so that other
 * systems learn of it, and administrators may send them by hand.
 */
import { sql } from 'kysely'
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Execution, MessageDefinition, MessageOutput, Offer, Values } from '#pipeline'
import { circuitState } from '../choices.ts'
import { closeCircuit, openCircuit } from './circuit-rows.ts'

export const endpointMessages = {
  disable: 'gr_DisableEndpoint',
  enable: 'gr_EnableEndpoint',
  open: 'gr_OpenCircuit',
  close: 'gr_CloseCircuit',
} as const

/** An hour, where an administrator opens a circuit without saying for how long. */
const defaultOpenMs = 3_600_000

export function defineEndpointMessages(clock: Clock): MessageDefinition[] {
  const { disable, enable, open, close } = endpointMessages
  return [
    definition(disable, { Reason: 'String?' }, (each) => {
      const gr_disabledreason = reasonIn(each.input, 'Somebody disabled it.')
      return write(each, { gr_disabledon: clock.now(), gr_disabledreason })
    }),
    definition(enable, {}, (each) => write(each, { gr_disabledon: null, gr_disabledreason: null })),
    definition(open, { Reason: 'String?', UntilSeconds: 'Int32?' }, async (each) => {
      const now = clock.now()
      const { UntilSeconds: seconds } = each.input
      const forMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : defaultOpenMs
      // First, because it refuses endpoints that are not there.
      await write(each, {
        gr_circuit: circuitState.open.value,
        gr_circuitchangedon: now,
        gr_circuitreason: reasonIn(each.input, 'Somebody opened it.'),
      })
      await openCircuit(each.tx, each.id, now, new Date(now.getTime() + forMs))
    }),
    definition(close, {}, async (each) => {
      await closeCircuit(each.tx, each.id, clock.now())
      await write(each, {
        gr_circuit: circuitState.closed.value,
        gr_circuitchangedon: clock.now(),
        gr_circuitreason: null,
      })
    }),
  ]
}

function definition(
  name: string,
  takes: Offer['takes'],
  perform: (execution: Execution) => Promise<void>,
): MessageDefinition {
  return {
    name,
    table: 'serviceendpoint',
    offer: { on: 'row', takes, gives: {} },
    run: async (executions) => {
      const results: MessageOutput[] = []
      for (const each of executions) {
        await perform(each)
        results.push({ id: each.id, output: {} })
      }
      return results
    },
  }
}

async function write(execution: Execution, target: Values): Promise<void> {
  const { id } = execution
  await execution.execute({
    message: 'Update',
    table: 'serviceendpoint',
    id,
    target,
    internal: true,
  })
}

function reasonIn({ Reason: reason }: Execution['input'], otherwise: string): string {
  return typeof reason === 'string' && reason.trim() !== '' ? reason.slice(0, 1_000) : otherwise
}

/** Locks the row, so that of several who find the same reason only one acts. */
export async function isDisabled(tx: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ on: Date | null }>`
select e.gr_disabledon as on from serviceendpoint e where e.serviceendpointid = ${id}
for update`.execute(tx)
  return rows[0] === undefined || rows[0].on !== null
}
