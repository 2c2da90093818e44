import type { Step } from './execution.ts'

/** The steps of one message on one table, by stage and in the order in which they run. */
export interface StepSet {
  readonly 10: readonly Step[]
  readonly 20: readonly Step[]
  readonly 40: readonly Step[]
  /** Whether there is any. */
  readonly any: boolean
}

const defaultRank = 1000

/**
 * Finding the steps of a write is one look-up: a set is put together when it is first asked for,
 * and again after a step came or went.
 */
export class StepRegistry {
  #steps: readonly Step[] = []
  readonly #sets = new Map<string, Map<string, StepSet>>()

  add(step: Step): void {
    this.#steps = [...this.#steps, step]
    this.#sets.clear()
  }

  remove(step: Step): void {
    this.#steps = this.#steps.filter((each) => each !== step)
    this.#sets.clear()
  }

  all(): readonly Step[] {
    return this.#steps
  }

  of(message: string, table: string): StepSet {
    return this.#sets.get(message)?.get(table) ?? this.#putTogether(message, table)
  }

  #putTogether(message: string, table: string): StepSet {
    const mine = this.#steps.filter(
      (step) => step.message === message && (step.table === undefined || step.table === table),
    )
    // Sorting is stable: equal ranks stay in order of registration.
    const sorted = mine.toSorted((a, b) => (a.rank ?? defaultRank) - (b.rank ?? defaultRank))
    const at = (stage: number) => sorted.filter((step) => step.stage === stage)
    const set: StepSet = { 10: at(10), 20: at(20), 40: at(40), any: mine.length > 0 }
    const byTable = this.#sets.get(message) ?? new Map<string, StepSet>()
    this.#sets.set(message, byTable.set(table, set))
    return set
  }
}
