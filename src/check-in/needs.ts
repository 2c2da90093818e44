import type { FastifyRequest } from 'fastify'
import type { Attendance } from '#attendance'
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Caller, Pipeline } from '#pipeline'
import type { Recovery } from '#registrations'

export interface CheckInNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly pipeline: Pick<Pipeline, 'execute'>
  readonly recovery: Pick<Recovery, 'keep'>
  readonly attendance: Pick<Attendance, 'undoCheckIn'>
  /** Who is signed in at the console, or whose API key it is; refuses with 401. */
  callerOf(request: FastifyRequest): Promise<Caller>
}
