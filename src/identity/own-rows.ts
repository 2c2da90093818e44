/**
 * Roles of one's own may give a privilege for own rows only: those whose owner is the caller, or a
 * team of the caller. The pipeline asks for the privilege, these steps for the owner.
 */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Caller, Execution, KnownMessage, RowReference, Step } from '#pipeline'
import { isOwnRole } from './own-role.ts'
import { extentOf } from './policy.ts'
import type { Privilege } from './privilege.ts'
import { refusals } from './refusals.ts'

/** Upsert hands on to Create or Update, which ask themselves. */
export function ownRowSteps(messages: readonly KnownMessage[]): readonly Step[] {
  return messages.flatMap(({ name: message, table, privilege }) =>
    privilege === undefined
      ? []
      : [
          {
            name: `Identity: ${message} of own rows`,
            message,
            ...(table === undefined ? {} : { table }),
            stage: 20 as const,
            // Before others look at rows that the caller may not touch.
            rank: 1,
            requestsOnly: true,
            run: async (execution: Execution) => refuseOthersRows(execution, privilege),
          },
        ],
  )
}

async function refuseOthersRows(execution: Execution, privilege: Privilege): Promise<void> {
  if (execution.internal || !execution.caller.roles.some(isOwnRole)) return
  for (const { table, id } of touched(execution)) {
    const extent = extentOf(execution.caller, privilege, table)
    if (extent === 'all') continue
    if (extent === 'own' && (await isOwn(execution, table, id))) continue
    const user = execution.caller.userId
    throw refusals['not-your-row']({ user, act: privilege.toLowerCase(), table })
  }
}

/** A link changes both of its ends. */
function touched({ message, table, id, input }: Execution): readonly RowReference[] {
  const isLink = message === 'Associate' || message === 'Disassociate'
  const related = isLink ? (input.RelatedEntities as readonly RowReference[]) : []
  return [{ table, id }, ...related]
}

async function isOwn(execution: Execution, table: string, id: string): Promise<boolean> {
  const { caller, target, message, tx } = execution
  const { userId } = caller
  if (message === 'Create') return (target.ownerid ?? userId) === userId
  return await ownsRow(tx, table, id, userId)
}

/** Whether the caller holds the privilege for this row: for all rows, or because the row is theirs. */
export async function mayDoWith(
  db: Db,
  caller: Caller,
  privilege: Privilege,
  { table, id }: RowReference,
): Promise<boolean> {
  const extent = extentOf(caller, privilege, table)
  return extent === 'all' || (extent === 'own' && (await ownsRow(db, table, id, caller.userId)))
}

async function ownsRow(db: Db, table: string, id: string, userId: string): Promise<boolean> {
  const { rows } = await sql<{ owns: boolean }>`
    select exists (select from ${sql.table(table)} t where t.${sql.ref(`${table}id`)} = ${id}
      and (t.ownerid = ${userId} or t.ownerid in (
        select m.teamid from teammembership m where m.systemuserid = ${userId}))) as owns`.execute(
    db,
  )
  return rows[0]?.owns === true
}
