/** Of some tables a caller sees own rows only: those whose owner is the caller or a team of the caller. */
import { extentOf, mayAdministrate } from '#identity'
import type { Caller } from '#pipeline'
import type { QueryTable } from '../metadata/metadata.ts'
import { valueKinds } from '../metadata/value-kind.ts'
import type { Test } from './resolved.ts'

/** Nobody but administrators reads what others have kept for themselves, as in Dataverse. */
const personal: ReadonlySet<string> = new Set(['userquery'])

/** How the table is called in the test. */
export const ownAlias = 'own'

/** Undefined where the caller may read all rows. */
export function ownRowsTest(caller: Caller, table: QueryTable): Test | undefined {
  const isPersonal = personal.has(table.name) && !mayAdministrate(caller)
  if (!isPersonal && extentOf(caller, 'Read', table.name) !== 'own') return undefined
  const column = table.columns.get('ownerid')
  if (column === undefined) return { kind: 'always', holds: false }
  const { family } = valueKinds[column.kind]
  const of = { kind: 'column', alias: ownAlias, column, family } as const
  return { kind: 'rows of user', of, whose: 'self and teams' }
}
