/** What Zoom has no words for, told before a plan is saved. Pure. */
import { localOf, occurrencesOf } from '#calendar'
import type { PlanFault, WebinarPlan } from '../contract.ts'
import { faultIn } from '../fault-in.ts'
import { passwordOf } from './mapping.ts'
import { mostOccurrences, rejected, seriesOf, toRecurrenceBody } from './recurrence.ts'

export function planFault(plan: WebinarPlan): PlanFault | undefined {
  const { password } = plan
  return (
    faultIn('password', () => password !== undefined && passwordOf(password)) ??
    faultIn('recurrence', () => checkSeries(plan))
  )
}

/** A series with an end date may have more dates than Zoom keeps; those behind would be missing. */
function checkSeries(plan: WebinarPlan): void {
  const series = seriesOf(plan)
  if (series === undefined) return
  toRecurrenceBody(plan, series)
  if (series.until === undefined) return
  const dates = occurrencesOf(series, localOf(plan.start, plan.timeZone))
  if (dates.take(mostOccurrences + 1).toArray().length <= mostOccurrences) return
  throw rejected(`Zoom keeps ${mostOccurrences} dates of a series, and this one has more`)
}
