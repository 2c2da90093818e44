import { isAbortedTransactionError } from 'kysely'
import { sqlState, withTransaction } from '#database'
import { commitAlone, finishTransaction, openBeforeTransaction } from './execute-alone.ts'
import type { Caller, Outcome, Request } from './execution.ts'
import { runTogether } from './run-together.ts'
import type { Engine, RunningExecution, Scope } from './running-execution.ts'

export interface Attributed {
  readonly caller: Caller
  readonly request: Request
}

type Result = Outcome | Error

/**
 * Group commit: one transaction for many executions of one message. A refusal that comes before
 * its execution wrote anything is its own result. Any other failure rolls all of them back; then
 * each runs singly, so that only the guilty one fails and nothing of the others is lost.
 */
export async function executeEach(
  engine: Engine,
  requests: readonly Attributed[],
): Promise<Result[]> {
  refuseMixture(requests)
  const results = new Map<number, Result>()
  const opened = new Map<number, RunningExecution>()
  for (const [index, asked] of requests.entries()) {
    const one = await settled(() => openBeforeTransaction(engine, asked))
    if (one instanceof Error) results.set(index, one)
    else opened.set(index, one)
  }
  const ran = await runOpened(engine, [...opened.values()])
  for (const [position, index] of [...opened.keys()].entries()) {
    results.set(index, ran[position] as Result)
  }
  return requests.map((_, index) => results.get(index) as Result)
}

function refuseMixture(requests: readonly Attributed[]): void {
  const kinds = new Set(requests.map(({ request }) => `${request.message} of ${request.table}`))
  if (kinds.size <= 1) return
  throw new TypeError(`One group runs one message on one table, not ${[...kinds].join(' and ')}.`)
}

async function settled<T>(act: () => Promise<T>): Promise<T | Error> {
  try {
    return await act()
  } catch (error) {
    return error instanceof Error ? error : new Error('Something was thrown.', { cause: error })
  }
}

async function runOpened(
  engine: Engine,
  opened: readonly RunningExecution[],
): Promise<readonly Result[]> {
  if (opened.length === 0) return []
  if (opened.length === 1) return await runSingly(engine, opened)
  const progress = { begun: false, ended: false }
  try {
    return await runGroup(engine, opened, progress)
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('Thrown.', { cause: error })
    if (!wasRolledBack(progress, error)) return opened.map(() => failure)
    const size = opened.length
    const { message } = opened[0] as RunningExecution
    engine.log.warn({ err: failure, message, size }, 'A group failed and runs one by one')
    return await runSingly(engine, opened)
  }
}

interface Progress {
  begun: boolean
  ended: boolean
}

async function runGroup(
  engine: Engine,
  opened: readonly RunningExecution[],
  progress: Progress,
): Promise<readonly Result[]> {
  return await withTransaction(engine.db, async (tx) => {
    progress.begun = true
    progress.ended = false
    const scope: Scope = { tx, failure: undefined }
    const attempts = opened.map((each) => each.inTransaction(scope))
    const results = await runTogether(attempts, true)
    const succeeded = attempts.filter((_, index) => !(results[index] instanceof Error))
    await finishTransaction(engine, scope, succeeded)
    progress.ended = true
    return results
  })
}

/**
 * Without a connection nothing begins, and running singly would only wait for each. When the
 * connection broke during the commit nobody knows whether it happened: repeating could double it.
 */
function wasRolledBack({ begun, ended }: Progress, error: unknown): boolean {
  if (!begun) return false
  if (isAbortedTransactionError(error)) return true
  const state = sqlState(error)
  const connectionLost = state === undefined || state.startsWith('08') || state.startsWith('57P')
  return !ended || !connectionLost
}

async function runSingly(
  engine: Engine,
  opened: readonly RunningExecution[],
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const each of opened) results.push(await settled(() => commitAlone(engine, each)))
  return results
}
