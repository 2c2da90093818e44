import type { MessageDefinition, MessageOutput } from './execution.ts'
import type { Message } from './message.ts'
import type { RunningExecution } from './running-execution.ts'

/** A message that another module defines, in the shape of the built-in ones. */
export function ownMessage(definition: MessageDefinition): Message {
  return {
    name: definition.name,
    table: definition.table,
    privilege: definition.privilege ?? 'Update',
    offer: definition.offer,
    writes: 'nothing',
    needsRow: false,
    prepare: async () => undefined,

    async perform(executions, group) {
      const results = await definition.run(executions, group)
      if (results.length !== executions.length) {
        const counts = `${results.length} results for ${executions.length} executions`
        throw new TypeError(`The message ${definition.name} gave ${counts}.`)
      }
      return executions.map((each, index) => {
        const result = results[index] as MessageOutput | Error
        return result instanceof Error ? result : complete(each, result)
      })
    },
  }
}

function complete(execution: RunningExecution, { id, output }: MessageOutput): undefined {
  execution.id = id
  Object.assign(execution.output, output)
  return undefined
}
