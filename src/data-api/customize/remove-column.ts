import { type CustomColumn, dropColumn } from '#database'
import type { Caller } from '#pipeline'
import { currentColumn } from './change-column.ts'
import { deleteDefinition, holdsValues, recordChange } from './column-rows.ts'
import { type Act, type Customizing, runAct } from './customizing.ts'
import { customizableTable } from './find-definition.ts'
import { refusals } from './refusals.ts'

/**
 * Removes a column and what rows hold in it. `confirmed`: the caller knows that values go; without
 * it only a column that is empty is removed. What is used elsewhere is refused either way.
 */
export async function removeColumn(
  customizing: Customizing,
  caller: Caller,
  named: Pick<CustomColumn, 'table' | 'name'>,
  confirmed: boolean,
): Promise<void> {
  await runAct(customizing, caller, named.table, async (act) => {
    const table = customizableTable(act.catalogue, named.table)
    const column = await currentColumn(act, named)
    await refuseUsed(act, column)
    if (!confirmed) await refuseValues(act, column)
    await deleteDefinition(act.tx, column)
    await recordChange(act, 'remove', column, undefined)
    await dropColumn(act.tx, table, column.name)
  })
}

async function refuseUsed({ tx, columnUses }: Act, { table, name }: CustomColumn): Promise<void> {
  const found: string[] = []
  for (const usesOf of columnUses) found.push(...(await usesOf(tx, table, name)))
  if (found.length === 0) return
  const uses = found.join(', ')
  throw refusals['column-in-use']({ table, column: name, uses }, { input: name, found: uses })
}

async function refuseValues({ tx }: Act, column: CustomColumn): Promise<void> {
  if (!(await holdsValues(tx, column))) return
  const { table, name } = column
  throw refusals['column-holds-values']({ table, column: name }, { input: 'confirm' })
}
