import type { StateOption } from '#database'
import type { Values } from './execution.ts'
import { refusals } from './refusals.ts'
import type { TablePlan } from './table-plan.ts'

/**
 * Completes state and status reason: one given without the other brings its counterpart along, as
 * a state has a first status and a status belongs to a state. Refuses what does not go together.
 */
export function settleState(plan: TablePlan, target: Values): void {
  if (!plan.columns.has('statecode')) return
  // Both are required; that refusal says it better than one about what goes together.
  if (target.statecode === null || target.statuscode === null) return
  const state = numberOrUndefined(target.statecode)
  const status = numberOrUndefined(target.statuscode)
  if (state === undefined && status === undefined) return
  const { states } = plan.table
  const found = states.find(
    (each) => (state === undefined || each.value === state) && hasStatus(each, status),
  )
  if (found === undefined) throw wrongState(plan, state, status)
  target.statecode = found.value
  target.statuscode = status ?? found.statuses[0]?.value
}

function numberOrUndefined(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function hasStatus(state: StateOption, status: number | undefined): boolean {
  return status === undefined || state.statuses.some(({ value }) => value === status)
}

function wrongState(plan: TablePlan, state: number | undefined, status: number | undefined) {
  const found = [
    ...(state === undefined ? [] : [`the state ${state}`]),
    ...(status === undefined ? [] : [`the status reason ${status}`]),
  ].join(' with ')
  const expected = plan.table.states.map(stateText).join('; ')
  return refusals['wrong-state'](
    { table: plan.table.name, found, expected },
    { input: 'statecode, statuscode', expected, found },
  )
}

function stateText({ value, label, statuses }: StateOption): string {
  const listed = statuses.map((status) => `${status.value} (${status.label})`).join(', ')
  return `state ${value} (${label}) with ${listed}`
}
