import type { PlanFault } from './contract.ts'
import { ProviderError } from './provider-error.ts'

/** The refusal that an adapter's own mapping throws, as a fault of the plan; other errors pass. */
export function faultIn(about: PlanFault['about'], check: () => unknown): PlanFault | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'rejected') throw error
    return { about, message: error.message }
  }
}
