import { type Tx, withTransaction } from '#database'
import type { Caller, Outcome, Request } from './execution.ts'
import { openExecution } from './open-execution.ts'
import { refuseForbidden } from './rights.ts'
import { runFirstStage, runTogether } from './run-together.ts'
import type { Engine, RunningExecution, Scope } from './running-execution.ts'

export interface Asked {
  readonly caller: Caller
  readonly request: Request
  readonly parent?: RunningExecution | undefined
}

/** A request in a transaction of its own. */
export async function executeAlone(engine: Engine, asked: Asked): Promise<Outcome> {
  return await commitAlone(engine, await openBeforeTransaction(engine, asked))
}

/** Everything that comes before the transaction: depth, stage 10, rights. */
export async function openBeforeTransaction(
  engine: Engine,
  asked: Asked,
): Promise<RunningExecution> {
  const execution = await openExecution({ engine, ...asked })
  await runFirstStage(execution)
  refuseForbidden(execution)
  return execution
}

export async function commitAlone(engine: Engine, opened: RunningExecution): Promise<Outcome> {
  return await withTransaction(engine.db, async (tx) => {
    const scope: Scope = { tx, failure: undefined }
    // A retry after a deadlock must begin with what stage 10 left, not with what an attempt did.
    return await runRoot(engine, scope, opened.inTransaction(scope))
  })
}

/** A request inside a transaction that somebody else commits. */
export async function executeInside(engine: Engine, tx: Tx, asked: Asked): Promise<Outcome> {
  const scope: Scope = { tx, failure: undefined }
  const execution = await openExecution({ engine, scope, ...asked })
  await runFirstStage(execution)
  refuseForbidden(execution)
  return await runRoot(engine, scope, execution)
}

async function runRoot(engine: Engine, scope: Scope, root: RunningExecution): Promise<Outcome> {
  // Not lenient: a failure is thrown, so this is an outcome.
  const [outcome] = (await runTogether([root], false)) as Outcome[]
  await finishTransaction(engine, scope, [root])
  return outcome as Outcome
}

/** The jobs of all executions by one call; or the failure that a step tried to pass over. */
export async function finishTransaction(
  engine: Engine,
  scope: Scope,
  roots: readonly RunningExecution[],
): Promise<void> {
  if (scope.failure !== undefined) throw scope.failure
  const jobs = roots.flatMap((root) => root.jobs)
  if (jobs.length > 0) await engine.enqueue(scope.tx, jobs)
}
