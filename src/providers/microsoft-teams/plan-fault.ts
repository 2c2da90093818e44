import type { PlanFault, WebinarPlan } from '../contract.ts'
import { faultIn } from '../fault-in.ts'
import { seriesOf, toRecurrenceBody } from './recurrence.ts'

/** What Teams has no words for, told before a plan is saved. Pure. */
export function planFault(plan: WebinarPlan): PlanFault | undefined {
  const series = seriesOf(plan)
  return series && faultIn('recurrence', () => toRecurrenceBody(plan, series))
}
