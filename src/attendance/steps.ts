/** A live event or session gets its attendance collected at its end, whenever that will be. */
import {
  isLive,
  isStreamed,
  type Occasion,
  type OccasionTable,
  readOccasion,
  readSessions,
} from '#events'
import type { Execution, Step } from '#pipeline'
import { collectRequest } from './collect.ts'
import { thresholdStep } from './decide-again.ts'
import { watchRequest } from './watch.ts'

const columns: Readonly<Record<OccasionTable, readonly string[]>> = {
  msevtmgt_event: [
    'msevtmgt_publishstatus',
    'msevtmgt_eventstartdate',
    'msevtmgt_eventenddate',
    'msevtmgt_eventformat',
    'msevtmgt_eventtimezone',
    'gr_timezone',
    'msevtmgt_recurrencepattern',
  ],
  msevtmgt_session: [
    'msevtmgt_publishstatus',
    'msevtmgt_starttime',
    'msevtmgt_endtime',
    'msevtmgt_sessionformat',
    'msevtmgt_recurrencepattern',
  ],
}

export function attendanceSteps(): Step[] {
  const planning = (['msevtmgt_event', 'msevtmgt_session'] as const).flatMap((table) => [
    {
      name: `Attendance: plan the collection for a new ${table}`,
      message: 'Create',
      table,
      stage: 40 as const,
      rank: 600,
      run: (execution: Execution) => plan(execution, table),
    },
    {
      name: `Attendance: plan the collection for a changed ${table}`,
      message: 'Update',
      table,
      stage: 40 as const,
      rank: 600,
      filteringColumns: columns[table],
      run: (execution: Execution) => plan(execution, table),
    },
  ])
  return [...planning, thresholdStep]
}

async function plan(execution: Execution, table: OccasionTable): Promise<void> {
  const occasion = await readOccasion(execution.tx, table, execution.id)
  if (occasion === undefined || !isLive(occasion)) return
  planFor(execution, occasion)
  if (table === 'msevtmgt_session') return
  for (const session of await readSessions(execution.tx, occasion.id)) {
    if (isLive(session)) planFor(execution, session)
  }
}

function planFor(execution: Execution, occasion: Occasion): void {
  execution.enqueue(collectRequest(occasion))
  if (isStreamed(occasion)) execution.enqueue(watchRequest(occasion))
}
