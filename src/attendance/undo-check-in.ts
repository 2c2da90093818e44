/**
 * gr_UndoCheckIn: a check-in at the door was a mistake. It stays, superseded and with the reason
 * why, and the verdict is made again without it.
 */
import type { Clock } from '#clock'
import type { Execution, MessageDefinition, MessageOutput, Pipeline } from '#pipeline'
import * as rows from './attendance-rows.ts'
import { decide } from './check-in.ts'
import { refusals } from './refusals.ts'

export const undoCheckInMessage = 'gr_UndoCheckIn'

export function undoDefinition(o: { pipeline: Pipeline; clock: Clock }): MessageDefinition {
  return {
    name: undoCheckInMessage,
    table: 'msevtmgt_checkin',
    privilege: 'Update',
    offer: { on: 'row', takes: { reason: 'String' }, gives: { undone: 'Boolean' } },
    async run(executions) {
      const results: MessageOutput[] = []
      for (const execution of executions) results.push(await undo(o, execution))
      return results
    },
  }
}

async function undo(
  o: { pipeline: Pipeline; clock: Clock },
  execution: Execution,
): Promise<MessageOutput> {
  const { id, tx, input } = execution
  const reason = String(input.reason ?? '').trim()
  if (reason === '') throw refusals['undo-needs-reason'](undefined, { input: 'reason' })
  const checkin = await rows.lockCheckin(tx, id)
  if (checkin === undefined) throw refusals['unknown-check-in']({ id })
  if (checkin.gr_supersededon !== null) return { id, output: { undone: false } }
  const earlier = checkin.gr_reason === null ? '' : `${checkin.gr_reason} · `
  await execution.execute({
    message: 'Update',
    table: 'msevtmgt_checkin',
    id,
    internal: true,
    target: {
      gr_supersededon: o.clock.now(),
      gr_reason: `${earlier}Undone: ${reason}`.slice(0, 2000),
      // The same person may come in again, under the same reference.
      gr_reference: checkin.gr_reference === null ? null : `undone:${id}`,
    },
  })
  const attendees = await rows.attendeesOfRegistration(tx, checkin.msevtmgt_registrationid)
  const event = attendees.find((each) => each.sessionRegistrationId === undefined)
  if (event?.active === true) {
    await decide(o, execution, event, {
      registrationId: checkin.msevtmgt_registrationid,
      source: checkin.gr_source ?? 0,
      ...(checkin.msevtmgt_sessionattended === null
        ? {}
        : { sessionId: checkin.msevtmgt_sessionattended }),
    })
  }
  return { id, output: { undone: true } }
}
