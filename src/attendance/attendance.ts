import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { type OccasionTable, readOccasion } from '#events'
import { enqueue, type JobDefinition } from '#jobs'
import type { Caller, MessageDefinition, Pipeline, Step } from '#pipeline'
import type { Happening, Providers } from '#providers'
import { type CheckInInput, checkInDefinition, checkInMessage } from './check-in.ts'
import { collectJob, collectRequest } from './collect.ts'
import { decideJob } from './decide-again.ts'
import {
  decideAttendanceMessage,
  decidePersonDefinition,
  type PersonDecision,
} from './decide-person.ts'
import type { WebinarDirectory } from './directory.ts'
import { attendanceSteps } from './steps.ts'
import { takeHappening } from './take-happening.ts'
import { undoCheckInMessage, undoDefinition } from './undo-check-in.ts'
import { watchJob } from './watch.ts'

export interface Attendance {
  readonly steps: readonly Step[]
  readonly jobs: readonly JobDefinition[]
  readonly messages: readonly MessageDefinition[]
  checkIn(caller: Caller, input: CheckInInput): Promise<{ id: string; created: boolean }>
  /** Takes a check-in back. Gives whether it stood until now. */
  undoCheckIn(caller: Caller, checkinId: string, reason: string): Promise<boolean>
  /** Says who an unmatched person was, or takes that back. Gives whether anything changed. */
  decidePerson(caller: Caller, decision: PersonDecision): Promise<boolean>
  /** What a vendor's callback told; false: the webinar is none of ours. */
  takeHappening(configurationId: string, happening: Happening): Promise<boolean>
  /** Asks the provider now, e.g. because a corrected report is known to be there. */
  collectNow(table: OccasionTable, id: string): Promise<void>
}

export function createAttendance(o: {
  db: Db
  pipeline: Pipeline
  providers: Providers
  directory: WebinarDirectory
  clock: Clock
}): Attendance {
  return {
    steps: attendanceSteps(),
    jobs: [collectJob(o), watchJob(o), decideJob(o)] as readonly JobDefinition[],
    messages: [checkInDefinition(o), undoDefinition(o), decidePersonDefinition(o)],
    async checkIn(caller, input) {
      const done = await o.pipeline.execute(caller, {
        message: checkInMessage,
        table: 'msevtmgt_checkin',
        input: { ...input },
      })
      return { id: done.id, created: done.output.created === true }
    },
    async undoCheckIn(caller, id, reason) {
      const done = await o.pipeline.execute(caller, {
        message: undoCheckInMessage,
        table: 'msevtmgt_checkin',
        id,
        input: { reason },
      })
      return done.output.undone === true
    },
    async decidePerson(caller, decision) {
      const done = await o.pipeline.execute(caller, {
        message: decideAttendanceMessage,
        table: 'gr_attendancedecision',
        input: { ...decision },
      })
      return done.output.changed === true
    },
    takeHappening: (configurationId, happening) => takeHappening(o, configurationId, happening),
    async collectNow(table, id) {
      const occasion = await readOccasion(o.db, table, id)
      if (occasion === undefined) return
      const request = {
        ...collectRequest(occasion),
        runAt: o.clock.now(),
        uniqueKey: `attendance:${id}:now`,
      }
      await withTransaction(o.db, (tx) => enqueue(tx, [request]))
    },
  }
}
