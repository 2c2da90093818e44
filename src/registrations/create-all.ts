import type { Execution, Group, Outcome, Request } from '#pipeline'

/** Runs the requests of all of them at once; whoever has one refused is refused. */
export async function createAll<E extends { readonly execution: Execution }>(
  group: Group,
  each: readonly E[],
  requestsOf: (one: E) => readonly Request[],
  refused: Map<Execution, Error>,
): Promise<void> {
  const items = each.flatMap((one) =>
    requestsOf(one).map((request) => ({ execution: one.execution, request })),
  )
  if (items.length === 0) return
  const outcomes: readonly (Outcome | Error)[] = await group.executeAll(items)
  for (const [at, outcome] of outcomes.entries()) {
    const execution = items[at]?.execution as Execution
    if (outcome instanceof Error) refused.set(execution, outcome)
  }
}
