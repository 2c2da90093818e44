import type { Table } from '#database'
import type { Execution, Step } from '#pipeline'

/** Where a table says on whose behalf a row was written: by whom, where that is another user. */
export function onBehalfSteps(tables: readonly Table[]): readonly Step[] {
  return tables
    .filter(({ exposed, allColumns }) => exposed && 'modifiedonbehalfby' in allColumns)
    .flatMap(({ name: table }) =>
      (['Create', 'Update'] as const).map((message) => ({
        name: `Identity: who acted for the user at ${message} of ${table}`,
        message,
        table,
        stage: 20 as const,
        run: async (execution: Execution) => noteInitiator(execution, message),
      })),
    )
}

function noteInitiator({ target, caller }: Execution, message: 'Create' | 'Update'): void {
  const initiator = caller.initiatingUserId
  const other = initiator === caller.userId ? null : (initiator ?? null)
  if (message === 'Create' && other !== null) target.createdonbehalfby ??= other
  target.modifiedonbehalfby ??= other
}
