import type { Caller, Execution, Outcome } from '#pipeline'
import { publishStatus } from './choices.ts'
import type { OccasionTable } from './event.ts'
import { sessionsNotCancelled } from './event-rows.ts'
import type { Execute } from './go-live.ts'

/**
 * Cancels an event (its sessions with it) or one session: a plain Update. Registrations stay as
 * they are; who must be told and what must go at the provider is for the modules above.
 */
export async function cancelEvent(
  execute: Execute,
  caller: Caller,
  table: OccasionTable,
  id: string,
): Promise<Outcome> {
  const target = { msevtmgt_publishstatus: publishStatus.cancelled.value }
  return await execute(caller, { message: 'Update', table, id, target })
}

/** After an event was cancelled: so are its sessions. */
export async function cancelSessions(execution: Execution): Promise<void> {
  const { cancelled } = publishStatus
  if (execution.target.msevtmgt_publishstatus !== cancelled.value) return
  if (execution.pre?.msevtmgt_publishstatus === cancelled.value) return
  const sessions = await sessionsNotCancelled(execution.tx, execution.id)
  await execution.executeAll(
    sessions.map((id) => ({
      message: 'Update',
      table: 'msevtmgt_session',
      id,
      target: { msevtmgt_publishstatus: cancelled.value },
      internal: true,
    })),
  )
}
