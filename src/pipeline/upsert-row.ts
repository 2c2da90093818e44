import type { Message } from './message.ts'
import { findIdByKey, holdRow, serializeByKey } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import { withSecrets } from './secrets.ts'

/**
 * Upsert: an Update where the row exists, else a Create; each asks for its own right and fires its
 * own steps, at the depth of the Upsert. Output: RecordCreated, Target.
 */
export const upsertRow: Message = {
  name: 'Upsert',
  privilege: undefined,
  writes: 'nothing',
  needsRow: false,
  prepare: async () => undefined,

  async perform(executions) {
    const results: (Error | undefined)[] = []
    for (const each of executions) results.push(await upsert(each))
    return results
  },
}

async function upsert(execution: RunningExecution): Promise<Error | undefined> {
  const found = await locate(execution)
  const { table, internal, target, secrets, start } = execution
  const { ifVersion, engine } = start
  const message = found === undefined && ifVersion === undefined ? 'Create' : 'Update'
  const id = found ?? execution.id
  const key = message === 'Create' ? start.key : undefined
  const values = { ...key, ...withSecrets(target, secrets) }
  const versioned = ifVersion === undefined ? {} : { ifVersion }
  const request = { message, table, id, target: values, internal, ...versioned }
  const [outcome] = await engine.nest([{ parent: execution, request }], {
    lenient: true,
    sameDepth: true,
  })
  if (outcome === undefined || outcome instanceof Error) return outcome
  execution.id = id
  execution.post = outcome.post
  execution.output.RecordCreated = message === 'Create'
  execution.output.Target = { table, id }
  return undefined
}

/**
 * The row's id, if it exists. Two callers who find none at the same time would both create it, so
 * from there on only one at a time goes ahead.
 */
async function locate(execution: RunningExecution): Promise<string | undefined> {
  const { table, id, scope, start } = execution
  const found = await find(execution)
  if (found !== undefined) return found
  await serializeByKey(
    scope.tx,
    `${table} ${start.key === undefined ? id : JSON.stringify(start.key)}`,
  )
  return await find(execution)
}

async function find({ id, scope, start }: RunningExecution): Promise<string | undefined> {
  if (start.key !== undefined) return await findIdByKey(scope.tx, start.plan, start.key)
  return (await holdRow(scope.tx, start.plan, id)) ? id : undefined
}
