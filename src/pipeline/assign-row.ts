import { isReference } from './column-kinds.ts'
import { describeValue } from './describe-value.ts'
import type { Message } from './message.ts'
import { prepareRow } from './prepare-row.ts'
import { refusals } from './refusals.ts'
import { writeTarget } from './update-row.ts'

/** Assign: gives a row to another user or team. Fires no Update steps. */
export const assignRow: Message = {
  name: 'Assign',
  privilege: 'Update',
  writes: 'row',
  needsRow: true,

  async prepare(execution) {
    const { Assignee } = execution.input
    if (!isReference(Assignee)) {
      const { message } = execution
      const expected = 'a reference to a systemuser or team'
      const found = describeValue(Assignee)
      throw refusals['wrong-parameter'](
        { parameter: 'Assignee', message, expected, found },
        { input: 'Assignee', expected, found },
      )
    }
    execution.target.ownerid = Assignee
    await prepareRow(execution, true)
  },

  perform: writeTarget,
}
