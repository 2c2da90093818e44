/** Executions of one message and table through validation, stage 20, main operation and stage 40. */
import { general, isRefusal } from '#errors'
import type { Execution, Group, Outcome, Step, Values } from './execution.ts'
import { findRows, lockRows } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import { settleChanges } from './settle-changes.ts'
import type { StepSet } from './step-registry.ts'
import { requireColumns } from './validate.ts'

/**
 * Gives one result per execution, in order. Lenient: a refusal that came before its execution
 * wrote anything is that execution's result. Everything else is thrown and fails them all.
 */
export async function runTogether(
  executions: readonly RunningExecution[],
  lenient: boolean,
): Promise<(Outcome | Error)[]> {
  const first = executions[0]
  if (first === undefined) return []
  const refused = new Map<RunningExecution, Error>()
  const steps = stepsOf(first)
  const attempt = async (act: (execution: RunningExecution) => Promise<void>) => {
    for (const each of executions) {
      if (!refused.has(each)) await orRefused(each, refused, lenient, () => act(each))
    }
  }
  await attempt((each) => prepare(each))
  await loadPreImages(executions, steps, lenient, refused)
  await attempt((each) => beforeMain(each, steps))
  await main(
    executions.filter((each) => !refused.has(each)),
    refused,
    lenient,
  )
  for (const each of executions) if (!refused.has(each)) await afterMain(each, steps)
  return executions.map((each) => refused.get(each) ?? outcomeOf(each))
}

function stepsOf(execution: RunningExecution): StepSet {
  return execution.start.engine.steps.of(execution.message, execution.table)
}

async function orRefused(
  execution: RunningExecution,
  refused: Map<RunningExecution, Error>,
  lenient: boolean,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!lenient || !isRefusal(error) || execution.hasWritten) throw error
    refused.set(execution, error)
  }
}

async function prepare(execution: RunningExecution): Promise<void> {
  execution.stage = 20
  await execution.start.action.prepare(execution)
}

/** Rows that a step wants to see as they were, held until the commit, by one statement. */
async function loadPreImages(
  executions: readonly RunningExecution[],
  steps: StepSet,
  lenient: boolean,
  refused: Map<RunningExecution, Error>,
): Promise<void> {
  const wanting = executions.filter((each) => !refused.has(each) && wantsPreImage(each, steps))
  const first = wanting[0]
  if (first === undefined) return
  const ids = wanting.map(({ id }) => id)
  const rows = await lockRows(first.scope.tx, first.start.plan, ids)
  for (const each of wanting) {
    each.pre = rows.get(each.id)
    if (each.pre !== undefined) continue
    const missing = general['not-found']({ what: each.declaration.label, id: each.id })
    if (!lenient) throw missing
    refused.set(each, missing)
  }
}

function wantsPreImage(execution: RunningExecution, steps: StepSet): boolean {
  if (!execution.start.action.needsRow) return false
  return [...steps[20], ...steps[40]].some(
    (step) => step.needsPreImage === true && applies(step, execution),
  )
}

async function beforeMain(execution: RunningExecution, steps: StepSet): Promise<void> {
  if (steps[20].length > 0) {
    const before: Values = { ...execution.target }
    await runSteps(execution, steps[20], 20)
    if (execution.start.action.writes !== 'nothing') await settleChanges(execution, before)
  }
  const { action, plan } = execution.start
  if (action.writes === 'nothing') return
  const { target, secrets } = execution
  requireColumns({ plan, target, secrets, creates: action.writes === 'new row' })
}

async function main(
  ready: readonly RunningExecution[],
  refused: Map<RunningExecution, Error>,
  lenient: boolean,
): Promise<void> {
  const first = ready[0]
  if (first === undefined) return
  for (const each of ready) each.stage = 30
  const results = await first.start.action.perform(ready, groupOf(first))
  for (const [index, each] of ready.entries()) {
    const error = results[index]
    if (error === undefined) continue
    if (!lenient || each.hasWritten || !isRefusal(error)) throw error
    refused.set(each, error)
  }
}

function groupOf(first: RunningExecution): Group {
  return {
    tx: first.scope.tx,
    executeAll: async (items) =>
      await first.start.engine.nest(
        items.map(({ execution, request }) => ({ parent: asRunning(execution), request })),
        { lenient: true },
      ),
  }
}

/** Executions are only ever made by the pipeline. */
export function asRunning(execution: Execution): RunningExecution {
  return execution as RunningExecution
}

async function afterMain(execution: RunningExecution, steps: StepSet): Promise<void> {
  await runSteps(execution, steps[40], 40)
  execution.handJobsUp()
}

function outcomeOf({ id, output, post }: RunningExecution): Outcome {
  return { id, output, post }
}

/** Stage 10: before the transaction where the execution is a door's request. */
export async function runFirstStage(execution: RunningExecution): Promise<void> {
  const steps = stepsOf(execution)[10]
  if (steps.length === 0) return
  const wantsRow = steps.some((step) => step.needsPreImage === true && applies(step, execution))
  if (wantsRow && execution.start.action.needsRow) {
    const { plan } = execution.start
    execution.pre = (await findRows(execution.db, plan, [execution.id])).get(execution.id)
  }
  await runSteps(execution, steps, 10)
}

async function runSteps(
  execution: RunningExecution,
  steps: readonly Step[],
  stage: 10 | 20 | 40,
): Promise<void> {
  execution.stage = stage
  for (const step of steps) if (applies(step, execution)) await runStep(execution, step)
}

async function runStep(execution: RunningExecution, step: Step): Promise<void> {
  try {
    await step.run(execution)
  } catch (error) {
    if (!isRefusal(error)) {
      const { message, table, stage, correlationId } = execution
      const where = { step: step.name, message, table, stage, correlationId }
      execution.start.engine.log.warn({ ...where, err: error }, 'A step failed')
    }
    throw error
  }
}

/** Filtering columns narrow updates only, to those that write at least one of them. */
function applies(step: Step, execution: RunningExecution): boolean {
  if (step.requestsOnly === true && execution.internal) return false
  const filter = step.filteringColumns
  if (filter === undefined || filter.length === 0 || execution.message !== 'Update') return true
  return filter.some((name) => Object.hasOwn(execution.target, name))
}
