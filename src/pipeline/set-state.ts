import { describeValue } from './describe-value.ts'
import type { Message } from './message.ts'
import { prepareRow } from './prepare-row.ts'
import { refusals } from './refusals.ts'
import type { RunningExecution } from './running-execution.ts'
import { writeTarget } from './update-row.ts'

/** What Dataverse clients send for "the first status of that state". */
const defaultStatus = -1

/** SetState: moves a row to a state and one of its status reasons. Fires no Update steps. */
export const setState: Message = {
  name: 'SetState',
  privilege: 'Update',
  writes: 'row',
  needsRow: true,

  async prepare(execution) {
    const { State, Status = defaultStatus } = execution.input
    execution.target.statecode = numberParameter(execution, 'State', State)
    const status = numberParameter(execution, 'Status', Status)
    if (status !== defaultStatus) execution.target.statuscode = status
    await prepareRow(execution, true)
  },

  perform: writeTarget,
}

function numberParameter({ message }: RunningExecution, parameter: string, value: unknown): number {
  if (typeof value === 'number') return value
  const expected = 'a number'
  const found = describeValue(value)
  throw refusals['wrong-parameter'](
    { parameter, message, expected, found },
    { input: parameter, expected, found },
  )
}
