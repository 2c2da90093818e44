import { isRefusal } from '#errors'
import type { Outcome } from './execution.ts'
import { openExecution } from './open-execution.ts'
import { refuseForbidden } from './rights.ts'
import { runFirstStage, runTogether } from './run-together.ts'
import {
  type Engine,
  type Manner,
  type NestedRequest,
  RunningExecution,
} from './running-execution.ts'

/** Messages whose main operation takes many rows in one statement. */
const together = new Set(['Create', 'Delete'])

/** Runs requests inside executions that are under way, in order; neighbours alike run together. */
export async function nestExecutions(
  engine: Engine,
  items: readonly NestedRequest[],
  manner: Manner,
): Promise<(Outcome | Error)[]> {
  const results: (Outcome | Error)[] = []
  for (const neighbours of alike(items)) {
    results.push(...(await nestAlike(engine, neighbours, manner)))
  }
  return results
}

function alike(items: readonly NestedRequest[]): NestedRequest[][] {
  const groups: NestedRequest[][] = []
  for (const item of items) {
    const group = groups.at(-1)
    if (group !== undefined && mayJoin(group[0], item)) group.push(item)
    else groups.push([item])
  }
  return groups
}

function mayJoin(first: NestedRequest | undefined, item: NestedRequest): boolean {
  const { message, table } = item.request
  if (first?.request.message !== message || first.request.table !== table) return false
  return together.has(message)
}

async function nestAlike(
  engine: Engine,
  items: readonly NestedRequest[],
  manner: Manner,
): Promise<(Outcome | Error)[]> {
  const lenient = manner.lenient === true
  const opened: (RunningExecution | Error)[] = []
  for (const item of items) opened.push(await open(engine, item, manner))
  const running = opened.filter((each) => each instanceof RunningExecution)
  const outcomes = await orDoom(running, () => runTogether(running, lenient))
  let next = 0
  return opened.map((each) => {
    if (each instanceof Error) return each
    next += 1
    return outcomes[next - 1] as Outcome | Error
  })
}

async function open(
  engine: Engine,
  { parent, request, caller = parent.caller }: NestedRequest,
  { lenient, sameDepth }: Manner,
): Promise<RunningExecution | Error> {
  const started: RunningExecution[] = []
  try {
    const execution = await openExecution({
      ...{ engine, caller, request, parent, sameDepth },
      scope: parent.scope,
    })
    started.push(execution)
    await orDoom(started, () => runFirstStage(execution))
    refuseForbidden(execution)
    return execution
  } catch (error) {
    const hasWritten = started.some((each) => each.hasWritten)
    if (lenient !== true || !isRefusal(error) || hasWritten) throw error
    return error
  }
}

/** What has been written cannot be undone by itself, so its failure is that of the transaction. */
async function orDoom<T>(
  executions: readonly RunningExecution[],
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const written = executions.find((each) => each.hasWritten)
    if (written !== undefined) written.scope.failure ??= error
    throw error
  }
}
